import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { metrics as metricNames } from '../../config/metrics.ts';
import { QueryCancelled, QueryFailed } from '../../queries/log-query.ts';
import { deployedConfig } from '../deployed/config.ts';
import { readEnvironment } from '../deployed/environment.ts';
import { errorWords } from '../deployed/error-words.ts';
import { failingInOwnWords } from '../deployed/failing-in-own-words.ts';
import { traced } from '../deployed/tracing.ts';
import { deployedPorts, deployedRebuild } from './deployed.ts';
import { deadlineEnvironment } from './environment.ts';
import { rebuildLedger, type RebuildSummary } from './rebuild/rebuild.ts';
import { isFirstOfDay, isFirstOfHour, runEvent } from './run-event.ts';
import { runDeadlines, type RunSummary } from './run/run.ts';

const environment = readEnvironment(deadlineEnvironment, process.env);
const logger = new Logger();
const metrics = new Metrics();

/** Lambda's entry, started every 15 minutes by a schedule. Answers what was done, for whoever invokes it by hand. */
export async function handler(
  event: unknown,
  { awsRequestId }: Context,
): Promise<RunSummary | RebuildSummary> {
  try {
    return await failingInOwnWords(logger, () => done(event, awsRequestId));
  } finally {
    metrics.publishStoredMetrics();
  }
}

async function done(event: unknown, awsRequestId: string): Promise<RunSummary | RebuildSummary> {
  const now = Date.now();
  const { discover = isFirstOfHour(now), compare = isFirstOfDay(now), rebuild } = runEvent.parse(event);
  // The request's id stays the same when Lambda tries again: the log is asked, and paid for, once.
  const ports = deployedPorts(deployedConfig, environment, awsRequestId, {
    failed: (what, error) => {
      logger.error(`could not ${what}`, { failure: errorWords(error) });
      if (error instanceof QueryFailed || error instanceof QueryCancelled) {
        metrics.addMetric(metricNames.logQueryFailed, MetricUnit.Count, 1);
      }
    },
    judged: (incidents) => {
      const overdue = incidents
        .flatMap(({ exposures }) => exposures)
        .filter(({ state }) => state === 'overdue');
      metrics.addMetric(metricNames.overdue, MetricUnit.Count, overdue.length);
    },
  });
  if (rebuild !== undefined) {
    const from = rebuild.from === undefined ? null : Date.parse(rebuild.from);
    const rebuilt = await rebuildLedger(deployedRebuild(ports, environment), from);
    logger.info('ledger rebuilt', { ...rebuilt });
    return rebuilt;
  }
  const summary = await traced('deadline', () => runDeadlines(ports, { discover, compare }));
  logger.info('deadlines', { ...summary });
  return summary;
}
