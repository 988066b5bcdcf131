import { refuse } from './refusal.ts';

/**
 * The text that an ExecutionParameter stands for. Strict: a string literal and nothing else, so that a value whose quote
 * was not doubled is refused here as it would be there.
 */
export function valueOfLiteral(parameter: unknown): string {
  if (typeof parameter !== 'string' || parameter.length < 1 || parameter.length > 1_024) {
    refuse('ExecutionParameters: expected 1 to 1024 characters');
  }
  const [, inside] = /^'((?:[^']|'')*)'$/s.exec(parameter) ?? [];
  return inside?.replaceAll("''", "'") ?? refuse(`ExecutionParameters: ${parameter} is no string literal`);
}
