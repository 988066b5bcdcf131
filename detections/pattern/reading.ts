import { NumberText } from './number.ts';
import type { LeafValue } from './field.ts';
import type { Leaf, Path } from './path.ts';
import type { Paths } from './paths.ts';
import { isContainer, isLeaf } from './path.ts';

/**
 * What stands at a path. Numbers, because V8 compares values of unknown type with a symbol or object far more slowly.
 * `many`: more than one value, or something in a list; `leaves` tells.
 */
export const Standing = { nothing: 0, many: 1, leaf: 2, object: 3 } as const;
export type Standing = (typeof Standing)[keyof typeof Standing];

const NO_LEAVES: readonly Leaf[] = [];

/**
 * The values that an event has at the paths that patterns name. An object on the way is walked once, key by key, which
 * costs less than looking up in it the few keys that may lead on. One reading serves event after event: making it anew
 * takes longer than most events do.
 */
export class Reading {
  readonly #paths: Paths;
  #event: object = {};
  /** Counts events; what a path's place holds is of this event where its mark says so. */
  #turn = 0;
  /** What the walked objects hold at each path, so far, and at how many places. */
  readonly #values: unknown[];
  readonly #places: Uint8Array;
  readonly #placesOf: Uint32Array;
  readonly #standings: Standing[];
  readonly #standingsOf: Uint32Array;
  /** Objects that were walked, by the path where they stand. */
  readonly #walkedOf: Uint32Array;

  constructor(paths: Paths) {
    this.#paths = paths;
    this.#values = Array<unknown>(paths.count).fill(undefined);
    this.#places = new Uint8Array(paths.count);
    this.#placesOf = new Uint32Array(paths.count);
    this.#standings = Array<Standing>(paths.count).fill(Standing.nothing);
    this.#standingsOf = new Uint32Array(paths.count);
    this.#walkedOf = new Uint32Array(paths.count);
  }

  begin(event: object): void {
    this.#event = event;
    this.#turn = (this.#turn + 1) >>> 0;
    if (this.#turn === 0) {
      // All numbers were used once.
      for (const marks of [this.#placesOf, this.#standingsOf, this.#walkedOf]) marks.fill(0);
      this.#turn = 1;
    }
    if (event instanceof NumberText) return;
    for (const below of this.#paths.first) if (below.size > 0) this.#walk(event, below);
  }

  standing(path: Path): Standing {
    const { number } = path;
    if (this.#standingsOf[number] !== this.#turn) {
      this.#standings[number] = this.#found(path);
      this.#standingsOf[number] = this.#turn;
    }
    return this.#standings[number] ?? Standing.nothing;
  }

  /** The one value at a path where a leaf stands. */
  leaf(path: Path): LeafValue {
    return this.#values[path.number] as LeafValue;
  }

  /** All values at a path. */
  leaves(path: Path): readonly Leaf[] {
    const standing = this.standing(path);
    if (standing === Standing.many) return path.leaves(this.#event);
    return standing === Standing.leaf ? [{ value: this.leaf(path), element: undefined }] : NO_LEAVES;
  }

  #found({ number, beginnings }: Path): Standing {
    for (const from of beginnings) {
      const standing = this.standing(from);
      if (standing === Standing.many) return Standing.many;
      if (standing !== Standing.object || this.#walkedOf[from.number] === this.#turn) continue;
      this.#walkedOf[from.number] = this.#turn;
      this.#walk(this.#values[from.number] as object, from.below);
    }
    if (this.#placesOf[number] !== this.#turn) return Standing.nothing;
    const value = this.#values[number];
    if (this.#places[number] !== 1) return Standing.many;
    if (typeof value !== 'object' || value === null) return isLeaf(value) ? Standing.leaf : Standing.nothing;
    if (Array.isArray(value)) return Standing.many;
    return isContainer(value) ? Standing.object : Standing.leaf;
  }

  #walk(container: object, below: ReadonlyMap<string, Path>): void {
    for (const key in container) {
      const number = below.get(key)?.number;
      if (number === undefined) continue;
      // An event is JSON, which has no undefined; whoever gives one all the same means that nothing is there.
      const value = (container as Readonly<Record<string, unknown>>)[key];
      if (value === undefined) continue;
      this.#places[number] = this.#placesOf[number] === this.#turn ? 2 : 1;
      this.#placesOf[number] = this.#turn;
      this.#values[number] = value;
    }
  }
}
