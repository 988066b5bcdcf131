import { rowOf, type LogRow, type Partition, type WantedColumns } from '../../queries/row.ts';

/**
 * A record as a row for DuckDB's JSON reader, which refuses a whole log for one half of a surrogate pair: such halves,
 * which no valid text has, become U+FFFD as everywhere in UTF-8.
 */
export function harmlessRow(
  record: Record<string, unknown>,
  partition: Partition,
  wanted: WantedColumns,
): LogRow {
  const row = rowOf(record, partition, wanted);
  return JSON.stringify(row).includes('\\ud')
    ? rowOf(wellFormed(record) as Record<string, unknown>, partition, wanted)
    : row;
}

/** What a row holds but for what it has of its own, as members of a JSON object: each begins with a comma. */
export function commonMembers({
  eventid: _id,
  eventtime: _time,
  region: _region,
  day: _day,
  ...rest
}: LogRow): string {
  const json = JSON.stringify(rest);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}

/** A row as one JSON object. `common` is what `commonMembers` gives. */
export function rowLine(
  eventID: unknown,
  eventTime: unknown,
  { region, day }: Partition,
  common: string,
): string {
  const own = JSON.stringify({ eventid: eventID, eventtime: eventTime, region, day });
  return `${own.slice(0, -1)}${common}}\n`;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Cs}/gu, '\u{fffd}');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key) as string, wellFormed(inner)]),
  );
}
