import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { metrics as metricNames } from '../../config/metrics.ts';
import { deployedConfig } from '../deployed/config.ts';
import { readEnvironment } from '../deployed/environment.ts';
import { failingInOwnWords } from '../deployed/failing-in-own-words.ts';
import { traced } from '../deployed/tracing.ts';
import { deployedReportPorts } from './deployed.ts';
import { reportEnvironment } from './environment.ts';
import { runWeeklyReport } from './handler.ts';

const serviceName = 'report';
const logger = new Logger({ serviceName });
// Namespace and service by the environment: the alarm knows the service by the function's name.
const metrics = new Metrics();
const environment = readEnvironment(reportEnvironment, process.env);
const ports = deployedReportPorts(deployedConfig, environment, (failed) => {
  if (failed > 0) metrics.addMetric(metricNames.logQueryFailed, MetricUnit.Count, failed);
});

/** Lambda's entry, started weekly by a schedule; what the schedule sends says nothing. */
export async function handler(): Promise<void> {
  try {
    const { period, troubles, news } = await failingInOwnWords(logger, () =>
      traced(serviceName, () => runWeeklyReport(ports)),
    );
    logger.info('report', { period, troubles: troubles.length, news: news.length });
  } finally {
    metrics.publishStoredMetrics();
  }
}
