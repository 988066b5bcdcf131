import type { LogQuery } from '../../queries/log-query.ts';
import { spanOf, type Span } from '../../queries/span.ts';
import type { Period } from '../../handlers/report/period.ts';
import { queryNamed } from '../../handlers/report/columns.ts';
import { partitionOfPath } from '../log-table/log-partition.ts';

const dayMs = 86_400_000;
/** What a report is about where nothing else is asked for: this many days, the last of them the last of the log. */
const usualDays = 7;

/** What the user asked for, as instants in ms; null: as the log has it. */
export interface AskedPeriod {
  readonly from: number | null;
  readonly to: number | null;
}

/** Reads `--from` and `--to`. @throws RangeError that says what was expected. */
export function askedPeriod(from: string | undefined, to: string | undefined): AskedPeriod {
  const span = spanOf(from, to);
  return {
    from: from === undefined ? null : Date.parse(span.from),
    to: to === undefined ? null : Date.parse(span.to),
  };
}

/**
 * The days whose files are read: those of the period and of the one before it, as far as paths in CloudTrail's layout tell
 * where the log ends. A file outside of the layout may hold any day, so that all are read.
 */
export function spanToRead({ from, to }: AskedPeriod, paths: readonly string[]): Span {
  const days = paths.map((path) => partitionOfPath(path)?.day ?? null);
  const end = to ?? endOfLog(days);
  if (end === null) return spanOf(undefined, undefined);
  const start = from ?? end - usualDays * dayMs;
  // A file lies in the folder of the day of its delivery: the log may end a day before its last folder.
  const margin = from === null && to === null ? dayMs : 0;
  const first = start >= end ? start : start - (end - start);
  return spanOf(isoOf(first - margin), isoOf(Math.max(end, start + dayMs)));
}

function endOfLog(days: readonly (string | null)[]): number | null {
  const known = days.filter((day) => day !== null).toSorted();
  const last = known.at(-1);
  if (last === undefined || known.length < days.length) return null;
  return Date.parse(last.replaceAll('/', '-')) + dayMs;
}

/**
 * The period of the report: as asked; where no end was, to the end of the log's last day; where no beginning was, the last
 * seven days that the log has, or as many as it has. Null where the log holds nothing to tell it by.
 */
export async function reportPeriod({ from, to }: AskedPeriod, log: LogQuery): Promise<Period | null> {
  if (from !== null && to !== null) return { from: isoOf(from), to: isoOf(to) };
  const days = (await daysHeld(log)).filter((day) => to === null || day < to);
  const last = days.at(-1);
  if (to === null && last === undefined) return null;
  const end = to ?? (last ?? 0) + dayMs;
  const earliest = end - usualDays * dayMs;
  const start = from ?? days.find((day) => day >= earliest) ?? earliest;
  return start < end ? { from: isoOf(start), to: isoOf(end) } : null;
}

/** Midnights (ms) of the days of which the log holds any record, in order. */
async function daysHeld(log: LogQuery): Promise<readonly number[]> {
  const { from, to, fromDay, toDay } = spanOf(undefined, undefined);
  const values = { from, to, from_day: fromDay, to_day: toDay, region: '%' };
  const { rows } = await log.ask(queryNamed('records-per-day'), values);
  const held = rows.filter(({ records }) => Number(records) > 0).map(({ day }) => Date.parse(String(day)));
  return [...new Set(held)].filter((day) => !Number.isNaN(day)).toSorted((a, b) => a - b);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
