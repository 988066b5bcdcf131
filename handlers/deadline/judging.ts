import type { Config } from '../../config/schema.ts';
import type { Coverage } from './exposures/log-gap.ts';
import type { Terms } from './terms.ts';
import type { Waiver } from './waiver.ts';

/** What verdicts depend on beside the log. */
export interface Judging {
  readonly config: Pick<Config, 'deadlineHours' | 'clock' | 'alternatingUsers' | 'declaredIncidents'>;
  /** ms; records later than it must not be in the book. */
  readonly now: number;
  readonly waivers: readonly Waiver[];
  /** Which hours of which Region the log holds. */
  readonly coverage: Coverage;
  /** Terms frozen when an exposure was first told, by its id. Without: those of the config. */
  readonly frozen?: ReadonlyMap<string, Terms>;
}
