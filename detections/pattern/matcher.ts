import type { Alternative } from './alternatives.ts';
import { readAlternatives } from './alternatives.ts';
import type { Candidate } from './decision.ts';
import { Decision } from './decision.ts';
import { InvalidPatternError } from './invalid.ts';
import type { Json } from './json.ts';
import { readJson } from './json.ts';
import { readObjectPattern } from './objects.ts';
import type { EventPattern } from './objects.ts';
import { Path } from './path.ts';

export { InvalidPatternError } from './invalid.ts';
export { parseEvent } from './json.ts';
export type { EventPattern, PatternNode } from './objects.ts';

/**
 * Compiles one EventBridge event pattern, given as an object or as JSON text, to a function that says whether an
 * event (parsed JSON) matches it, as event-ruler 2.1.0 would. Throws InvalidPatternError.
 */
export function compilePattern(pattern: EventPattern | string): (event: unknown) => boolean {
  const decide = compilePatterns([[0, pattern]]);
  return (event) => decide(event).length > 0;
}

/**
 * Compiles many patterns to a function that says which of them an event matches: their ids, in the order given,
 * without repeats. An id may have several patterns and matches if any of them does. All patterns are decided in one
 * pass that reads no more of an event than the patterns name. Throws InvalidPatternError.
 */
export function compilePatterns<Id>(
  patterns: Iterable<readonly [Id, EventPattern | string]>,
): (event: unknown) => Id[] {
  const ids = new Map<Id, number>();
  const paths = new Paths();
  const candidates: Candidate[] = [];
  for (const [id, pattern] of patterns) {
    const rank = ids.get(id) ?? ids.size;
    ids.set(id, rank);
    const alternatives = readAlternatives(
      typeof pattern === 'string' ? readText(pattern) : readObjectPattern(pattern),
    );
    candidates.push(...paths.candidates(rank, alternatives));
  }
  const inOrder = [...ids.keys()];
  const decision = new Decision(candidates);
  return (event) => {
    const ranks = decision.matching(event);
    return ranks.length === 0 ? [] : inOrder.filter((_, rank) => ranks.includes(rank));
  };
}

function readText(text: string): Json {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidPatternError('$', `not JSON: ${error.message}`);
    throw error;
  }
}

/** The paths that all patterns name, each once. */
class Paths {
  readonly #paths = new Map<string, Path>();

  candidates(rank: number, alternatives: readonly Alternative[]): readonly Candidate[] {
    const names = alternatives.flatMap((alternative) => [...alternative.keys()]);
    const emptyKeys = names.some(namesAnEmptyKey);
    return alternatives.map((alternative) => ({
      rank,
      demands: [...alternative.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((field) => ({ field, path: this.#path(field.name, emptyKeys) })),
    }));
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
    return path;
  }
}

/** Whether Java's split of a name by dots, which forgets what is empty at the end, has an empty part. */
const namesAnEmptyKey = (name: string): boolean =>
  name === '' || (/[^.]/.test(name) && name.replace(/\.+$/, '').split('.').includes(''));
