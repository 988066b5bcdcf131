import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Rule } from '../../detections/gate/rules.ts';
import { DeployedRule } from '../rule.ts';

export interface TamperCopiesProps {
  readonly config: DeploymentConfig;
  readonly rules: readonly Rule[];
  readonly topic: ITopic;
  readonly undelivered: IQueue;
}

/**
 * The five fields of an event that leave the account by this way: none can hold a session token or text of the caller's
 * making, but the session's name in the ARN, which AWS keeps to letters, digits and a few signs.
 */
const allowedFields = {
  name: '$.detail.eventName',
  time: '$.detail.eventTime',
  region: '$.detail.awsRegion',
  caller: '$.detail.userIdentity.arn',
  id: '$.detail.eventID',
};

/** Copies of whatever tampers with the watching, straight to people: past our bus, queues, functions and dispositions. */
export class TamperCopies extends Construct {
  constructor(scope: Construct, id: string, { config, rules, topic, undelivered }: TamperCopiesProps) {
    super(scope, id);
    for (const rule of rules) {
      new DeployedRule(this, rule.name.slice(config.name.length + 1), {
        rule,
        description: 'Glasswatch: copies tampering straight to people',
        bus: null,
        target: {
          arn: topic.topicArn,
          inputTransformer: {
            inputPathsMap: allowedFields,
            inputTemplate: JSON.stringify(
              `Glasswatch, unfiltered: <name> in account ${config.account}, <region>, at <time> by <caller>. Event <id>. Runbook: docs/runbook.md, audit-tampering.`,
            ),
          },
        },
        deadLetterQueueArn: undelivered.queueArn,
      });
    }
  }
}
