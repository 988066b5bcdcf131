import type { AskedRows } from './asked-rows.ts';
import { rowOf, type LogRow, type Partition, type WantedColumns } from '../../queries/row.ts';

/** The columns of what each record has of its own, and of where it lies; all others are of what records have in common. */
const ownColumns: readonly string[] = ['eventid', 'eventtime', 'region', 'day'];

export function isOwnColumn(name: string): boolean {
  return ownColumns.includes(name);
}

/** Whether rows of these columns have anything in common, or are told from others by that. */
export function hasCommon({ columns, others }: Pick<AskedRows, 'columns' | 'others'>): boolean {
  return others || !columns.every(isOwnColumn);
}

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
    ? rowOf(wellFormed(record) as Record<string, unknown>, wellFormed(partition) as Partition, wanted)
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

/** What a record has of its own, as one JSON object. `eventID` and `eventTime` are JSON. */
export function ownLine(
  common: number | null,
  partition: number,
  eventID: string,
  eventTime: string,
): string {
  return `{"common":${common},"partition":${partition},"eventid":${eventID},"eventtime":${eventTime}}\n`;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Cs}/gu, '\u{fffd}');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key) as string, wellFormed(inner)]),
  );
}
