import type { Config } from '../../../config/schema.ts';
import type { Interval } from '../ports.ts';
import type { Declaration } from '../incident.ts';
import { shortHash } from '../sessions/incidents.ts';
import type { Told } from '../telling/told.ts';

/** No session of a role lasts longer, ms: one that was made before an interval, or chained in it, reaches so far beyond. */
const longestSessionMs = 12 * 3_600_000;

/**
 * The declarations that incidents are judged by: those that told exposures rest on before the config's, so that taking one out
 * of the config, or narrowing it, closes nothing. One that the config now holds wider is the config's.
 */
export function lastingDeclarations(
  { declaredIncidents }: Pick<Config, 'declaredIncidents'>,
  told: readonly Told[],
): Declaration[] {
  const kept = told.flatMap(({ closed, declaration }) => (closed ? [] : (declaration ?? [])));
  const open = kept.filter((one) => !isDeclared(one, declaredIncidents));
  const once = new Map(open.map((one) => [JSON.stringify(one), one]));
  return [...once.values(), ...declaredIncidents];
}

/** Whether a declaration, or one that holds all of it, is among some. */
export function isDeclared({ principal, from, to }: Declaration, among: readonly Declaration[]): boolean {
  return among.some((one) => {
    const within = Date.parse(one.from) <= Date.parse(from) && Date.parse(to) <= Date.parse(one.to);
    return one.principal === principal && within;
  });
}

/** Whether the log is still to be looked at for a declaration. */
export function isUnseen({ principal, from, to }: Declaration, told: readonly Told[]): boolean {
  return !told.some(({ incident }) => incident === markOf(principal, from, to));
}

function markOf(principal: string, from: string, to: string): string {
  return shortHash('declared', principal, from, to);
}

/** Declared incidents whose log is to be looked at, each with the mark that it has been, once its time is over. */
export function declaredIntervals(
  { declaredIncidents }: Pick<Config, 'declaredIncidents'>,
  told: readonly Told[],
  now: number,
): { declaration: Declaration; marker: Told | null; interval: Interval }[] {
  return declaredIncidents.flatMap((declaration) => {
    const { principal, from, to } = declaration;
    if (!isUnseen(declaration, told)) return [];
    const incident = markOf(principal, from, to);
    const end = Date.parse(to) + longestSessionMs;
    const interval = { from: Date.parse(from) - longestSessionMs, to: Math.min(end, now) + 1 };
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
    return Date.parse(from) > now ? [] : [{ declaration, marker: end < now ? marker : null, interval }];
  });
}
