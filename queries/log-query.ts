import type { AnswerColumn, Query } from './query.ts';

/** A row of an answer: a value for each of the query's columns. */
export type AnswerRow = Readonly<Record<string, string | number | boolean | null>>;

/** An answer. No rows is an answer too; a query that failed is an error, never an empty answer. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
  /** Bytes that were read for it; null where the engine does not say. */
  readonly scannedBytes: number | null;
}

/** Values for a query's placeholders by name: text, without quotes. */
export type QueryValues = Readonly<Record<string, string>>;

/** Port: asks the log. */
export interface LogQuery {
  /** @throws QueryFailed, QueryCancelled */
  ask(query: Query, values: QueryValues): Promise<Answer>;
}

/** The engine refused or could not finish a query; `reason` is its own word. */
export class QueryFailed extends Error {
  readonly reason: string;

  constructor(query: string, reason: string) {
    super(`query ${query} failed: ${reason}`);
    this.name = 'QueryFailed';
    this.reason = reason;
  }
}

/** A query was cancelled: by a person, by the byte limit of the workgroup, or because it took too long. */
export class QueryCancelled extends Error {
  readonly reason: string;

  constructor(query: string, reason: string) {
    super(`query ${query} was cancelled: ${reason}`);
    this.name = 'QueryCancelled';
    this.reason = reason;
  }
}
