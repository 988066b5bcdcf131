import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { waiting, type AlarmOf } from '../alarm.ts';
import { ownOf } from '../own.ts';
import type { Rule } from '../../detections/gate/rules.ts';

/** Metrics that one alarm may add up (CloudWatch quotas). */
const metricsPerAlarm = 10;

/** The alarms of a watched Region's gate. */
export function gateAlarms(config: DeploymentConfig, rules: readonly Rule[]): AlarmOf[] {
  const parts = Array.from({ length: Math.ceil(rules.length / metricsPerAlarm) }, (_, part) =>
    rules.slice(part * metricsPerAlarm, (part + 1) * metricsPerAlarm),
  );
  return [
    {
      id: 'gate-undelivered',
      severity: 'critical',
      what: 'A rule on the default bus could not hand on what it let in: alerts are missing.',
      metric: waiting(ownOf(config).gateUndelivered),
      threshold: 1,
      look: 'sqs/v3/home#/queues',
    },
    ...parts.map((some, part): AlarmOf => ({
      id: 'gate-failures',
      ...(part === 0 ? {} : { part: part + 1 }),
      severity: 'critical',
      what: 'A rule on the default bus may not call its target: alerts are missing.',
      metric: failuresOf(some),
      threshold: 1,
      look: 'events/home#/rules',
    })),
  ];
}

function failuresOf(rules: readonly Rule[]): cloudwatch.MathExpression {
  const period = Duration.minutes(5);
  const failed = rules.map(
    ({ name }, index) =>
      [
        `m${index}`,
        new cloudwatch.Metric({
          namespace: 'AWS/Events',
          metricName: 'FailedInvocations',
          dimensionsMap: { RuleName: name },
          statistic: cloudwatch.Stats.SUM,
          period,
        }),
      ] as const,
  );
  return new cloudwatch.MathExpression({
    expression: `SUM([${failed.map(([id]) => `FILL(${id}, 0)`).join(', ')}])`,
    label: 'Failed invocations of gate and tamper rules',
    usingMetrics: Object.fromEntries(failed),
    period,
  });
}
