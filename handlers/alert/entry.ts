import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deployedConfig } from '../deployed/config.ts';
import { readEnvironment } from '../deployed/environment.ts';
import { failingInOwnWords } from '../deployed/failing-in-own-words.ts';
import { traced } from '../deployed/tracing.ts';
import { deployedPorts } from './deployed.ts';
import { alertEnvironment } from './environment.ts';
import { buildAlertHandler } from './handler.ts';
import { PowertoolsJournal } from './journal.ts';

const serviceName = 'alert';
const environment = readEnvironment(alertEnvironment, process.env);
const logger = new Logger({ serviceName });
const journal = new PowertoolsJournal(logger, new Metrics({ serviceName, namespace: deployedConfig.name }));
const handle = buildAlertHandler(deployedPorts(deployedConfig, environment, journal));

/** Lambda's entry, for the alert queue and the queue of critical events alike. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    return await failingInOwnWords(logger, () =>
      traced(serviceName, () => handle(event, () => context.getRemainingTimeInMillis())),
    );
  } finally {
    journal.flush();
  }
}
