import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../alert/ports.ts';
import type { ToldStore } from '../ledger/ports.ts';
import type { EvidenceStore } from '../ports.ts';
import type { Told } from '../telling/told.ts';
import { keptTelling, tellingKey } from './kept-telling.ts';

const mark = 'written-';

/** What the key of the nth state of the ledger that is kept of one moment ends with. */
export function stateMark(nth: number): string {
  return `${mark}${String(nth).padStart(3, '0')}`;
}

/** Whether a key of the evidence is one of a state of the ledger. */
export function isStateKey(key: string): boolean {
  return key.includes(`.${mark}`);
}

/**
 * What was told, each change of it kept in the evidence, whether there was a message or not: who edits or deletes it in the
 * ledger alone is found out (`differencesFromEvidence`). The ledger is at most one state behind the evidence; the first state
 * it has first, so that one that the evidence holds was in the ledger.
 */
export class KeptToldStore implements ToldStore {
  readonly #store: ToldStore;
  readonly #evidence: Pick<EvidenceStore, 'put'>;
  readonly #clock: Clock;
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
    if (before !== null && !saysTheSame(told, before)) await this.#keep(told.incident, told, []);
    const isWritten = await this.#store.put(told, before);
    if (before === null && isWritten) await this.#keep(told.incident, told, []);
    return isWritten;
  }

  async drop(incident: string, into: Told): Promise<void> {
    if (!(await this.all()).some((one) => one.incident === incident)) return;
    await this.#keep(incident, into, [incident]);
    await this.#store.drop(incident, into);
  }

  async #keep(incident: string, told: Told, formerIds: string[]): Promise<void> {
    const at = new Date(this.#clock.now()).toISOString();
    const telling = keptTelling(at, null, { told, formerIds, facts: [], alerts: [] });
    this.#kept += 1;
    await this.#evidence.put(tellingKey(incident, at, `.${stateMark(this.#kept)}`), telling);
  }
}

/** Whether two say the same of an incident. When somebody was told last, or the log was asked, is no part of it. */
export function saysTheSame(one: Told, other: Told): boolean {
  return isDeepStrictEqual(saidOf(one), saidOf(other));
}

function saidOf({ exposures, declaration, checked, doubted, refused, closed }: Told): unknown {
  return JSON.parse(JSON.stringify({ exposures, declaration, checked, doubted, refused, closed })) as unknown;
}
