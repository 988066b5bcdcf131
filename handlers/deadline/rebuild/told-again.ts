import type { Told, ToldExposure } from '../telling/told.ts';
import type { KeptTelling } from './kept-telling.ts';

/** When evidence records were written, by incident, ms. */
export type RecordedAt = ReadonlyMap<string, number>;

/**
 * What had been told of each incident, out of what the evidence keeps. The last telling counts, but for terms: those that an
 * exposure was told with first stay, so that nobody loosens them by deleting the ledger.
 */
export function toldAgain(kept: readonly KeptTelling[], recordedAt: RecordedAt): Told[] {
  const inOrder = [...kept].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const terms = new Map<string, ToldExposure['terms']>();
  const told = new Map<string, Told>();
  const refused = new Map<string, Set<string>>();
  for (const { told: one, formerIds } of inOrder) {
    for (const [id, exposure] of Object.entries(one.exposures)) {
      if (!terms.has(id)) terms.set(id, exposure.terms);
    }
    const before = told.get(one.incident);
    const all = refused.get(one.incident) ?? new Set<string>();
    for (const refusal of one.refused) all.add(refusal);
    refused.set(one.incident, all);
    told.set(one.incident, { ...one, askedAt: latest(one.askedAt, before?.askedAt) });
    for (const former of formerIds) told.delete(former);
  }
  return [...told.values()].map((one) => ({
    ...one,
    exposures: Object.fromEntries(
      Object.entries(one.exposures).map(([id, exposure]) => [
        id,
        { ...exposure, terms: terms.get(id) ?? exposure.terms },
      ]),
    ),
    refused: [...(refused.get(one.incident) ?? [])],
    recordedAt: latest(one.recordedAt, recordedAt.get(one.incident)),
  }));
}

function latest(a: number | null, b: number | null | undefined): number | null {
  return a === null || b == null ? (a ?? b ?? null) : Math.max(a, b);
}
