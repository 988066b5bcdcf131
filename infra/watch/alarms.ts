import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { metricNamespace, metrics } from '../../config/metrics.ts';
import type { FunctionName, Queue } from '../../config/names.ts';
import type { Severity } from '../../config/severity.ts';
import { age, waiting, type AlarmOf } from '../alarm.ts';
import { ownOf } from '../own.ts';

/** The alarms of the home Region. */
export function watchAlarms(config: DeploymentConfig): AlarmOf[] {
  return [...queueAlarms(config), ...functionAlarms(config), ...pathAlarms(config), ...logAlarms(config)];
}

function queueAlarms(config: DeploymentConfig): AlarmOf[] {
  const own = ownOf(config);
  const letters = (id: string, queue: string, severity: Severity, what: string): AlarmOf => ({
    id,
    severity,
    what,
    metric: waiting(queue),
    threshold: 1,
    look: 'sqs/v3/home#/queues',
  });
  const late = (queue: Queue, severity: Severity, seconds: number): AlarmOf => ({
    id: `${queue}-queue-age`,
    severity,
    what: `An event has waited ${seconds / 60} minutes in the ${queue} queue: alerts come late or not at all.`,
    metric: age(own.queues[queue]),
    threshold: seconds,
    look: 'sqs/v3/home#/queues',
  });
  return [
    letters(
      'critical-dead-letters',
      own.queues.criticalDeadLetters,
      'critical',
      'A critical event could not be decided or told.',
    ),
    letters(
      'alert-dead-letters',
      own.queues.alertDeadLetters,
      'high',
      'An event could not be decided or told.',
    ),
    letters(
      'undelivered',
      own.undelivered,
      'high',
      'A rule of our bus, a schedule or a function could not hand on what it had.',
    ),
    late('critical', 'critical', 300),
    late('alert', 'high', 900),
  ];
}

function functionAlarms(config: DeploymentConfig): AlarmOf[] {
  const own = ownOf(config);
  const severities: Record<FunctionName, Severity> = {
    alert: 'high',
    critical: 'critical',
    deadline: 'high',
    report: 'medium',
    checkup: 'high',
  };
  const ofFunction = (name: FunctionName, metricName: string, period: Duration) =>
    new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: own.functions[name] },
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  return [
    ...(Object.keys(severities) as FunctionName[]).map((name): AlarmOf => ({
      id: `${name}-errors`,
      severity: severities[name],
      what: `The ${name} function fails.`,
      metric: ofFunction(name, 'Errors', Duration.minutes(5)),
      threshold: 1,
      look: `lambda/home#/functions/${own.functions[name]}`,
    })),
    {
      id: 'deadline-not-running',
      severity: 'high',
      what: 'The deadline function has not run for an hour: nobody is told of deadlines.',
      metric: ofFunction('deadline', 'Invocations', Duration.hours(1)),
      threshold: 1,
      below: true,
      silenceIsWrong: true,
      look: 'scheduler/home#schedules',
    },
  ];
}

/** A metric of our handlers, as Powertools writes it: by service, over all functions that are named. */
function own(metricName: string, services: readonly string[], period: Duration): cloudwatch.IMetric {
  const each = services.map(
    (service) =>
      new cloudwatch.Metric({
        namespace: metricNamespace,
        metricName,
        dimensionsMap: { service },
        statistic: cloudwatch.Stats.SUM,
        period,
      }),
  );
  const [only] = each;
  if (each.length === 1 && only !== undefined) return only;
  const names = each.map((_, index) => `m${index}`);
  return new cloudwatch.MathExpression({
    expression: `SUM([${names.map((name) => `FILL(${name}, 0)`).join(', ')}])`,
    label: metricName,
    usingMetrics: Object.fromEntries(each.map((metric, index) => [`m${index}`, metric])),
    period,
  });
}

function pathAlarms(config: DeploymentConfig): AlarmOf[] {
  const { functions } = ownOf(config);
  const deciding = [functions.alert, functions.critical];
  const telling = [...deciding, functions.deadline, functions.report, functions.checkup];
  return [
    {
      id: 'delivery-failed',
      severity: 'critical',
      what: 'A message was not taken by Slack or SNS.',
      metric: own(metrics.deliveryFailed, telling, Duration.minutes(5)),
      threshold: 1,
      look: 'cloudwatch/home#logsV2:logs-insights',
    },
    {
      id: 'disposition-drift',
      severity: 'high',
      what: 'Events went in that came out by no disposition: something was lost without a word.',
      metric: own(metrics.dispositionDrift, deciding, Duration.minutes(5)),
      threshold: 1,
      look: 'cloudwatch/home#logsV2:logs-insights',
    },
    {
      id: 'canary-not-seen',
      severity: 'critical',
      what: 'The daily canary did not come through: an emergency would pass unseen too.',
      metric: own(metrics.canarySeen, [functions.checkup], Duration.days(1)),
      threshold: 1,
      below: true,
      silenceIsWrong: true,
      look: `lambda/home#/functions/${functions.checkup}`,
    },
    {
      id: 'checkup-wrong',
      severity: 'high',
      what: 'The daily checkup found something wrong.',
      metric: own(metrics.checkupWrong, [functions.checkup], Duration.hours(1)),
      threshold: 1,
      look: `lambda/home#/functions/${functions.checkup}`,
    },
  ];
}

function logAlarms(config: DeploymentConfig): AlarmOf[] {
  const { workgroup, functions } = ownOf(config);
  return [
    {
      id: 'athena-failures',
      severity: 'high',
      what: 'A question to the log failed in Athena: what it would have said, nobody knows.',
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Athena',
        metricName: 'TotalExecutionTime',
        dimensionsMap: { WorkGroup: workgroup, QueryType: 'DML', QueryState: 'FAILED' },
        statistic: cloudwatch.Stats.SAMPLE_COUNT,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      look: 'athena/home#/query-editor/history',
    },
    {
      id: 'log-query-failed',
      severity: 'high',
      what: 'A function got no answer from the log.',
      metric: own(
        metrics.logQueryFailed,
        [functions.deadline, functions.report, functions.checkup],
        Duration.minutes(5),
      ),
      threshold: 1,
      look: 'athena/home#/query-editor/history',
    },
  ];
}
