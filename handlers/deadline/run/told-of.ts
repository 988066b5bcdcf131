import type { Incident } from '../incident.ts';
import type { Told } from '../telling/told.ts';

/**
 * Whether all facts of an incident were gathered (since `whole`, ms). Of one that began before, and is no longer open, only
 * the end was: it has had its last word. One that began since is closed only once nothing can change it, whatever the ledger
 * says. A declared one is looked for from its own beginning, whenever its session began.
 */
export function isWhole(incident: Incident, told: readonly Told[], whole: number): boolean {
  const before = toldOf(incident, told);
  const isGathered = Date.parse(incident.from) >= whole;
  if (before?.closed === true) return isGathered && incident.exposures.some((one) => !one.final);
  return before !== null || incident.declaration !== null || isGathered;
}

/** What was told of an incident, under its id or under one that it had before. */
export function toldOf({ incident, formerIds }: Incident, all: readonly Told[]): Told | null {
  const own = all.find((one) => one.incident === incident);
  return own ?? all.find((one) => formerIds.includes(one.incident)) ?? null;
}
