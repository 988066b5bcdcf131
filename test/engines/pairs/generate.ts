import type { Pair } from '../ruler.ts';
import { dubiousEntry, entry } from './entries.ts';
import { isUnjudged } from './unjudged.ts';
import { Random } from './random.ts';
import { Keys, write } from './text.ts';
import type { Value } from './text.ts';
import { key, leaf, object } from './values.ts';

/** A generated pair and the operators that its pattern uses. */
export interface GeneratedPair extends Pair {
  readonly operators: ReadonlySet<string>;
}

/** Pairs of a pattern and an event that it nearly or really matches. The same seed makes the same pairs. */
export function generatePairs(seed: number, count: number): GeneratedPair[] {
  const random = new Random(seed);
  const pairs: GeneratedPair[] = [];
  while (pairs.length < count) {
    const pair = generatePair(random);
    if (!isUnjudged(pair.pattern)) pairs.push(pair);
  }
  return pairs;
}

function generatePair(random: Random): GeneratedPair {
  const event = object(random, 0);
  const operators = new Set<string>();
  const maker = new PatternMaker(random, event, operators);
  const pattern = maker.object(random.whole(1, 3), 0);
  if (random.chance(0.12)) spoil(pattern, random);
  return { pattern: write(pattern, random), event: write(event, random), operators };
}

interface Held {
  readonly path: readonly string[];
  readonly value: Value;
}

class PatternMaker {
  readonly #random: Random;
  readonly #held: readonly Held[];
  readonly #operators: Set<string>;

  constructor(random: Random, event: Keys, operators: Set<string>) {
    this.#random = random;
    this.#held = leavesOf(event, []);
    this.#operators = operators;
  }

  /** An object of a pattern with some fields, most of them the event's own. */
  object(fields: number, depth: number): Keys {
    const random = this.#random;
    const made = new Keys([]);
    for (let i = 0; i < fields; i++) {
      if (depth < 3 && random.chance(0.12)) {
        const choices = random.list(2, 3, () => this.object(random.whole(1, 2), depth + 1));
        put(made, this.#wayIn(), ['$or', choices]);
        this.#operators.add('$or');
        continue;
      }
      const { path, value } = this.#target();
      put(made, path.slice(0, -1), [path.at(-1) ?? 'a', this.#entries(value)]);
    }
    return made;
  }

  #target(): Held {
    const random = this.#random;
    if (this.#held.length > 0 && random.chance(0.85)) return random.pick(this.#held);
    return { path: random.list(1, 3, () => key(random)), value: leaf(random) };
  }

  #wayIn(): readonly string[] {
    return this.#random.chance(0.7) ? [] : this.#target().path.slice(0, -1);
  }

  #entries(value: Value): Value[] {
    return this.#random.list(1, this.#random.chance(0.3) ? 3 : 1, () => {
      const [name, made] = entry(this.#random, value);
      this.#operators.add(name);
      return made;
    });
  }
}

/** Puts an entry below a path, into objects that are there already if they are. */
function put(object: Keys, path: readonly string[], entry: readonly [string, Value]): void {
  let at = object;
  for (const step of path) {
    const there = at.entries.find(([name, value]) => name === step && value instanceof Keys)?.[1];
    const next = there instanceof Keys ? there : new Keys([]);
    if (next !== there) at.entries.push([step, next]);
    at = next;
  }
  at.entries.push(entry);
}

function leavesOf(value: Value, path: readonly string[]): Held[] {
  if (value instanceof Keys)
    return value.entries.flatMap(([name, member]) => leavesOf(member, [...path, name]));
  if (Array.isArray(value)) return value.flatMap((member) => leavesOf(member, path));
  return path.length > 0 ? [{ path, value }] : [];
}

/** Makes a pattern invalid, or nearly so, at some place. */
function spoil(pattern: Keys, random: Random): void {
  const places: (() => void)[] = [];
  const visit = (value: Value): void => {
    if (Array.isArray(value)) {
      places.push(() =>
        value.splice(random.whole(0, value.length), random.whole(0, 1), dubiousEntry(random)),
      );
      places.push(() => value.splice(0));
      value.forEach(visit);
    }
    if (value instanceof Keys) {
      for (const make of [
        (): Value => leaf(random),
        (): Value => new Keys([]),
        (): Value => [dubiousEntry(random)],
      ]) {
        places.push(() => value.entries.push([random.pick([key(random), '$or', 'prefix', 'cidr']), make()]));
      }
      value.entries.forEach(([, member]) => {
        visit(member);
      });
    }
  };
  visit(pattern);
  random.pick(places)();
}
