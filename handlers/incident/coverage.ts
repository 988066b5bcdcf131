import { z } from 'zod';
import type { Incident } from '../deadline/incident.ts';
import { afterSecondOf, type Ask } from './ask.ts';

/** What the log holds of the days of an incident. */
export interface Coverage {
  /** Regions that have any record, in alphabetical order. */
  readonly regions: readonly string[];
  /** Watched Regions that have none. */
  readonly silentRegions: readonly string[];
  /** Days without any record in a Region, both ends included, `yyyy-mm-dd`. */
  readonly gaps: readonly { readonly region: string; readonly from: string; readonly to: string }[];
}

const dayRow = z.object({ region: z.string(), day: z.string(), last_day: z.string(), gap: z.boolean() });
const dayMs = 86_400_000;

/** Looks for Regions and days without records, from the day of the incident's first event until `now` (ms). */
export async function coverageOf(
  incident: Incident,
  watchedRegions: readonly string[],
  now: number,
  ask: Ask,
): Promise<Coverage> {
  const from = dayStart(Date.parse(incident.from));
  const days = (await ask('records-per-day', { from, to: afterSecondOf(now) })).map((row) =>
    dayRow.parse(row),
  );
  const regions = [...new Set(days.map(({ region }) => region))].sort();
  return {
    regions,
    silentRegions: watchedRegions.filter((region) => !regions.includes(region)),
    gaps: days
      .filter(({ gap }) => gap)
      .map(({ region, day, last_day }) => ({ region, from: day, to: last_day })),
  };
}

function dayStart(ms: number): number {
  return ms - (ms % dayMs);
}
