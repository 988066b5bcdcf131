import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { consoleDomains } from '../config/arn.ts';
import type { DeploymentConfig } from '../config/deployment.ts';
import type { Severity } from '../config/severity.ts';
import { ownOf } from './own.ts';

/** What an alarm watches, and what it says to whoever it wakes. */
export interface AlarmOf {
  /** Its name after ours, and its section in docs/runbook.md. */
  readonly id: string;
  /** Where one alarm cannot hold all that it is about: which further part this is, from 2. */
  readonly part?: number;
  readonly severity: Severity;
  /** One sentence: what is wrong when it speaks. */
  readonly what: string;
  readonly metric: cloudwatch.IMetric;
  /** It speaks at or above this; below it, where `below` is set. */
  readonly threshold: number;
  readonly below?: true;
  /** Periods of the metric in a row; 1 unless told. */
  readonly periods?: number;
  /** Set where silence is the fault. */
  readonly silenceIsWrong?: true;
  /** Path in the console where to look, such as `sqs/v3/home#/queues`. */
  readonly look: string;
}

export interface OwnAlarmProps {
  readonly config: DeploymentConfig;
  readonly region: string;
  readonly topicArn: string;
  readonly alarm: AlarmOf;
}

/** An alarm that tells a topic of its Region when it begins and when it ends. */
export class OwnAlarm extends Construct {
  readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, { config, region, topicArn, alarm }: OwnAlarmProps) {
    super(scope, id);
    const own = ownOf(config);
    const { threshold, below = false, periods = 1, silenceIsWrong = false } = alarm;
    const part = alarm.part === undefined ? '' : `-${alarm.part}`;
    const domain = consoleDomains[own.partition] ?? '';
    const [path = '', fragment = ''] = alarm.look.split('#');
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmName: `${own.prefix}${alarm.id}${part}`,
      alarmDescription: [
        `[${alarm.severity}] ${alarm.what}`,
        `What to do: docs/runbook.md#${alarm.id}`,
        `Where to look: https://${region}.${domain}/${path}?region=${region}#${fragment}`,
      ].join('\n'),
      metric: alarm.metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: silenceIsWrong
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const tell = { bind: () => ({ alarmActionArn: topicArn }) };
    this.alarm.addAlarmAction(tell);
    this.alarm.addOkAction(tell);
  }
}

/** The metric of the messages that wait in a queue. */
export function waiting(queueName: string): cloudwatch.Metric {
  return ofQueue(queueName, 'ApproximateNumberOfMessagesVisible', cloudwatch.Stats.MAXIMUM);
}

/** The age, s, of the message that has waited longest in a queue. */
export function age(queueName: string): cloudwatch.Metric {
  return ofQueue(queueName, 'ApproximateAgeOfOldestMessage', cloudwatch.Stats.MAXIMUM);
}

function ofQueue(queueName: string, metricName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic,
    period: Duration.minutes(5),
  });
}
