import type { Incident } from '../deadline/incident.ts';
import type { State } from '../deadline/verdict.ts';
import type { Period } from './period.ts';

const settled: ReadonlySet<State> = new Set<State>(['rotated', 'rotated-late', 'waived']);

/** Incidents that touch a period, and earlier ones of which an exposure is not settled; in order of time. */
export function incidentsAbout(incidents: readonly Incident[], { from, to }: Period): readonly Incident[] {
  return incidents
    .filter(
      (incident) =>
        Date.parse(incident.from) < Date.parse(to) &&
        (Date.parse(incident.to) >= Date.parse(from) ||
          incident.exposures.some(({ state }) => !settled.has(state))),
    )
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.incident < b.incident ? -1 : 1));
}
