import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';

/**
 * The customer key of log, evidence and answers: made or existing, where the config asks for one. The alert path never
 * uses it: disabling a key must not silence the alert about it.
 */
export class LogKey extends Construct {
  readonly key: kms.IKey | undefined;

  constructor(scope: Construct, id: string, { config }: { readonly config: DeploymentConfig }) {
    super(scope, id);
    if (config.key === undefined) return;
    if (!config.key.create) {
      this.key = kms.Key.fromKeyArn(this, 'Key', config.key.arn ?? '');
      return;
    }
    const key = new kms.Key(this, 'Key', {
      alias: `${config.name}-log`,
      description: 'Glasswatch: audit log, evidence and answers',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const statement of trailStatements(config)) key.addToResourcePolicy(statement);
    new CfnOutput(this, 'Arn', {
      key: 'LogKeyArn',
      description: 'Put it into the config as key.arn: then an attack on the key is told as one',
      value: key.keyArn,
    });
    this.key = key;
  }
}

/** What CloudTrail needs of a key, for our trail alone (aws-facts, section 10). */
function trailStatements(config: DeploymentConfig): PolicyStatement[] {
  const { trailArn, partition, account } = ownOf(config);
  const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
  return [
    new PolicyStatement({
      sid: 'TrailEncrypts',
      effect: Effect.ALLOW,
      principals: [cloudTrail],
      // Decrypt too: with a bucket key CloudTrail needs it to make and change the trail.
      actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceArn': trailArn },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${account}:trail/*`,
        },
      },
    }),
    new PolicyStatement({
      sid: 'TrailLooks',
      effect: Effect.ALLOW,
      principals: [cloudTrail],
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
    }),
  ];
}
