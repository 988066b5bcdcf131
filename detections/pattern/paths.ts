import type { Alternative } from './alternatives.ts';
import type { Candidate } from './decision.ts';
import { asKey, Path } from './path.ts';

/** The paths that all patterns name, each once. */
export class Paths {
  /** The paths that one key leads to, of an event itself; those in which an empty key counts stand apart. */
  readonly first: readonly Map<string, Path>[] = [new Map(), new Map()];
  readonly #paths = new Map<string, Path>();

  get count(): number {
    return this.#paths.size;
  }

  candidates(rank: number, alternatives: readonly Alternative[]): readonly Candidate[] {
    const names = alternatives.flatMap((alternative) => [...alternative.keys()]);
    const emptyKeys = names.some(namesAnEmptyKey);
    return alternatives.map((alternative) => {
      const demands = [...alternative.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((field) => ({ field, path: this.#path(field.name, emptyKeys) }));
      const soonest = demands.toSorted((a, b) => Number(a.field.mayBeAbsent) - Number(b.field.mayBeAbsent));
      return { rank, demands, soonest };
    });
  }

  #path(name: string, emptyKeys: boolean): Path {
    const key = `${emptyKeys ? 1 : 0}${name}`;
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const beginnings: Path[] = [];
    for (let end = name.lastIndexOf('.'); end !== -1; end = end === 0 ? -1 : name.lastIndexOf('.', end - 1)) {
      beginnings.push(this.#path(name.slice(0, end), emptyKeys));
    }
    const path = new Path(name, emptyKeys, this.#paths.size, beginnings);
    this.#paths.set(key, path);
    if (name !== '' || emptyKeys) this.first[emptyKeys ? 1 : 0]?.set(asKey(name), path);
    return path;
  }
}

/** Whether Java's split of a name by dots, which forgets what is empty at the end, has an empty part. */
const namesAnEmptyKey = (name: string): boolean =>
  name === '' || (/[^.]/.test(name) && name.replace(/\.+$/, '').split('.').includes(''));
