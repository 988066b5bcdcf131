import { readAlternatives } from './alternatives.ts';
import type { Candidate } from './decision.ts';
import { Decision } from './decision.ts';
import { InvalidPatternError } from './invalid.ts';
import type { Json } from './json.ts';
import { readJson } from './json.ts';
import { readObjectPattern } from './objects.ts';
import type { EventPattern } from './objects.ts';
import { Paths } from './paths.ts';

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
  const decision = new Decision(candidates, paths);
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
