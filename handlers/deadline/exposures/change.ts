import type { FactCaller, Step } from '../facts/fact.ts';

/** One step in the life of a secret's value. */
export interface Change {
  readonly step: Step;
  /** ARN of what it happened to: another Region's where it is `elsewhere`. */
  readonly arn: string;
  /** ms */
  readonly at: number;
  readonly eventID: string;
  readonly version: string | null;
  readonly by: FactCaller;
  /** Whether a session of the incident did it. */
  readonly byReader: boolean;
  /** Whether it happened to the primary (or another replica) of the replica that was read. */
  readonly elsewhere: boolean;
  /** Of `version-seen`: whether AWSCURRENT names the version. */
  readonly current: boolean;
}

/** Within one second a rotation is asked for, begins, does its work, and ends. */
const ranks: Partial<Record<Step, number>> = {
  requested: 0,
  started: 1,
  succeeded: 3,
  failed: 3,
  replicated: 4,
};

export function byTime(a: Change, b: Change): number {
  return a.at - b.at || (ranks[a.step] ?? 2) - (ranks[b.step] ?? 2) || (a.eventID < b.eventID ? -1 : 1);
}
