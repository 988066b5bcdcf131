import type { KeptEvidence } from '../ports.ts';
import { toldKeptMs, type Told } from '../telling/told.ts';
import { keptTellingSchema } from './kept-telling.ts';
import { keptState, saysTheSame, type KeptState } from './kept-told.ts';

/** An incident of which the ledger does not hold what was told. */
export interface Difference {
  /** `deleted`: the ledger holds nothing of it. `edited`: something else. */
  readonly how: 'deleted' | 'edited';
  /** What the evidence keeps as told. */
  readonly kept: Told;
  /** What the ledger holds; null: nothing. */
  readonly standing: Told | null;
}

const dayMs = 86_400_000;

/**
 * What of the evidence the ledger holds no longer, or otherwise: of the incidents that are open in the ledger, or of all but
 * those that it has forgotten by age. It holds what it was last known to hold, or what a function was about to write then or
 * since. `standing`: all that the ledger holds, read before this is asked. `unreadable` is told of each key that holds no
 * telling. `now` in ms.
 */
export async function differencesFromEvidence(
  evidence: KeptEvidence,
  standing: readonly Told[],
  { which, now, unreadable }: { which: 'open' | 'all'; now: number; unreadable: (key: string) => void },
): Promise<Difference[]> {
  const held = new Map(standing.map((one) => [one.incident, one]));
  const open = standing.filter(({ closed }) => !closed).map(({ incident }) => `tellings/${incident}/`);
  const keys: string[] = [];
  for (const prefix of which === 'all' ? ['tellings/'] : open) keys.push(...(await evidence.keys(prefix)));
  const read = async (key: string) => {
    const telling = keptTellingSchema.safeParse(await evidence.read(key));
    if (!telling.success) unreadable(key);
    return telling.success ? telling.data.told : null;
  };
  const found = new Map<string, Difference>();
  for (const states of statesOf(keys).values()) {
    const last = states.findLast(({ stands }) => stands);
    const kept = last === undefined ? null : await read(last.key);
    // What the ledger forgets a day from now it may have forgotten already.
    if (last === undefined || kept === null || kept.from + toldKeptMs - dayMs <= now) continue;
    const holds = held.get(kept.incident) ?? null;
    if (holds === null) {
      if (Object.keys(kept.exposures).length > 0)
        found.set(kept.incident, { how: 'deleted', kept, standing: null });
      continue;
    }
    if (saysTheSame(kept, holds)) continue;
    const begun = states.filter(({ stands, at }) => !stands && at >= last.at);
    const beginnings = await Promise.all(begun.map(({ key }) => read(key)));
    if (beginnings.some((one) => one !== null && saysTheSame(one, holds))) continue;
    found.set(kept.incident, { how: 'edited', kept, standing: holds });
  }
  return [...found.values()];
}

/** The states of each incident, in the order in which functions began to write them. */
function statesOf(keys: readonly string[]): Map<string, KeptState[]> {
  const states = new Map<string, KeptState[]>();
  for (const key of keys) {
    const state = keptState(key);
    if (state === null) continue;
    const folder = key.slice(0, key.lastIndexOf('/'));
    states.set(folder, [...(states.get(folder) ?? []), state]);
  }
  return states;
}
