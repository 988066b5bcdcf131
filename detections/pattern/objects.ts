import type { Place } from './invalid.ts';
import { InvalidPatternError, keyPlace } from './invalid.ts';
import type { Json } from './json.ts';
import { JsonObject, MAX_DEPTH } from './json.ts';
import { NumberText } from './number.ts';

/** What may stand in a pattern at some depth: EventBridge's patterns are JSON. */
export type PatternNode =
  string | number | boolean | null | readonly PatternNode[] | { readonly [key: string]: PatternNode };

/** An EventBridge event pattern. What it may say in detail is checked when it is compiled. */
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- it refers to itself
export interface EventPattern {
  readonly [key: string]: PatternNode;
}

/** A pattern given as an object, as the JSON it stands for. Throws InvalidPatternError for what is not JSON. */
export function readObjectPattern(pattern: EventPattern): Json {
  return read(pattern, '$', 0);
}

function read(node: unknown, at: Place, depth: number): Json {
  if (depth > MAX_DEPTH) throw new InvalidPatternError('$', `nested deeper than ${MAX_DEPTH}`);
  if (node === null || typeof node === 'string' || typeof node === 'boolean') return node;
  if (typeof node === 'number' && Number.isFinite(node)) return new NumberText(String(node));
  if (Array.isArray(node)) return node.map((element, i) => read(element, `${at}[${i}]`, depth + 1));
  if (typeof node !== 'object') throw new InvalidPatternError(at, 'not JSON');
  const entries = Object.entries(node).filter(([, value]) => value !== undefined);
  return new JsonObject(entries.map(([key, value]) => [key, read(value, keyPlace(at, key), depth + 1)]));
}
