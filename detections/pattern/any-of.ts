import type { EventPattern } from './matcher.ts';

/** The pattern with these alternatives, or none where there is no alternative: an empty list is no valid pattern. */
export function anyOf<Alternative>(
  alternatives: readonly Alternative[],
  pattern: (alternatives: readonly Alternative[]) => EventPattern,
): EventPattern[] {
  return alternatives.length === 0 ? [] : [pattern(alternatives)];
}
