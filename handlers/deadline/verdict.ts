import type { Terms } from './terms.ts';

/** What can be said of an exposure (design, "The deadline"). */
export const states = [
  'overdue',
  'unresolved',
  'due-soon',
  'open',
  'rotated-late',
  'rotated',
  'waived',
] as const;
export type State = (typeof states)[number];

/** States as people are told of them: a value can be replaced without a rotation. */
export const stateWords: Readonly<Record<State, string>> = {
  overdue: 'overdue',
  unresolved: 'unresolved',
  'due-soon': 'due soon',
  open: 'open',
  'rotated-late': 'replaced late',
  rotated: 'replaced in time',
  waived: 'waived',
};

/** How many of some exposures are in which state, the worst first: `1 overdue, 2 replaced in time`. */
export function stateCounts(exposures: readonly Pick<Verdict, 'state'>[]): string {
  return states
    .map((state) => ({ state, count: exposures.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`)
    .join(', ');
}

/** What replaced the value, as the log names it. */
export const proofs = [
  'rotation-succeeded',
  'put-secret-value',
  'update-secret',
  'label-moved',
  'put-parameter',
] as const;
export type Proof = (typeof proofs)[number];

/** Why a value does not count as replaced. */
export const lacks = [
  'no-proof',
  'rotation-started',
  'rotation-failed',
  'put-by-reader',
  'author-unknown',
  'one-of-two',
  'rolled-back',
  'deleted',
  'restored',
  'external-account',
  'batch-filter',
  'path-read',
  'log-gap',
] as const;
export type Lack = (typeof lacks)[number];

/** Who did something to a secret: names for people, not keys. */
export interface Author {
  /** Session name, user name, else principalId. */
  readonly actor: string | null;
  /** ARN of the role or user, else principalId. */
  readonly principal: string | null;
}

/** A waiver that counts for an exposure. Times are ISO 8601 UTC. */
export interface AppliedWaiver {
  readonly reason: string;
  readonly author: string;
  readonly expires: string;
}

/**
 * One secret read in one incident, and what became of it as of a moment. Times are ISO 8601 UTC, what is absent is null.
 * All text may hold what attackers wrote.
 */
export interface Verdict {
  /** Its id: 16 hex digits, the same for as long as the log tells of it. */
  readonly exposure: string;
  /** The incident's id: 16 hex digits; its sessions are those of one opener with gaps under 30 minutes. */
  readonly incident: string;
  /** principalId@creationDate of the session that opened the incident; of a long-term key `principalId/key@first event`. */
  readonly session: string;
  /** All sessions of the incident that read this secret, chained ones included, in order of time. */
  readonly sessions: readonly string[];
  readonly actor: string | null;
  /** IAM ARN of the break-glass role with path; null for a user. */
  readonly role: string | null;
  /** Account and Region of the first read. */
  readonly account: string | null;
  readonly region: string | null;
  /** Full ARN if the log shows it, else the ARN without suffix; of a filter its text; of a path its ARN ending in `/*`. */
  readonly secret: string;
  readonly kind: 'secret' | 'parameter' | 'path' | 'batch';
  readonly firstRead: string;
  readonly lastRead: string;
  readonly reads: number;
  /** eventIDs of the reads, in order of time. */
  readonly readEvents: readonly string[];
  readonly terms: Terms;
  /** When the clock started or will start; null for another account's secret. */
  readonly clockStart: string | null;
  /** Whether a session that read it was still open; then clockStart and deadline are the latest possible. */
  readonly sessionOpen: boolean;
  readonly deadline: string | null;
  readonly state: State;
  readonly reason: Proof | Lack;
  readonly rotatedAt: string | null;
  /** Who put the value that counts; of a rotation, who started it where the log tells. */
  readonly rotatedBy: Author | null;
  /** Whether that was the same person under another identity, as far as names tell. */
  readonly samePerson: boolean;
  /** eventIDs that the reason rests on, in order of time. */
  readonly evidence: readonly string[];
  readonly waiver: AppliedWaiver | null;
  /** Whether nothing that CloudTrail may still deliver can change it: 24 h after the deadline. */
  readonly final: boolean;
}
