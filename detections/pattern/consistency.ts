import type { Field } from './field.ts';
import { meets } from './field.ts';
import type { Element, Leaf } from './path.ts';

/** A field and what an event holds at its path. */
export interface Found {
  readonly field: Field;
  readonly leaves: readonly Leaf[];
}

/**
 * Whether all fields are met by values that do not come from different elements of the same array. `found` is sorted
 * by field name: event-ruler looks for an absent field only where the fields before it were found.
 */
export function matchesConsistently(found: readonly Found[]): boolean {
  const fields = found.map(({ field, leaves }) => {
    const elements = leaves.filter(({ value }) => meets(field, value)).map(({ element }) => element);
    return { field, leaves, elements };
  });
  return new Search(fields).from(0, undefined);
}

interface Searched extends Found {
  /** The elements that hold a value that meets the field. */
  readonly elements: readonly (Element | undefined)[];
}

type Lookup = ReadonlyMap<readonly unknown[], ReadonlyMap<number, readonly (Element | undefined)[]>>;

interface Candidates {
  readonly mayBeAbsent: boolean;
  /** The elements of all values of the field, without repeats. */
  readonly all: readonly (Element | undefined)[];
  /** The arrays that hold any value of the field. */
  readonly arrays: ReadonlySet<readonly unknown[]>;
  /** The elements of the values that meet the field, without repeats. */
  readonly fitting: readonly (Element | undefined)[];
  /** The same by array and index, so that a large array costs no more than its size. */
  readonly within: Lookup;
}

class Search {
  readonly #fields: readonly Candidates[];

  constructor(fields: readonly Searched[]) {
    const arrays = fields.map(({ leaves }) => arraysOf(leaves));
    const shared = sharedBy(arrays);
    this.#fields = fields.map(({ field, leaves, elements }, i) => {
      const fitting = distinct(elements, shared);
      return {
        mayBeAbsent: field.mayBeAbsent,
        all: field.mayBeAbsent
          ? distinct(
              leaves.map(({ element }) => element),
              shared,
            )
          : [],
        arrays: arrays[i] ?? new Set(),
        fitting,
        within: byElement(fitting),
      };
    });
  }

  /** Whether the fields from the i-th on can be met, given the elements that those before it were found in. */
  from(i: number, chosen: Element | undefined): boolean {
    const field = this.#fields[i];
    if (!field) return true;
    if (field.mayBeAbsent && field.all.every((element) => join(chosen, element) === CLASH)) {
      if (this.from(i + 1, chosen)) return true;
    }
    return candidates(field, chosen).some((element) => {
      const joined = join(chosen, element);
      return joined !== CLASH && this.from(i + 1, joined);
    });
  }
}

const CLASH = Symbol('different elements of one array');

/** Both sets of elements as one, unless they name different elements of the same array. */
function join(chosen: Element | undefined, element: Element | undefined): Element | undefined | typeof CLASH {
  let joined = chosen;
  for (let one = element; one; one = one.outer) {
    const index = indexIn(chosen, one.array);
    if (index === undefined) joined = { array: one.array, index: one.index, outer: joined };
    else if (index !== one.index) return CLASH;
  }
  return joined;
}

function indexIn(chosen: Element | undefined, array: readonly unknown[]): number | undefined {
  for (let one = chosen; one; one = one.outer) if (one.array === array) return one.index;
  return undefined;
}

/**
 * If the field has values in an array of which an element is chosen, only those in that element. A value outside the
 * array (there is one if an event spells a path in two ways) then does not count: event-ruler 2.1.0, seen.
 */
function candidates(field: Candidates, chosen: Element | undefined): readonly (Element | undefined)[] {
  for (let one = chosen; one; one = one.outer) {
    if (field.arrays.has(one.array)) return field.within.get(one.array)?.get(one.index) ?? [];
  }
  return field.fitting;
}

function arraysOf(leaves: readonly Leaf[]): Set<readonly unknown[]> {
  const arrays = new Set<readonly unknown[]>();
  for (const { element } of leaves) for (let one = element; one; one = one.outer) arrays.add(one.array);
  return arrays;
}

function sharedBy(sets: readonly ReadonlySet<readonly unknown[]>[]): ReadonlySet<readonly unknown[]> {
  const seen = new Set<readonly unknown[]>();
  const shared = new Set<readonly unknown[]>();
  for (const arrays of sets) for (const array of arrays) (seen.has(array) ? shared : seen).add(array);
  return shared;
}

/** Elements without repeats, cut down to the arrays that also hold values of other fields: no other can clash. */
function distinct(
  elements: readonly (Element | undefined)[],
  shared: ReadonlySet<readonly unknown[]>,
): readonly (Element | undefined)[] {
  const seen = new Map<readonly unknown[] | undefined, Set<number>>();
  return elements
    .map((element) => cut(element, shared))
    .filter((element) => {
      const indexes = seen.get(element?.array) ?? new Set();
      seen.set(element?.array, indexes);
      const index = element?.index ?? 0;
      return indexes.has(index) ? false : indexes.add(index);
    });
}

function cut(element: Element | undefined, shared: ReadonlySet<readonly unknown[]>): Element | undefined {
  let one = element;
  while (one && !shared.has(one.array)) one = one.outer;
  return one;
}

function byElement(elements: readonly (Element | undefined)[]): Lookup {
  const lookup = new Map<readonly unknown[], Map<number, (Element | undefined)[]>>();
  for (const element of elements) {
    for (let one = element; one; one = one.outer) {
      const indexes = lookup.get(one.array) ?? new Map<number, (Element | undefined)[]>();
      lookup.set(one.array, indexes);
      const there = indexes.get(one.index);
      if (there) there.push(element);
      else indexes.set(one.index, [element]);
    }
  }
  return lookup;
}
