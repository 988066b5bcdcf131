import type { KeptEvidence } from '../ports.ts';
import { toldKeptMs, type Told } from '../telling/told.ts';
import { keptTellingSchema } from './kept-telling.ts';
import { isStateKey, saysTheSame } from './kept-told.ts';

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
 * those that it has forgotten by age. It may be one state behind: a run can end in between. `standing`: all that the ledger
 * holds, read before this is asked. `unreadable` is told of each key that holds no telling. `now` in ms.
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
  const read = async (key: string | undefined) => {
    if (key === undefined) return null;
    const telling = keptTellingSchema.safeParse(await evidence.read(key));
    if (!telling.success) unreadable(key);
    return telling.success ? telling.data.told : null;
  };
  const found = new Map<string, Difference>();
  for (const states of statesOf(keys).values()) {
    const kept = await read(states.at(-1));
    // What the ledger forgets a day from now it may have forgotten already.
    if (kept === null || kept.from + toldKeptMs - dayMs <= now) continue;
    const holds = held.get(kept.incident) ?? null;
    if (holds !== null && saysTheSame(kept, holds)) continue;
    const before = holds === null ? null : await read(states.at(-2));
    if (holds !== null && before !== null && saysTheSame(before, holds)) continue;
    const isNothing = holds === null && Object.keys(kept.exposures).length === 0;
    if (!isNothing)
      found.set(kept.incident, { how: holds === null ? 'deleted' : 'edited', kept, standing: holds });
  }
  return [...found.values()];
}

/** The keys of the states of each incident, in their order. */
function statesOf(keys: readonly string[]): Map<string, string[]> {
  const states = new Map<string, string[]>();
  for (const key of keys.filter(isStateKey)) {
    const folder = key.slice(0, key.lastIndexOf('/'));
    states.set(folder, [...(states.get(folder) ?? []), key]);
  }
  return states;
}
