import { setTimeout as delay } from 'node:timers/promises';
import {
  AthenaServiceException,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type QueryExecution,
  type QueryExecutionState,
  type QueryExecutionStatus,
} from '@aws-sdk/client-athena';
import { QueryCancelled, QueryFailed } from '../../queries/log-query.ts';
import { errorName } from '../deployed/error-name.ts';
import { OwnError } from '../deployed/own-error.ts';
import { reasonOfStatus } from './athena-reason.ts';
import { unthrottled, waits, type Backoff } from './backoff.ts';
import { requestToken, type AskedTwice } from './request-token.ts';
import type { TimeLimit } from './time-limit.ts';

export interface Patience {
  readonly backoff: Backoff;
  readonly limit: TimeLimit;
}

export interface Succeeded {
  readonly id: string;
  readonly scannedBytes: number | null;
}

/** States that an execution does not leave. */
const ends: readonly QueryExecutionState[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
/** How often a question is started anew because an earlier run of the same piece of work failed. */
const attempts = 5;
/** An execution submitted longer before than this, ms, is an earlier run's: more than clocks differ by. */
const earlier = 5_000;
/** How long stopping may take, ms. */
const stopTime = 5_000;

/** One question's way through Athena. */
export class AthenaExecution {
  readonly #client: AthenaClient;
  readonly #question: Omit<AskedTwice, 'attempt'>;
  readonly #patience: Patience;
  /** The execution that may still be running, and be paid for. */
  #running: string | null = null;
  /** A start was sent and not answered. */
  #starting = false;

  constructor(client: AthenaClient, question: Omit<AskedTwice, 'attempt'>, patience: Patience) {
    this.#client = client;
    this.#question = question;
    this.#patience = patience;
  }

  /**
   * Executes the question to its end.
   * @throws QueryFailed, QueryCancelled as Athena says; errors of the client and of the signal as they are.
   */
  async succeeded(name: string): Promise<Succeeded> {
    const begun = Date.now();
    for (let attempt = 1; ; attempt += 1) {
      const id = await this.#start(attempt);
      const { Status: status, Statistics: statistics } = await this.#settled(name, id);
      if (status?.State === 'SUCCEEDED') return { id, scannedBytes: statistics?.DataScannedInBytes ?? null };
      if (attempt < attempts && isWorthAnother(status, begun)) continue;
      const reason = reasonOfStatus(status, id);
      throw status?.State === 'FAILED' ? new QueryFailed(name, reason) : new QueryCancelled(name, reason);
    }
  }

  /** Stops what may still be running. Answers what went wrong with that, in words; null: nothing is left running. */
  async stop(): Promise<string | null> {
    if (this.#starting) return 'whether Athena started it is not known';
    if (this.#running === null) return null;
    const command = new StopQueryExecutionCommand({ QueryExecutionId: this.#running });
    try {
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(stopTime) });
      return null;
    } catch (error) {
      return `stopping ${this.#running} failed: ${errorName(error)}`;
    }
  }

  async #start(attempt: number): Promise<string> {
    const { backoff, limit } = this.#patience;
    const { workGroup, database, sql, parameters } = this.#question;
    const command = new StartQueryExecutionCommand({
      QueryString: sql,
      // Athena takes no empty list.
      ExecutionParameters: parameters.length === 0 ? undefined : [...parameters],
      QueryExecutionContext: { Database: database },
      WorkGroup: workGroup,
      ClientRequestToken: requestToken({ ...this.#question, attempt }),
      // A deadline is not judged by yesterday's answer.
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    });
    this.#starting = true;
    try {
      const { QueryExecutionId: id } = await unthrottled(
        () => this.#client.send(command, { abortSignal: limit.late }),
        backoff,
        limit.signal,
      );
      if (id === undefined) throw new OwnError('StartQueryExecution answered no QueryExecutionId');
      this.#running = id;
      this.#starting = false;
      return id;
    } catch (error) {
      if (error instanceof AthenaServiceException && error.$fault === 'client') this.#starting = false;
      throw error;
    }
  }

  /** Looks until the execution has come to an end. */
  async #settled(name: string, id: string): Promise<QueryExecution> {
    const {
      backoff,
      limit: { signal },
    } = this.#patience;
    const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
    const wait = waits(backoff);
    for (;;) {
      const { QueryExecution: execution } = await unthrottled(
        () => this.#client.send(command, { abortSignal: signal }),
        backoff,
        signal,
      );
      const state = execution?.Status?.State;
      if (state === 'QUEUED' || state === 'RUNNING') {
        await delay(wait.next().value, undefined, { signal });
        continue;
      }
      if (execution === undefined || state === undefined || !ends.includes(state)) {
        throw new QueryFailed(name, `GetQueryExecution answered the state ${String(state)}`);
      }
      this.#running = null;
      return execution;
    }
  }
}

/**
 * Whether an execution that did not succeed was that of an earlier run of the same work: with the same token Athena gives
 * its failure again for ever. One that read too much would do so again, and be paid again.
 */
function isWorthAnother(status: QueryExecutionStatus | undefined, begun: number): boolean {
  const submitted = status?.SubmissionDateTime?.getTime() ?? begun;
  return submitted < begun - earlier && !/bytes scanned/i.test(status?.StateChangeReason ?? '');
}
