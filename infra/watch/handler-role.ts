import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { acknowledge } from '../acknowledge.ts';
import { ownOf } from '../own.ts';
import { allow, denyOtherSecrets, webhookOf } from '../policy/secrets.ts';

export interface HandlerRoleProps {
  readonly config: DeploymentConfig;
  /** Physical name; detections know our roles by it. */
  readonly name: string;
  readonly statements: readonly iam.PolicyStatement[];
  /** Resources with `*` among the statements, each with what makes it as narrow as it can be. */
  readonly wildcards?: Readonly<Record<string, string>>;
}

/** The role of a function: what all need (ledger, topic, webhook, traces), and what this one needs besides. */
export class HandlerRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { config, name, statements, wildcards = {} }: HandlerRoleProps) {
    super(scope, id);
    const own = ownOf(config);
    const webhook = webhookOf(config);
    const ledger = `arn:${own.partition}:dynamodb:${own.homeRegion}:${own.account}:table/${own.ledger}`;
    this.role = new iam.Role(this, 'Role', {
      roleName: name,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    const policy = new iam.Policy(this, 'Policy', {
      policyName: 'what-it-does',
      roles: [this.role],
      statements: [
        allow(ledgerActions, [ledger]),
        allow(['sns:Publish'], [own.alertTopicArn]),
        ...(webhook === null ? [] : [webhook.statement]),
        denyOtherSecrets(webhook),
        ...statements,
      ],
    });
    for (const [resource, reason] of Object.entries(wildcards))
      acknowledge(policy, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
  }
}

/** The ledger has no scan: everything is asked for by its key. */
const ledgerActions = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
];
