import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { ownOf } from '../own.ts';
import type { DeploymentConfig } from '../../config/deployment.ts';

export interface DeadLetterQueueProps {
  readonly name: string;
  /** Whether it takes what another queue gave up, or what rules, schedules and functions could not hand on. */
  readonly ofQueue: boolean;
}

/** A dead-letter queue: two weeks to look at what failed. SQS's own key, so that no key of ours can silence it. */
export class DeadLetterQueue extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, { name, ofQueue }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      queueName: name,
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    if (ofQueue) return;
    acknowledge(
      this.queue,
      'AwsSolutions-SQS3',
      'It is itself the dead-letter queue of rules, schedules and functions, and has an alarm.',
    );
  }
}

/** Lets rules of ours, named `NAME-<which>-…`, send to a queue of their own Region. */
export function admitRules(
  queue: sqs.Queue,
  config: DeploymentConfig,
  { region, rules }: { readonly region: string; readonly rules: readonly string[] },
): void {
  const own = ownOf(config);
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'RulesSend',
      effect: iam.Effect.ALLOW,
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnLike: {
          'aws:SourceArn': rules.map(
            (rule) => `arn:${own.partition}:events:${region}:${own.account}:rule/${rule}`,
          ),
        },
        StringEquals: { 'aws:SourceAccount': own.account },
      },
    }),
  );
}
