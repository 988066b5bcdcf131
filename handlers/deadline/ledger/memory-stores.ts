import type { Fact } from '../facts/fact.ts';
import type { Told } from '../telling/told.ts';
import { namesFully, partitionsOf } from './partition.ts';
import type { FactStore, ToldStore } from './ports.ts';

/** Facts that live as long as the process. */
export class MemoryFactStore implements FactStore {
  readonly #partitions = new Map<string, Map<string, Fact>>();

  add(facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) {
      for (const name of partitionsOf(fact)) {
        const partition = this.#partitions.get(name) ?? new Map<string, Fact>();
        this.#partitions.set(name, partition);
        const known = partition.get(fact.id);
        if (known === undefined || !namesFully(known) || namesFully(fact)) partition.set(fact.id, fact);
      }
    }
    return Promise.resolve();
  }

  of(partition: string): Promise<Fact[]> {
    return Promise.resolve([...(this.#partitions.get(partition)?.values() ?? [])]);
  }
}

/** What was told, as long as the process lives. */
export class MemoryToldStore implements ToldStore {
  readonly #told = new Map<string, Told>();

  all(): Promise<Told[]> {
    return Promise.resolve([...this.#told.values()]);
  }

  put(told: Told, before: Told | null): Promise<boolean> {
    const known = this.#told.get(told.incident) ?? null;
    const text = JSON.stringify(known);
    if (text !== JSON.stringify(before)) return Promise.resolve(text === JSON.stringify(told));
    this.#told.set(told.incident, told);
    return Promise.resolve(true);
  }

  drop(incident: string): Promise<void> {
    this.#told.delete(incident);
    return Promise.resolve();
  }
}
