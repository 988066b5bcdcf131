import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { alertMetrics, alertService, metrics } from '../../config/metrics.ts';
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
    // What failed comes again after the queue's visibility timeout, 360 s, and what waits for Slack's pace within 300 s.
    late('critical', 'critical', 600),
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

/** A metric of our handlers, as Powertools writes it. */
function own(
  config: DeploymentConfig,
  metricName: string,
  service: string,
  period: Duration,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: config.name,
    metricName,
    dimensionsMap: { service },
    statistic: cloudwatch.Stats.SUM,
    period,
  });
}

/** What went into the alert functions and came out by no disposition; never below 0 for long, since ends follow later. */
function drift(config: DeploymentConfig): cloudwatch.MathExpression {
  const period = Duration.hours(1);
  const { received, returned, dispositions } = alertMetrics;
  const ends = [...dispositions, returned].map(
    (name, index) => [`end${index}`, own(config, name, alertService, period)] as const,
  );
  return new cloudwatch.MathExpression({
    expression: `FILL(received, 0) - SUM([${ends.map(([id]) => `FILL(${id}, 0)`).join(', ')}])`,
    label: 'Events without a disposition',
    usingMetrics: { received: own(config, received, alertService, period), ...Object.fromEntries(ends) },
    period,
  });
}

function pathAlarms(config: DeploymentConfig): AlarmOf[] {
  const { functions, alertTopicArn } = ownOf(config);
  return [
    {
      id: 'delivery-failed',
      severity: 'critical',
      what: 'SNS could not hand a message on to whoever is subscribed to the topic of alerts.',
      metric: new cloudwatch.Metric({
        namespace: 'AWS/SNS',
        metricName: 'NumberOfNotificationsFailed',
        dimensionsMap: { TopicName: alertTopicArn.split(':').at(-1) ?? '' },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      look: 'sns/v3/home#/topics',
    },
    {
      id: 'events-returned',
      severity: 'high',
      what: 'Events go back to their queue again and again: no channel takes them, or they take too long.',
      metric: own(config, alertMetrics.returned, alertService, Duration.minutes(5)),
      threshold: 10,
      periods: 3,
      look: 'cloudwatch/home#logsV2:logs-insights',
    },
    {
      id: 'disposition-drift',
      severity: 'high',
      what: 'Events went in that came out by no disposition: something was lost without a word.',
      metric: drift(config),
      threshold: 1,
      // An hour's end cuts through work that is under way: only what stays missing is lost.
      periods: 2,
      look: 'cloudwatch/home#logsV2:logs-insights',
    },
    {
      id: 'canary-not-seen',
      severity: 'critical',
      what: 'The daily canary did not come through: an emergency would pass unseen too.',
      metric: own(config, metrics.canarySeen, functions.checkup, Duration.days(1)),
      threshold: 1,
      below: true,
      silenceIsWrong: true,
      look: `lambda/home#/functions/${functions.checkup}`,
    },
    {
      id: 'checkup-wrong',
      severity: 'high',
      what: 'The daily checkup found something wrong.',
      metric: own(config, metrics.checkupWrong, functions.checkup, Duration.hours(1)),
      threshold: 1,
      look: `lambda/home#/functions/${functions.checkup}`,
    },
  ];
}

function logAlarms(config: DeploymentConfig): AlarmOf[] {
  const { workgroup } = ownOf(config);
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
      metric: logQueryFailures(config),
      threshold: 1,
      look: 'athena/home#/query-editor/history',
    },
  ];
}

function logQueryFailures(config: DeploymentConfig): cloudwatch.MathExpression {
  const { deadline, report, checkup } = ownOf(config).functions;
  const period = Duration.minutes(5);
  return new cloudwatch.MathExpression({
    expression: 'FILL(deadline, 0) + FILL(report, 0) + FILL(checkup, 0)',
    label: metrics.logQueryFailed,
    usingMetrics: {
      deadline: own(config, metrics.logQueryFailed, deadline, period),
      report: own(config, metrics.logQueryFailed, report, period),
      checkup: own(config, metrics.logQueryFailed, checkup, period),
    },
    period,
  });
}
