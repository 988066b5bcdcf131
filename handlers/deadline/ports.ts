import type { Config } from '../../config/schema.ts';
import type { Clock } from '../alert/ports.ts';
import type { Notice } from '../alert/render/notice.ts';
import type { Telling } from '../incident/telling.ts';
import type { Coverage } from './exposures/log-gap.ts';
import type { Fact } from './facts/fact.ts';
import type { Incident } from './incident.ts';
import type { FactStore, ToldStore } from './ledger/ports.ts';

/** An interval of time, ms; `from` included, `to` excluded. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Port: the log, slower than the events and complete. Fails loudly: an error is never an empty answer. */
export interface DeadlineLog {
  facts(interval: Interval): Promise<Fact[]>;
  coverage(interval: Interval): Promise<Coverage>;
}

/** One version of a secret, as Secrets Manager lists it. */
export interface SecretVersion {
  readonly versionId: string;
  /** ms */
  readonly createdAt: number;
  /** Whether AWSCURRENT names it. */
  readonly current: boolean;
}

/** Port: the versions of a secret, asked live; null where they cannot be told. */
export interface VersionDirectory {
  versionsOf(secretArn: string): Promise<readonly SecretVersion[] | null>;
}

/** A waiver as its parameter holds it; who put it is CloudTrail's to tell. */
export interface WaiverParameter {
  readonly exposure: string;
  readonly reason: string;
  readonly expires: string;
  /** ARN of the parameter. */
  readonly parameter: string;
  /** When it was last put, as Parameter Store tells, ms. */
  readonly changedAt: number;
}

/** Port: the waivers in Parameter Store. One that cannot be read is left out and told by the adapter. */
export interface WaiverSource {
  all(): Promise<readonly WaiverParameter[]>;
}

/** Port: what the evidence bucket keeps. */
export interface KeptEvidence {
  /** The keys that begin so, in order of their characters. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Null where it is no JSON. */
  read(key: string): Promise<unknown>;
}

/** Port: where terms, tellings and records are kept for auditors. Keys are the same for the same thing. */
export interface EvidenceStore extends KeptEvidence {
  put(key: string, value: unknown): Promise<void>;
}

export interface DeadlinePorts {
  readonly config: Config;
  readonly facts: FactStore;
  readonly told: ToldStore;
  readonly log: DeadlineLog;
  readonly versions: VersionDirectory;
  readonly waivers: WaiverSource;
  readonly notifier: { notice(notice: Notice): Promise<void> };
  readonly evidence: EvidenceStore;
  /** The alerts delivered since an incident began. */
  readonly alertsTold: (incident: Incident) => Promise<readonly Telling[]>;
  /** Writes the evidence record and the report of an incident that nothing can change any more; answers the record's SHA-256. */
  readonly record: (incident: Incident) => Promise<string>;
  /** What else belongs to a run: last words of groups, and hourly the openings that the event path missed. */
  readonly besides: readonly {
    readonly what: string;
    readonly hourly: boolean;
    readonly run: () => Promise<void>;
  }[];
  /** Told of the verdicts of each run, for metrics. */
  readonly judged: (incidents: readonly Incident[]) => void;
  readonly clock: Clock;
  /** Told of what failed on the way; the error's own words may quote what they were about. */
  readonly failed: (what: string, error: unknown) => void;
}
