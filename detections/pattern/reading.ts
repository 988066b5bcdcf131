import { Standing } from './holding.ts';
import { NumberText } from './number.ts';
import type { LeafValue } from './field.ts';
import type { Leaf, Path, PathsByKey } from './path.ts';
import type { Paths } from './paths.ts';
import { isLeaf } from './path.ts';

const NO_LEAVES: readonly Leaf[] = [];

/**
 * The values that an event has at the paths that patterns name. An object on the way is walked once, key by key, when
 * something in it is asked for: that costs less than looking up in it the few keys that may lead on. One reading serves
 * event after event: making it anew takes longer than most events do.
 */
export class Reading {
  readonly #first: readonly PathsByKey[];
  #event: object = {};
  /** The number of the event: they are counted. */
  #number = 0;
  /** Whether a path that leads on stands at many places: what it leads to then stands at many, too. */
  #branches = false;

  constructor(paths: Paths) {
    this.#first = paths.first;
  }

  begin(event: object): void {
    this.#number += 1;
    this.#branches = false;
    this.#event = event;
    if (event instanceof NumberText) return;
    for (const below of this.#first) this.#walk(event, below);
  }

  standing(path: Path): Standing {
    const { parent } = path;
    if (parent !== undefined) {
      if (parent.walkedIn !== this.#number) this.#walkAt(parent);
      if (this.#branches && path.beginnings.some((from) => this.standing(from) === Standing.many))
        return Standing.many;
    }
    if (path.event !== this.#number) return Standing.nothing;
    if (path.standing === Standing.unseen) path.standing = standingOf(path.value);
    return path.standing;
  }

  /** The one value at a path where a leaf stands. */
  leaf(path: Path): LeafValue {
    return path.value as LeafValue;
  }

  /** All values at a path. */
  leaves(path: Path): readonly Leaf[] {
    const standing = this.standing(path);
    if (standing === Standing.many) return path.leaves(this.#event);
    return standing === Standing.leaf ? [{ value: this.leaf(path), element: undefined }] : NO_LEAVES;
  }

  /** Walks what stands at a path, and, being asked what that is, at those before it. */
  #walkAt(path: Path): void {
    path.walkedIn = this.#number;
    const standing = this.standing(path);
    if (standing === Standing.object) this.#walk(path.value as object, path.below);
    else if (standing === Standing.many) this.#branches = true;
  }

  #walk(container: object, below: PathsByKey): void {
    for (const key in container) {
      const path = below[key];
      if (path === undefined) continue;
      // An event is JSON, which has no undefined; whoever gives one all the same means that nothing is there.
      const value = (container as Readonly<Record<string, unknown>>)[key];
      if (value !== undefined) path.put(this.#number, value);
    }
  }
}

function standingOf(value: unknown): Standing {
  if (typeof value === 'string') return Standing.leaf;
  if (typeof value !== 'object' || value === null) return isLeaf(value) ? Standing.leaf : Standing.nothing;
  if (Array.isArray(value)) return Standing.many;
  return value instanceof NumberText ? Standing.leaf : Standing.object;
}
