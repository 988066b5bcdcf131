import type { Severity } from '../../config/severity.ts';
import type { Fields } from './event-builders.ts';

/** An event that a detection must match. */
export interface Truth {
  /** A sentence: what happens. */
  readonly name: string;
  readonly event: Fields;
  /** What was seen earlier, in order. */
  readonly before?: readonly Fields[];
  readonly target: string | null;
  /** Only where it differs from the detection's own. */
  readonly severity?: Severity;
  /** Set where an earlier event has told the same already: grouped, it is counted instead of told. */
  readonly repeats?: true;
  /** A part of the title that the truth is about. */
  readonly says?: string;
}

/** A truth of which one field is changed, or what was seen before it; the detection must not match it. */
export type NearMiss = { readonly name: string; readonly of: string } & (
  | {
      /** The path of the one field that is changed. */
      readonly set: readonly [string, ...string[]];
      /** Its new value; undefined: the field is absent. */
      readonly to: unknown;
    }
  | { readonly before: readonly Fields[] }
);

/** The cases beside a detection, the default export of `test/detections/<id>.events.ts`. */
export interface DetectionCases {
  readonly config: Fields;
  readonly truths: readonly Truth[];
  readonly nearMisses: readonly NearMiss[];
  /**
   * Mutants that no event can tell from the detection, as the mutants test names them, each with its reason: conditions
   * that keep the volume at the gate down, though `confirm` would turn the same events away.
   */
  readonly equivalent?: Readonly<Record<string, string>>;
}
