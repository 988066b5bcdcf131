import type { Bar } from '../page/bars.ts';
import type { TableColumn, TableRow } from '../page/table.ts';
import type { TimelineContent } from '../page/timeline.ts';
import type { Tone } from '../page/tone.ts';
import type { Period } from './period.ts';

/** Raised when what readers of report.json rely on changes its meaning. */
export const reportVersion = 1;

/** What was read for a report. */
export interface LogRead {
  /** Where the log lies: its bucket, or the paths that were given. */
  readonly source: string;
  /** Nulls where files are not counted: in the cloud. */
  readonly files: number | null;
  readonly records: number | null;
  /** Files that could not be read and places that held no event. */
  readonly unreadable: number | null;
}

/**
 * A report: the one structure that page, CSV, JSON and Slack are made from. Times are ISO 8601 UTC, what is absent is null.
 * All text may hold what attackers wrote.
 */
export interface Report {
  readonly version: typeof reportVersion;
  /** When it was made: the only thing in it that two runs over the same log do not share. */
  readonly madeAt: string;
  readonly account: string | null;
  readonly period: Period;
  /** The period of the same length before, that news are told by. */
  readonly before: Period;
  readonly log: LogRead;
  /** What is not in the report though it should be; told in red before all else. */
  readonly troubles: readonly Trouble[];
  /** What the period before did not have. */
  readonly news: readonly News[];
  /** Whether the log holds anything of the period before: else nothing can be called new. */
  readonly beforeIsKnown: boolean;
  readonly sections: readonly ReportSection[];
}

export interface Trouble {
  readonly kind: 'query-failed' | 'no-log' | 'unreadable';
  readonly says: string;
  /** The section that tells more; null where none does. */
  readonly section: string | null;
}

export interface News {
  readonly section: string;
  readonly count: number;
  readonly says: string;
  readonly tone: Tone;
  /** The rows behind the number: a table and what its filter is set to. */
  readonly rows: RowsBehind;
}

export interface RowsBehind {
  readonly table: string;
  /** Empty: all rows. */
  readonly filter: string;
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** What was looked at, in a sentence. */
  readonly about: string;
  /** `failed` and `not-looked-at` are no answer, and nothing may be concluded from them. */
  readonly state: 'found' | 'nothing' | 'failed' | 'not-looked-at';
  /** What `nothing` means, or why there is no answer. */
  readonly says: string | null;
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
  readonly tables: readonly ReportTable[];
}

export interface Figure {
  readonly label: string;
  readonly value: number | string;
  readonly tone: Tone;
  /** Null only where there is no row behind it. */
  readonly rows: RowsBehind | null;
}

export interface ReportTable {
  /** Also the name of its CSV file. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

export type Chart =
  | { readonly kind: 'bars'; readonly caption: string; readonly bars: readonly Bar[] }
  | ({ readonly kind: 'timeline' } & TimelineContent);
