import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { alertMetrics, alertService, metrics } from '../../config/metrics.ts';
import type { FunctionName, Queue } from '../../config/names.ts';
import { age, waiting } from '../alarm.ts';
import { ownOf } from '../own.ts';

export interface DashboardProps {
  readonly config: DeploymentConfig;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/** One page that says whether alerts would come: alarms, queues, functions, deadlines. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { config, alarms }: DashboardProps) {
    super(scope, id);
    const own = ownOf(config);
    const functions = Object.keys(own.functions) as FunctionName[];
    const queues: Queue[] = ['critical', 'alert'];
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 8, height: 6 });
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: config.name,
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 5 })],
        [
          graph(
            'Events that wait, and the oldest (s)',
            queues.map((queue) => waiting(own.queues[queue])),
            queues.map((queue) => age(own.queues[queue])),
          ),
          graph(
            'Dead letters and undelivered',
            [own.queues.criticalDeadLetters, own.queues.alertDeadLetters, own.undelivered].map(waiting),
          ),
          graph(
            'What became of events',
            [alertMetrics.received, alertMetrics.returned, ...alertMetrics.dispositions].map((name) =>
              ofHandler(config.name, name, alertService, cloudwatch.Stats.SUM),
            ),
            [ofHandler(config.name, metrics.overdue, own.functions.deadline, cloudwatch.Stats.MAXIMUM)],
          ),
        ],
        [
          graph(
            'Runs of functions',
            functions.map((name) => ofLambda('Invocations', own.functions[name], cloudwatch.Stats.SUM)),
          ),
          graph(
            'Errors of functions',
            functions.map((name) => ofLambda('Errors', own.functions[name], cloudwatch.Stats.SUM)),
          ),
          graph(
            'Longest run (ms)',
            functions.map((name) => ofLambda('Duration', own.functions[name], cloudwatch.Stats.MAXIMUM)),
          ),
        ],
      ],
    });
  }
}

function ofHandler(
  namespace: string,
  metricName: string,
  service: string,
  statistic: string,
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap: { service }, statistic });
}

function ofLambda(metricName: string, name: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: name },
    statistic,
  });
}
