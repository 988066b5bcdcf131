import type { Config } from '../../config/schema.ts';
import type { Admission } from '../../detections/gate/admission.ts';
import type { GlueTable, LogPlace } from '../../queries/glue-table.ts';

export interface ExpectedTrail {
  readonly arn: string;
  readonly bucket: string;
  /** Without slashes at its ends; empty: none. */
  readonly prefix: string;
  /** The organization's id where it is an organization trail. */
  readonly organization: string | null;
  /** Whether the key service's events are left out, as configured. */
  readonly kmsExcluded: boolean;
}

/** What of Glasswatch should stand where: the expectation that the account is compared with. */
export interface Deployment {
  readonly config: Config;
  readonly account: string;
  readonly homeRegion: string;
  /** Watched Regions, the home Region first. */
  readonly regions: readonly string[];
  /** Names of ours begin so. */
  readonly prefix: string;
  readonly trail: ExpectedTrail;
  /** What the rules must let in, in each watched Region and on our own bus. */
  readonly admissions: readonly Admission[];
  /** Our own bus. */
  readonly bus: string;
  readonly topics: readonly string[];
  /** By Region. */
  readonly deadLetterQueues: Readonly<Record<string, readonly string[]>>;
  readonly functions: readonly string[];
  readonly schedules: readonly string[];
  readonly log: { readonly database: string; readonly table: GlueTable; readonly place: LogPlace };
}
