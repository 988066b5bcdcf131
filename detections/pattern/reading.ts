import { NumberText } from './number.ts';
import type { Leaf, Path } from './path.ts';
import { isContainer, isLeaf } from './path.ts';

const NOTHING = Symbol('nothing there');
const MANY = Symbol('more than one value, or a list');
const NO_LEAVES: readonly Leaf[] = [];

/** The values that an event has at the paths that patterns name. Each is read once, and so is what paths have in common. */
export class Reading {
  readonly #event: object;
  readonly #plainRoot: boolean;
  readonly #values: unknown[] = [];
  readonly #leaves: (readonly Leaf[] | undefined)[] = [];

  constructor(event: object) {
    this.#event = event;
    this.#plainRoot = hasPlainKeys(event);
  }

  leaves(path: Path): readonly Leaf[] {
    return (this.#leaves[path.number] ??= this.#read(path));
  }

  #read(path: Path): readonly Leaf[] {
    const value = this.#value(path);
    if (value === NOTHING) return NO_LEAVES;
    if (value === MANY || Array.isArray(value)) return path.leaves(this.#event);
    return isLeaf(value) ? [{ value, element: undefined }] : NO_LEAVES;
  }

  /** What stands at a path where only one way leads there, and through no list. */
  #value(path: Path): unknown {
    const known = this.#values[path.number];
    if (known !== undefined) return known;
    const value = this.#found(path);
    this.#values[path.number] = value;
    return value;
  }

  #found({ ways }: Path): unknown {
    let found: unknown = NOTHING;
    for (const { from, key, isJoined } of ways) {
      if (from === undefined && isJoined && this.#plainRoot) continue;
      const container = from === undefined ? this.#event : this.#value(from);
      if (container === MANY || Array.isArray(container)) return MANY;
      if (!isContainer(container) || !Object.hasOwn(container, key)) continue;
      if (found !== NOTHING) return MANY;
      found = (container as Readonly<Record<string, unknown>>)[key];
    }
    // An event is JSON, which has no undefined; whoever gives one all the same means that nothing is there.
    return found === undefined ? NOTHING : found;
  }
}

function hasPlainKeys(object: object): boolean {
  for (const key in object) if (key.includes('.')) return false;
  return !(object instanceof NumberText);
}
