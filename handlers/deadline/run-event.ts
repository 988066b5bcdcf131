import { z } from 'zod';

/**
 * What a run is started with: `discover` looks through the last hours of the log; by itself once an hour. `compare` compares
 * what the ledger says was told with the evidence; by itself once a day. `rebuild` rebuilds the ledger instead, from the log
 * since a moment and from the evidence.
 */
export const runEvent = z.object({
  discover: z.boolean().optional(),
  compare: z.boolean().optional(),
  rebuild: z.object({ from: z.union([z.iso.date(), z.iso.datetime()]).optional() }).optional(),
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everyMs = 15 * 60_000;

/** Whether a run at a moment (ms) is the first of its hour: one of those that come every 15 minutes always is. */
export function isFirstOfHour(now: number): boolean {
  return now % hourMs < everyMs;
}

/** The same of its day (UTC). */
export function isFirstOfDay(now: number): boolean {
  return now % dayMs < everyMs;
}
