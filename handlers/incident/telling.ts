import type { Severity } from '../../config/severity.ts';

/** Something that people were told about an event. */
export interface Telling {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly eventID: string;
  readonly detection: string;
  readonly severity: Severity;
  /** The alert's headline; may hold what attackers wrote. */
  readonly what: string;
  /** Whether MFA stood behind the call; null where the record does not say. */
  readonly mfa: boolean | null;
}

/** How it is known what was told: `ledger` (it was delivered), `replay` (the alert core says what it tells of the log). */
export type TellingBasis = 'ledger' | 'replay';
