import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { metrics as metricNames } from '../../config/metrics.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { deployedTable } from '../alert/ledger/deployed-table.ts';
import { ChannelNotifier } from '../channels/channel-notifier.ts';
import { deployedChannels } from '../channels/deployed-channels.ts';
import { deployedConfig } from '../deployed/config.ts';
import { readEnvironment } from '../deployed/environment.ts';
import { failingInOwnWords } from '../deployed/failing-in-own-words.ts';
import { OwnError } from '../deployed/own-error.ts';
import { traced } from '../deployed/tracing.ts';
import { countingFailures } from '../log-query/counting-failures.ts';
import { canaryCalls } from './aws/canary-calls.ts';
import { awsPorts } from './aws/ports.ts';
import { deploymentOf } from './deployment.ts';
import { checkupEnvironment, checkupEvent } from './environment.ts';
import type { Finding } from './finding.ts';
import { canarySeen, runTask } from './run.ts';

const environment = readEnvironment(checkupEnvironment, process.env);
const logger = new Logger();
const metrics = new Metrics();

/** Lambda's entry: the schedules start it with a task. Answers what was found, for whoever invokes it by hand. */
export async function handler(event: unknown, { awsRequestId }: Context): Promise<readonly Finding[]> {
  try {
    return await failingInOwnWords(logger, () => traced('checkup', () => examined(event, awsRequestId)));
  } finally {
    metrics.publishStoredMetrics();
  }
}

function examined(event: unknown, awsRequestId: string): Promise<readonly Finding[]> {
  const { task } = checkupEvent.parse(event);
  const deployment = deploymentOf(deployedConfig, detections);
  if (deployment === null) throw new OwnError('the deployed config names no account');
  const notifier = new ChannelNotifier(
    deployedChannels(environment, deployedTable(environment.TABLE_NAME), Date),
  );
  // The request's id stays the same when Lambda tries again: the log is asked, and paid for, once.
  const ports = awsPorts(deployment, awsRequestId, Date);
  const log = countingFailures(ports.log);
  return runTask(task, deployment, {
    checkup: { ...ports, log },
    calls: canaryCalls,
    clock: Date,
    note: (findings) => {
      written(findings);
      if (task === 'checkup') measure(findings, log.failures);
    },
    tell: (message) => notifier.plain(message),
  });
}

function written(findings: readonly Finding[]): void {
  for (const finding of findings) {
    if (finding.state === 'ok') logger.debug('finding', { ...finding });
    else logger.warn('finding', { ...finding });
  }
}

function measure(findings: readonly Finding[], logFailures: number): void {
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  metrics.addMetric(metricNames.canarySeen, MetricUnit.Count, canarySeen(findings) ? 1 : 0);
  metrics.addMetric(metricNames.checkupWrong, MetricUnit.Count, wrong);
  if (logFailures > 0) metrics.addMetric(metricNames.logQueryFailed, MetricUnit.Count, logFailures);
}
