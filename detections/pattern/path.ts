import type { LeafValue } from './field.ts';
import { Holding } from './holding.ts';
import { MAX_DEPTH } from './json.ts';
import { NumberText } from './number.ts';

/** Which elements of which arrays a value was found in, the innermost first. */
export interface Element {
  readonly array: readonly unknown[];
  readonly index: number;
  readonly outer: Element | undefined;
}

/** A value at the end of a path. */
export interface Leaf {
  readonly value: LeafValue;
  readonly element: Element | undefined;
}

interface Step {
  readonly key: string;
  readonly next: number;
}

/** Paths by the key that leads to them. An object, in which V8 finds a key sooner than in a Map. */
export type PathsByKey = Record<string, Path | undefined>;

/** Without a prototype, so that no path is found where none was put. */
export const noPaths = (): PathsByKey => Object.create(null) as PathsByKey;

/**
 * The path of a field: reads from an event what stands there, and nothing else of it. Arrays on the way are looked
 * through. A dot may separate keys or be part of one: event-ruler joins an event's keys by dots too (seen).
 *
 * It is a Holding too, the Reading's: to look for one by its path would take longer than to read.
 */
export class Path extends Holding {
  readonly name: string;
  /** The paths that begin this one, the longest first. */
  readonly beginnings: readonly Path[];
  /** The longest of them. */
  readonly parent: Path | undefined;
  /** The paths that one key more leads to: several parts of a path may be one key. */
  readonly below = noPaths();
  readonly #segments: readonly string[];
  readonly #steps: (readonly Step[] | undefined)[] = [];
  readonly #emptyKeys: boolean;

  /**
   * `emptyKeys`: whether an empty key at the end of the name counts as a key. event-ruler skips event keys that are
   * in no pattern, and Java's split does not see the empty part after the last dot.
   */
  constructor(name: string, emptyKeys: boolean, beginnings: readonly Path[]) {
    super();
    this.name = name;
    this.#segments = name.split('.');
    this.#emptyKeys = emptyKeys;
    this.beginnings = beginnings;
    this.parent = beginnings[0];
    for (const [i, from] of beginnings.entries()) {
      const key = this.#lastParts(i + 1);
      if (key !== '' || emptyKeys) from.below[key] = this;
    }
  }

  /** So many of its parts, the last ones, as one key. */
  #lastParts(count: number): string {
    return this.#segments.slice(-count).join('.');
  }

  /** The values at this path in an event, in its order. */
  leaves(event: unknown): readonly Leaf[] {
    const found: Leaf[] = [];
    this.#collect(event, 0, undefined, 0, found);
    return found;
  }

  #collect(node: unknown, from: number, element: Element | undefined, depth: number, found: Leaf[]): void {
    const atEnd = from === this.#segments.length;
    if (!isContainer(node)) {
      if (atEnd && isLeaf(node)) found.push({ value: node, element });
      return;
    }
    // event-ruler's JSON reader refuses such an event as a whole.
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(node)) {
      for (let index = 0; index < node.length; index++) {
        const member: unknown = node[index];
        // A plain value in a list belongs to no element of it: only objects and lists do (event-ruler 2.1.0, seen).
        const inside = isContainer(member) ? { array: node, index, outer: element } : element;
        this.#collect(member, from, inside, depth + 1, found);
      }
    } else if (!atEnd) {
      const object = node as Readonly<Record<string, unknown>>;
      for (const { key, next } of this.#stepsFrom(from)) {
        if (Object.hasOwn(object, key)) this.#collect(object[key], next, element, depth + 1, found);
      }
    }
  }

  /** The keys that can lead on from a segment: the segment itself, it and the next one joined by a dot, … */
  #stepsFrom(from: number): readonly Step[] {
    return (this.#steps[from] ??= this.#segments.slice(from).flatMap((_, i) => {
      const next = from + i + 1;
      const key = this.#segments.slice(from, next).join('.');
      return key === '' && !this.#emptyKeys ? [] : [{ key: asKey(key), next }];
    }));
  }
}

/** V8 looks up a string that was cut out of another one anew each time; one that was a key before, it knows. */
export function asKey(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

export const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof NumberText);

export function isLeaf(value: unknown): value is LeafValue {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null ||
    value instanceof NumberText
  );
}
