import type { LogQuery } from '../../queries/log-query.ts';
import type { CanaryLog } from './canary-log.ts';

/** A trail as CloudTrail tells it. */
export interface TrailState {
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly globalServiceEvents: boolean;
  readonly fileValidation: boolean;
  readonly organization: boolean;
  readonly bucket: string;
  /** Without slashes at its ends; empty: none. */
  readonly prefix: string;
  readonly logging: boolean;
  /** Since when it logs, ms; null where CloudTrail does not say. */
  readonly loggingSince: number | null;
  /** Why the last delivery of logs or digests failed; null: it did not. */
  readonly deliveryError: string | null;
  /** Its event selectors, basic or advanced, keys as CloudTrail records them; none: all management events. */
  readonly selectors: readonly unknown[];
}

/** A rule of EventBridge. */
export interface RuleState {
  readonly name: string;
  readonly state: string;
  /** As JSON text; null: a rule with a schedule. */
  readonly pattern: string | null;
  readonly targets: readonly string[];
}

export interface SubscriptionState {
  readonly protocol: string;
  readonly confirmed: boolean;
}

export interface FunctionState {
  /** `Active` when it can run. */
  readonly state: string;
  /** Null: no reservation. 0: it can never run. */
  readonly reservedConcurrency: number | null;
  /** Invocations that failed in the last 24 hours. */
  readonly errors: number;
}

export interface TableState {
  readonly location: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Names. */
  readonly columns: readonly string[];
}

/** An object of the log's bucket. */
export interface StoredObject {
  readonly key: string;
}

/** What a webhook answered; null status: nothing came back. */
export interface WebhookAnswer {
  readonly status: number | null;
  /** Slack's word for it, such as `no_text`. */
  readonly code: string;
}

/** Ports of the checkup. What is not there is null; what could not be looked at is an Unseen. */
export interface CheckupPorts {
  readonly trails: { trail(arn: string): Promise<TrailState | null> };
  readonly rules: {
    /** Rules of a bus whose names begin so, in no order. Null: there is no such bus. */
    rules(region: string, bus: string, prefix: string): Promise<readonly RuleState[] | null>;
  };
  readonly topics: {
    subscriptions(region: string, topicArn: string): Promise<readonly SubscriptionState[] | null>;
  };
  readonly queues: {
    /** Messages that wait in a queue, those in flight included. */
    messages(region: string, queue: string): Promise<number | null>;
  };
  readonly schedules: { state(region: string, group: string, schedule: string): Promise<string | null> };
  readonly functions: {
    /** `since`: from when on errors are counted, ms. */
    state(region: string, name: string, since: number): Promise<FunctionState | null>;
  };
  readonly tables: { table(region: string, database: string, table: string): Promise<TableState | null> };
  readonly objects: {
    /** Objects whose keys begin so, in order of key, at most `most` (up to 1,000). */
    list(bucket: string, prefix: string, most: number): Promise<readonly StoredObject[]>;
    /** An object's bytes as they lie there. */
    read(bucket: string, key: string): Promise<Uint8Array>;
  };
  /** Null: no webhook is configured. */
  readonly webhook: { probe(): Promise<WebhookAnswer> } | null;
  readonly events: {
    /** Whether CloudTrail's event history (90 days) of a Region has any event about a resource of this name. */
    any(region: string, resource: string): Promise<boolean>;
  };
  readonly log: LogQuery;
  readonly canaries: CanaryLog;
}
