import { z } from 'zod';
import { severities } from '../../config/severity.ts';

/** Something that people were told about an event. */
export const tellingSchema = z
  .object({
    /** ISO 8601 UTC. */
    at: z.string(),
    eventID: z.string(),
    detection: z.string(),
    severity: z.enum(severities),
    /** The alert's headline; may hold what attackers wrote. */
    what: z.string(),
    /** Whether MFA stood behind the call; null where the record does not say. */
    mfa: z.boolean().nullable(),
  })
  .readonly();
export type Telling = z.output<typeof tellingSchema>;

/** How it is known what was told: `ledger` (it was delivered), `replay` (the alert core says what it tells of the log). */
export type TellingBasis = 'ledger' | 'replay';
