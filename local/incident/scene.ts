import type { Random } from './random.ts';
import type { CloudTrailRecord } from './record.ts';
import type { Moment } from './calls.ts';

export type Severity = 'critical' | 'high' | 'medium';

/** What the watcher is expected to make of one event. */
export interface Expectation {
  /** The detection that speaks. */
  readonly detection: string;
  /** The others that match. */
  readonly also?: readonly string[];
  readonly severity: Severity;
  readonly actor: string | null;
  readonly target: string;
  /** Events of the same detection and kind are counted together. Openings are kinds of their own. */
  readonly kind: string;
  /** An opening is told once, however many events it has. */
  readonly opening?: true;
}

/** One event of the script. */
export interface ScriptedEvent {
  readonly time: number;
  readonly region: string;
  readonly record: CloudTrailRecord;
  /** In words, for the timeline. */
  readonly what: string;
  /** Null: nothing is expected of it. */
  readonly expect: Expectation | null;
}

/** What must be said of one secret at the end of the day. Times are times of day. */
export interface Verdict {
  readonly actor: string;
  readonly role: string;
  readonly secret: string;
  readonly firstRead: string;
  readonly lastRead: string;
  readonly reads: number;
  readonly deadline: string;
  readonly state: 'rotated' | 'rotated-late' | 'overdue';
  readonly reason: string;
  readonly rotatedAt: string | null;
}

/** A row that the report of cross-account reads must have. Times are times of day. */
export interface CrossAccountRead {
  readonly caller: string;
  readonly owner: string;
  readonly principal: string;
  readonly secret: string;
  readonly reads: number;
  readonly firstRead: string;
  readonly lastRead: string;
  readonly trusted: boolean;
}

/** The stage that a scene plays on. */
export interface Stage {
  readonly random: Random;
  /** A moment in the home Region, or in another. */
  at(clock: string, region?: string): Moment;
  /** Adds an event to the script. */
  add(at: Moment, record: CloudTrailRecord, what: string, expect?: Expectation): void;
}
