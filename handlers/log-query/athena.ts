import { AthenaServiceException, type AthenaClient } from '@aws-sdk/client-athena';
import { QueryCancelled, QueryFailed, type LogQuery } from '../../queries/log-query.ts';
import { readAnswer } from './athena-answer.ts';
import { AthenaExecution } from './athena-execution.ts';
import { reasonOfError } from './athena-reason.ts';
import type { Backoff } from './backoff.ts';
import { executionParameters } from './execution-parameters.ts';
import { timeLimit } from './time-limit.ts';

export interface AthenaOptions {
  readonly client: AthenaClient;
  readonly workGroup: string;
  readonly database: string;
  /**
   * What all retries of one piece of work have in common, and no other piece: the id of the event or the scheduled time
   * that a handler was started by. The same question on the same occasion is executed, and paid for, once.
   */
  readonly occasion: string;
  /** How long an answer may take, ms; then the query is stopped, which may take some seconds more. */
  readonly limit: number;
  /** Ends every asking early. */
  readonly signal?: AbortSignal;
  readonly backoff?: Backoff;
}

const usual: Backoff = { first: 200, longest: 5_000 };

/** Asks the log with Athena. */
export function athenaLogQuery(options: AthenaOptions): LogQuery {
  const { client, workGroup, database, occasion, backoff = usual } = options;
  return {
    ask: async (query, values) => {
      const parameters = executionParameters(query, values);
      const limit = timeLimit(options.limit, options.signal ?? null);
      const { signal } = limit;
      const question = { occasion, workGroup, database, sql: query.sql, parameters };
      const execution = new AthenaExecution(client, question, { backoff, limit });
      try {
        signal.throwIfAborted();
        const { id, scannedBytes } = await execution.succeeded(query.name);
        return await readAnswer(query, { client, id, scannedBytes, backoff, signal });
      } catch (error) {
        const stopped = await execution.stop();
        if (error instanceof QueryFailed || error instanceof QueryCancelled) throw error;
        const reasons = signal.aborted
          ? [limit.reason(), ...(error instanceof AthenaServiceException ? [reasonOfError(error)] : [])]
          : [reasonOfError(error)];
        if (stopped !== null) reasons.push(stopped);
        const reason = reasons.join('; ');
        throw signal.aborted ? new QueryCancelled(query.name, reason) : new QueryFailed(query.name, reason);
      } finally {
        limit.release();
      }
    },
  };
}
