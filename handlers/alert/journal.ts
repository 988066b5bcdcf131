import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { errorWords } from '../deployed/error-words.ts';
import type { Journal, MessageOutcome } from './message.ts';

/**
 * The journal as logs and metrics (CloudWatch's embedded format). `received` is out before the work begins and the outcomes
 * after it, so that what a function took and never ended shows as a difference: received = the sum of all dispositions
 * and `returned`.
 */
export class PowertoolsJournal implements Journal {
  readonly #logger: Logger;
  readonly #metrics: Metrics;

  constructor(logger: Logger, metrics: Metrics) {
    this.#logger = logger;
    this.#metrics = metrics;
  }

  received(count: number): void {
    this.#metrics.addMetric('received', 'Count', count);
    this.flush();
  }

  ended(outcome: MessageOutcome, eventID: string | null): void {
    this.#metrics.addMetric(outcome, 'Count', 1);
    if (outcome === 'unmatched') this.#logger.debug('event', { outcome, eventID });
    else this.#logger.info('event', { outcome, eventID });
  }

  failed(what: string, eventID: string | null, error: unknown): void {
    this.#logger.error(`could not ${what}`, { eventID, failure: errorWords(error) });
  }

  flush(): void {
    this.#metrics.publishStoredMetrics();
  }
}
