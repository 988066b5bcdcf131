import type { Fact } from '../facts/fact.ts';
import type { Told } from '../telling/told.ts';

/** Port: the facts that the ledger keeps. A cache: the log gives the same ones again. */
export interface FactStore {
  /**
   * Keeps facts. One that is kept already changes nothing, and one that names a secret as it was typed takes no place from
   * one whose name was resolved when it happened: later the name can stand for another secret, or for none.
   */
  add(facts: readonly Fact[]): Promise<void>;
  /** The facts of one partition (`partitionsOf`). */
  of(partition: string): Promise<Fact[]>;
}

/** Port: what has been told of each incident. */
export interface ToldStore {
  all(): Promise<Told[]>;
  /**
   * False where someone else has told something of the incident since `before` was read: then nothing is written, unless it
   * stands there as it is.
   */
  put(told: Told, before: Told | null): Promise<boolean>;
  /** Forgets what was told under an id. `into`: what is told of the same incident under its present id. */
  drop(incident: string, into: Told): Promise<void>;
}
