import { createHash } from 'node:crypto';

/** All that makes two questions the same one. */
export interface AskedTwice {
  readonly occasion: string;
  readonly workGroup: string;
  readonly database: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  /** Counts anew after an execution that failed: its token only ever gives that failure again. */
  readonly attempt: number;
}

/** The ClientRequestToken: 64 hex digits, the same for the same question on the same occasion. */
export function requestToken({
  occasion,
  workGroup,
  database,
  sql,
  parameters,
  attempt,
}: AskedTwice): string {
  // As JSON, so that no part can run into the next.
  const whole = JSON.stringify([occasion, workGroup, database, sql, parameters, attempt]);
  return createHash('sha256').update(whole).digest('hex');
}
