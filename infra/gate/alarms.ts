import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { waiting, type AlarmOf } from '../alarm.ts';
import { ownOf } from '../own.ts';
import type { Rule } from '../../detections/gate/rules.ts';

/** The alarms of a watched Region's gate. */
export function gateAlarms(config: DeploymentConfig, rules: readonly Rule[]): AlarmOf[] {
  const failed = rules.map(
    ({ name }) =>
      new cloudwatch.Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { RuleName: name },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(5),
      }),
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
    {
      id: 'gate-failures',
      severity: 'critical',
      what: 'A rule on the default bus may not call its target: alerts are missing.',
      metric: new cloudwatch.MathExpression({
        expression: `SUM([${failed.map((_, index) => `FILL(m${index}, 0)`).join(', ')}])`,
        label: 'Failed invocations of gate and tamper rules',
        usingMetrics: Object.fromEntries(failed.map((metric, index) => [`m${index}`, metric])),
        period: Duration.minutes(5),
      }),
      threshold: 1,
      look: 'events/home#/rules',
    },
  ];
}
