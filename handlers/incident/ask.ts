import type { AnswerRow, LogQuery, QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import { spanOf } from '../../queries/span.ts';
import { iso } from '../deadline/iso.ts';

/** The time that a question is about, in ms; `to` is excluded. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Puts a question to the log for a window of time; parameters that are not given have the values that the query says. */
export type Ask = (name: string, window: Window, values?: QueryValues) => Promise<readonly AnswerRow[]>;

/** Asks a log with the questions that there are, in all Regions. @throws QueryFailed, QueryCancelled */
export function askingOf(log: LogQuery, queries: readonly Query[]): Ask {
  return async (name, window, values = {}) => {
    const query = queries.find((one) => one.name === name);
    if (query === undefined) throw new Error(`there is no query ${name}`);
    const span = spanOf(iso(window.from), iso(window.to));
    const days = { from: span.from, to: span.to, from_day: span.fromDay, to_day: span.toDay, region: '%' };
    const otherwise = Object.fromEntries(query.parameters.map((one) => [one.name, one.otherwise]));
    return (await log.ask(query, { ...days, ...otherwise, ...values })).rows;
  };
}

/** The excluded end (ms) of a window in which the second of an instant still lies: CloudTrail's times are whole seconds. */
export function afterSecondOf(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000 + 1_000;
}
