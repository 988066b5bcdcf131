import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Rule } from '../detections/gate/rules.ts';

export interface DeployedRuleProps {
  readonly rule: Rule;
  readonly description: string;
  /** Null: the default bus. */
  readonly bus: string | null;
  readonly target: Pick<CfnRule.TargetProperty, 'arn' | 'roleArn' | 'inputTransformer'>;
  readonly deadLetterQueueArn: string;
}

/** How long EventBridge tries to hand an event on: as long as it can. */
const retryPolicy = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** A rule with one target. CfnRule, because the construct above it knows no state but on and off. */
export class DeployedRule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { rule, description, bus, target, deadLetterQueueArn }: DeployedRuleProps,
  ) {
    super(scope, id);
    new CfnRule(this, 'Rule', {
      name: rule.name,
      description,
      state: rule.state,
      eventPattern: rule.pattern,
      ...(bus === null ? {} : { eventBusName: bus }),
      targets: [{ id: 'target', ...target, deadLetterConfig: { arn: deadLetterQueueArn }, retryPolicy }],
    });
  }
}
