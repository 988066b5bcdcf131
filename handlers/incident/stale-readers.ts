import { z } from 'zod';
import type { Incident } from '../deadline/incident.ts';
import { afterSecondOf, type Ask } from './ask.ts';

/** Someone else who read a secret of the incident and has not read it again since its value was replaced. */
export interface StaleReader {
  readonly secret: string;
  readonly principal: string | null;
  readonly account: string | null;
  readonly lastRead: string;
  readonly reads: number;
  readonly replacedAt: string;
}

const staleReaderRow = z
  .object({
    secret: z.string(),
    principal: z.string().nullable(),
    account: z.string().nullable(),
    last_read: z.string(),
    reads: z.number(),
    replaced_at: z.string(),
  })
  .transform((row): StaleReader => ({
    secret: row.secret,
    principal: row.principal,
    account: row.account,
    lastRead: row.last_read,
    reads: row.reads,
    replacedAt: row.replaced_at,
  }));

/** How far before the incident readers are looked for, days: each costs reading a day's log. */
export const readerDays = 30;
const dayMs = 86_400_000;

/** Who else may hold an old value of a secret that the incident read, as of `now` (ms). */
export async function staleReadersOf(incident: Incident, now: number, ask: Ask): Promise<StaleReader[]> {
  const secrets = new Set(incident.exposures.map(({ secret }) => secret));
  if (secrets.size === 0) return [];
  const own = new Set(incident.sessions.map(({ principal }) => principal));
  const from = Date.parse(incident.from) - readerDays * dayMs;
  // One question for all secrets: each would read the same days again.
  const rows = await ask('stale-readers', { from, to: afterSecondOf(now) });
  return rows
    .map((row) => staleReaderRow.parse(row))
    .filter(({ secret, principal }) => secrets.has(secret) && !own.has(principal));
}
