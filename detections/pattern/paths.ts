import type { Alternative } from './alternatives.ts';
import type { Candidate } from './decision.ts';
import { noPaths, Path, type PathsByKey } from './path.ts';

/** The paths that all patterns name, each once. */
export class Paths {
  readonly #paths = new Map<string, Path>();
  readonly #first = noPaths();
  readonly #firstWithEmptyKeys = noPaths();

  /** The paths that one key leads to, of an event itself; those in which an empty key counts stand apart. */
  get first(): readonly PathsByKey[] {
    return [this.#first, this.#firstWithEmptyKeys].filter((paths) => Object.keys(paths).length > 0);
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
    const path = new Path(name, emptyKeys, beginnings);
    this.#paths.set(key, path);
    if (emptyKeys) this.#firstWithEmptyKeys[name] = path;
    else if (name !== '') this.#first[name] = path;
    return path;
  }
}

/** Whether Java's split of a name by dots, which forgets what is empty at the end, has an empty part. */
const namesAnEmptyKey = (name: string): boolean =>
  name === '' || (/[^.]/.test(name) && name.replace(/\.+$/, '').split('.').includes(''));
