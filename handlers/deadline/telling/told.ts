import { z } from 'zod';
import { shortHash } from '../sessions/incidents.ts';
import { lacks, proofs, states, type AppliedWaiver } from '../verdict.ts';

/** What has been told of an incident, as the ledger keeps it. Times in ms. */
export const toldSchema = z.object({
  v: z.literal(1),
  incident: z.string(),
  /** When the incident began: the log is read from then on. */
  from: z.number(),
  exposures: z.record(
    z.string(),
    z.object({
      state: z.enum(states),
      reason: z.enum([...proofs, ...lacks]),
      deadline: z.number().nullable(),
      /** The terms that were in force when it was first told: later changes of the config close nothing. */
      terms: z.object({
        deadlineHours: z.number(),
        clock: z.enum(['session-end', 'last-read']),
        alternating: z.boolean(),
      }),
      /** The secret, and the eventID of its first read: what is looked for when the exposure is not found any more. */
      secret: z.string().optional(),
      readEvent: z.string().optional(),
      /** Which waiver was told, where one counted (`waiverMark`). */
      waiver: z.string().optional(),
      /** When it was last told that the ledger holds the read no longer. */
      lostAt: z.number().optional(),
    }),
  ),
  /** The declaration that was in force when exposures were told: what the config says later closes nothing. */
  declaration: z
    .object({ principal: z.string(), from: z.string(), to: z.string(), reason: z.string() })
    .optional(),
  /** When it was told that the config holds that declaration no longer. */
  withdrawnAt: z.number().optional(),
  /** eventIDs that close an exposure or end a session, and that the log was seen to hold. */
  checked: z.array(z.string()).optional(),
  /** Those that the ledger holds and the log does not: they close nothing. */
  doubted: z.array(z.string()).optional(),
  /** What a run set out to tell and did not note as told: it may have arrived. `run` tells that run from others. */
  begun: z.object({ run: z.string(), what: z.array(z.string()) }).optional(),
  /** When overdue secrets were last told. */
  overdueAt: z.number().nullable(),
  /** When secrets of other accounts were last told. */
  externalAt: z.number().nullable(),
  /** When the log was last asked about it. */
  askedAt: z.number().nullable(),
  /** Waivers that do not count and were told so: their exposures, authors and expiries. */
  refused: z.array(z.string()),
  /** When the evidence record was last written; it is written anew after a later change. */
  recordedAt: z.number().nullable(),
  /** Whether nothing more will be told: all replaced, and the log has had its time. */
  closed: z.boolean(),
});

/** So long after an incident's beginning the ledger keeps what was told of it, ms; then it is forgotten. */
export const toldKeptMs = 400 * 86_400_000;

/** What tells a waiver apart from an edited one. */
export function waiverMark(waiver: AppliedWaiver): string {
  return shortHash(waiver.author, waiver.expires, waiver.reason);
}
export type Told = z.output<typeof toldSchema>;
export type ToldExposure = Told['exposures'][string];
