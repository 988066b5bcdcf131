import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Rule } from '../../detections/gate/rules.ts';
import type { AlertEnvironment } from '../../handlers/alert/environment.ts';
import { ownOf } from '../own.ts';
import { webhookOf } from '../policy/secrets.ts';
import { DeployedRule } from '../rule.ts';
import { admitRules, DeadLetterQueue } from './dead-letter-queue.ts';
import { HandlerFunction } from './handler-function.ts';

export interface AlertPathProps {
  readonly config: DeploymentConfig;
  readonly kind: 'alert' | 'critical';
  readonly rules: readonly Rule[];
  readonly code: Code;
  readonly role: Role;
  readonly undelivered: sqs.IQueue;
  /** Batches worked on at once: at least 2, as SQS wants it. */
  readonly concurrency: number;
}

const timeoutSeconds = 60;
/** The function itself gives up first, by a letter that holds nothing of the event. */
const givenUpAfter = 10;

/** From our bus to people: rules, queue, dead-letter queue, function. */
export class AlertPath extends Construct {
  constructor(scope: Construct, id: string, props: AlertPathProps) {
    super(scope, id);
    const { config, kind, rules, code, role, undelivered, concurrency } = props;
    const own = ownOf(config);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      name: own.queues[`${kind}DeadLetters`],
      ofQueue: true,
    });
    const queue = new sqs.Queue(this, 'Queue', {
      queueName: own.queues[kind],
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(7),
      // Six times the timeout, as Lambda wants it of a queue that feeds a function.
      visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: givenUpAfter + 5 },
    });
    admitRules(queue, config, { region: own.homeRegion, rules: [`${own.bus}/${own.prefix}${kind}-*`] });
    for (const rule of rules) {
      new DeployedRule(this, rule.name.slice(own.prefix.length), {
        rule,
        description: `Glasswatch: what the ${kind} function decides`,
        bus: own.bus,
        target: { arn: queue.queueArn },
        deadLetterQueueArn: undelivered.queueArn,
      });
    }
    const handler = new HandlerFunction<AlertEnvironment>(this, 'Handler', {
      name: own.functions[kind],
      namespace: config.name,
      description: `Glasswatch: decides and tells ${kind === 'critical' ? 'what is critical' : 'all that is not critical'}`,
      code,
      role,
      timeoutSeconds,
      memoryMB: 512,
      environment: {
        TABLE_NAME: own.ledger,
        TOPIC_ARN: own.alertTopicArn,
        ...webhookOf(config)?.environment,
        QUEUE_URL: queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: deadLetters.queue.queueUrl,
        FUNCTION_TIMEOUT: String(timeoutSeconds),
        MAX_RECEIVES: String(givenUpAfter),
      },
    });
    deadLetters.queue.grantSendMessages(role);
    handler.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        maxConcurrency: concurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}
