import type { FactCaller } from '../facts/fact.ts';
import type { Proof } from '../verdict.ts';

/** A version of a value, as the log shows that it was made. `at` in ms. */
export interface Version {
  readonly at: number;
  readonly byReader: boolean;
  readonly known: boolean;
  /** Whether AWSCURRENT ever named it. */
  readonly wasCurrent: boolean;
}

/** A rotation that has begun and not ended; `version` is the one it was asked to make. `at` in ms. */
export interface Rotation {
  readonly at: number;
  readonly by: FactCaller | null;
  readonly version: string | null;
  /** Whether its RotationStarted was seen: a second one begins another rotation. */
  readonly started: boolean;
  readonly events: readonly string[];
}

/** A value that came to be current and counts. `at` in ms. */
export interface Replacement {
  readonly at: number;
  readonly proof: Proof;
  readonly by: FactCaller | null;
  readonly version: string | null;
  readonly events: readonly string[];
}
