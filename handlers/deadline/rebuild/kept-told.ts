import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../alert/ports.ts';
import type { ToldStore } from '../ledger/ports.ts';
import type { EvidenceStore } from '../ports.ts';
import type { Told } from '../telling/told.ts';
import { keptTelling, tellingKey } from './kept-telling.ts';

/** A state of the ledger as the evidence keeps it: about to be written, or written. */
export interface KeptState {
  readonly key: string;
  /** ISO 8601 UTC, with ms: when the function began to write it. */
  readonly at: string;
  readonly stands: boolean;
}

/** What the key of a state ends with: `nth` of the run. */
export function stateMark(of: 'begun' | 'stands', nth: number, run: string): string {
  return `written-${String(nth).padStart(3, '0')}-${run}-${of}`;
}

/** What a key of the evidence says of a state of the ledger; null: it is of something else. */
export function keptState(key: string): KeptState | null {
  const [at, mark] = key.slice(key.lastIndexOf('/') + 1).split('.written-');
  if (at === undefined || mark === undefined) return null;
  return { key, at, stands: mark.endsWith('-stands.json') };
}

/**
 * What was told, each change of it kept in the evidence before the ledger has it and, once more, when the ledger has it: who
 * edits or deletes it in the ledger alone is found out (`differencesFromEvidence`), and a function that ends in between, a
 * ledger that refuses, or another function that was faster is not taken for somebody's hand.
 */
export class KeptToldStore implements ToldStore {
  readonly #store: ToldStore;
  readonly #evidence: Pick<EvidenceStore, 'put'>;
  readonly #clock: Clock;
  readonly #run = randomUUID().slice(0, 8);
  #kept = 0;

  constructor(store: ToldStore, evidence: Pick<EvidenceStore, 'put'>, clock: Clock) {
    this.#store = store;
    this.#evidence = evidence;
    this.#clock = clock;
  }

  all(): Promise<Told[]> {
    return this.#store.all();
  }

  async put(told: Told, before: Told | null): Promise<boolean> {
    const isNothingNew =
      before === null ? saysNothing(told) : saysTheSame(told, before) || saysNothing(told, before);
    if (isNothingNew) return this.#store.put(told, before);
    const keep = this.#keeper(told.incident, told, []);
    await keep('begun');
    const isWritten = await this.#store.put(told, before);
    if (isWritten) await keep('stands');
    return isWritten;
  }

  async drop(incident: string, into: Told): Promise<void> {
    if (!(await this.all()).some((one) => one.incident === incident)) return;
    const keep = this.#keeper(incident, into, [incident]);
    await keep('begun');
    await this.#store.drop(incident, into);
    await keep('stands');
  }

  #keeper(incident: string, told: Told, formerIds: string[]): (of: 'begun' | 'stands') => Promise<void> {
    const at = new Date(this.#clock.now()).toISOString();
    const telling = keptTelling(at, null, { told, formerIds, facts: [], alerts: [] });
    this.#kept += 1;
    const nth = this.#kept;
    return (of) => this.#evidence.put(tellingKey(incident, at, `.${stateMark(of, nth, this.#run)}`), telling);
  }
}

/** Whether none of these was told of anything: the mark that a run leaves, an incident whose first message is only begun. */
function saysNothing(...told: readonly Told[]): boolean {
  return told.every(
    ({ exposures, refused, declaration, doubted = [] }) =>
      Object.keys(exposures).length === 0 &&
      refused.length === 0 &&
      declaration === undefined &&
      doubted.length === 0,
  );
}

/** Whether two say the same of an incident, but for when somebody was told last or the log was asked, and what is being told. */
export function saysTheSame(one: Told, other: Told): boolean {
  return isDeepStrictEqual(saidOf(one), saidOf(other));
}

function saidOf(told: Told): unknown {
  const said = { ...told, overdueAt: null, externalAt: null, askedAt: null, begun: undefined };
  return JSON.parse(JSON.stringify(said)) as unknown;
}
