import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryValues } from '../../queries/log-query.ts';

/** The first and the last of what rows have, in the order of texts. */
export interface Extent {
  readonly times: Ends;
  /** Of the folders that files lie in. */
  readonly days: Ends;
}

interface Ends {
  readonly first: string;
  readonly last: string;
}

/** How statements bound what they are about. */
const bounding = [
  'day BETWEEN ? /* from_day */ AND ? /* to_day */',
  'eventtime >= ? /* from */',
  'eventtime < ? /* to */',
];

/** A statement without its bounds. */
export function withoutBounds(sql: string): string {
  return bounding.reduce((text, bound) => text.replaceAll(bound, ''), sql);
}

/** What bounds leave of a log: the same for all that leave the same, as far as its ends tell; null where they leave out nothing. */
export function boundsWithin(
  { from = '', to = '', from_day: fromDay = '', to_day: toDay = '' }: QueryValues,
  { times, days }: Extent,
): readonly (string | null)[] {
  return [
    from <= times.first ? null : from,
    to > times.last ? null : to,
    fromDay <= days.first ? null : fromDay,
    toDay >= days.last ? null : toDay,
  ];
}

/** The extent of a table that has rows. */
export async function extentOf(connection: DuckDBConnection): Promise<Extent> {
  const reader = await connection.runAndReadAll(
    'SELECT min(eventtime), max(eventtime), min(day), max(day) FROM own, (SELECT min(day) AS day FROM partitions UNION SELECT max(day) FROM partitions)',
  );
  const [first = '', last = '', firstDay = '', lastDay = ''] = (reader.getRows()[0] ?? []).map(String);
  return { times: { first, last }, days: { first: firstDay, last: lastDay } };
}
