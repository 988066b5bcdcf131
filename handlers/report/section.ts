import type { Config } from '../../config/schema.ts';
import type { AnswerRow } from '../../queries/log-query.ts';
import type { Incident } from '../deadline/incident.ts';
import type { Tone } from '../page/tone.ts';
import type { Period } from './period.ts';
import type { Chart, Figure, ReportTable, Trouble } from './report.ts';

/** What a report is about, besides the log. */
export interface Scope {
  readonly config: Config;
  readonly period: Period;
  readonly before: Period;
  /** ms */
  readonly now: number;
  /** All incidents of the log, as the deadline core tells them; null where it was not asked. */
  readonly incidents: readonly Incident[] | null;
  /** eventIDs of the openings that alerts were recorded for; null where no event path runs. */
  readonly alertedOpenings: readonly string[] | null;
}

/** A question that a section needs answered. */
export interface Asking {
  /** Name of the query. */
  readonly query: string;
  /** `both`: one question over this period and the one before. */
  readonly about: 'this' | 'before' | 'both';
  /** Values of the query's own parameters, where they differ from the config's and the query's. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A question that was asked, and what came of it. */
export interface Asked {
  readonly asking: Asking;
  /** Null where it failed. */
  readonly rows: readonly AnswerRow[] | null;
  /** What the engine says of a failure. */
  readonly failure: string | null;
  readonly scannedBytes: number | null;
}

/** What a section looks at. */
export interface Material extends Scope {
  /** Whether the log holds anything of the period before. */
  readonly beforeIsKnown: boolean;
  /** The answer to one of the section's own questions; null where it failed. */
  readonly rowsOf: (asking: Asking) => readonly AnswerRow[] | null;
  /** All questions of all sections so far, in order. */
  readonly asked: readonly Asked[];
}

export interface Found {
  readonly figures: readonly Figure[];
  readonly tables: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  /** Set where there is nothing to tell: what was looked at and not found. */
  readonly nothing: string | null;
  readonly news?: readonly NewsOfSection[];
  readonly troubles?: readonly Pick<Trouble, 'kind' | 'says'>[];
}

export interface NewsOfSection {
  readonly count: number;
  readonly says: string;
  readonly tone: Tone;
  readonly table: string;
  readonly filter: string;
}

/** A part of the report: one file in sections/, and a line in sections.ts. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** What must be answered for it. If a question about this period (or both) fails, so does the section. */
  readonly asks: (scope: Scope) => readonly Asking[];
  /** Text: why it was not looked at. */
  readonly look: (material: Material) => Found | string;
}
