import type { Config } from '../../../config/schema.ts';
import type { Interval } from '../ports.ts';
import { shortHash } from '../sessions/incidents.ts';
import type { Told } from '../telling/told.ts';

/** Declared incidents whose log is to be looked at, each with the mark that it has been, once its time is over. */
export function declaredIntervals(
  { declaredIncidents }: Pick<Config, 'declaredIncidents'>,
  told: readonly Told[],
  now: number,
): { marker: Told | null; interval: Interval }[] {
  return declaredIncidents.flatMap(({ principal, from, to }) => {
    const incident = shortHash('declared', principal, from, to);
    if (told.some((one) => one.incident === incident)) return [];
    const interval = { from: Date.parse(from), to: Math.min(Date.parse(to), now) + 1 };
    const marker: Told = {
      v: 1,
      incident,
      from: interval.from,
      exposures: {},
      overdueAt: null,
      externalAt: null,
      askedAt: now,
      refused: [],
      recordedAt: null,
      // Nothing is told under this id: what is found is an incident of its own.
      closed: true,
    };
    return Date.parse(from) > now ? [] : [{ marker: Date.parse(to) < now ? marker : null, interval }];
  });
}
