import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Rule } from '../../detections/gate/rules.ts';
import { ownOf } from '../own.ts';
import { DeployedRule } from '../rule.ts';

export interface GateForwardingProps {
  readonly config: DeploymentConfig;
  readonly rules: readonly Rule[];
  readonly undelivered: IQueue;
}

/** The rules on a Region's default bus that forward to our bus: the one hop that EventBridge makes across Regions. */
export class GateForwarding extends Construct {
  constructor(scope: Construct, id: string, { config, rules, undelivered }: GateForwardingProps) {
    super(scope, id);
    const { busArn, gateRole } = ownOf(config);
    for (const rule of rules) {
      new DeployedRule(this, rule.name.slice(config.name.length + 1), {
        rule,
        description: 'Glasswatch: lets in what its detections and its ledger look at',
        bus: null,
        target: { arn: busArn, roleArn: gateRole },
        deadLetterQueueArn: undelivered.queueArn,
      });
    }
  }
}
