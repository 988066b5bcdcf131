import type { Config } from '../../config/schema.ts';
import type { GlueTable, LogPlace } from '../../queries/glue-table.ts';

/** A rule that should be there, as it was deployed. */
export interface ExpectedRule {
  readonly name: string;
  readonly state: string;
  readonly pattern: unknown;
}

export interface ExpectedTrail {
  readonly arn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly organization: boolean;
  /** Whether the key service's events are left out, as configured. */
  readonly kmsExcluded: boolean;
}

/** A resource of a Region. */
export interface Placed {
  readonly region: string;
  readonly name: string;
}

/** What of Glasswatch should stand where: the expectation that the account is compared with. */
export interface Deployment {
  readonly config: Config;
  readonly account: string;
  readonly homeRegion: string;
  /** Watched Regions, the home Region first; us-east-1 is always among them. */
  readonly regions: readonly string[];
  /** Names of ours begin so. */
  readonly prefix: string;
  readonly trail: ExpectedTrail;
  readonly gate: { readonly bus: string; readonly rules: readonly ExpectedRule[] };
  readonly ours: { readonly bus: string; readonly rules: readonly ExpectedRule[] };
  readonly topics: readonly string[];
  readonly deadLetterQueues: readonly Placed[];
  readonly functions: readonly Placed[];
  readonly schedules: { readonly group: string; readonly names: readonly string[] };
  readonly log: { readonly database: string; readonly table: GlueTable; readonly place: LogPlace };
}
