import { addressHex } from './address.ts';
import type { Alternative } from './alternatives.ts';
import { readAlternatives } from './alternatives.ts';
import type { Json } from './json.ts';
import { JsonObject } from './json.ts';
import { NumberText } from './number.ts';

/**
 * Whether event-ruler (1.7.3 to 2.1.0, seen) gets a pattern wrong, so that EventBridge, which is built on it, may lose or
 * let in events. We keep to what EventBridge documents; no deployed rule may be such a pattern. Seen are three ways:
 *
 * - Two alternatives of `$or` name the same fields and share an entry in every one of them. GenericMachine.addStep
 *   takes the later one for the earlier one added again and forgets it: `{"$or": [{"a": ["1"]}, {"a": ["1", "2"]}]}`
 *   does not match `{"a": "2"}`. With `["2", "1"]` the outcome hangs on the order of a HashSet of objects without a
 *   hashCode: it is another on every run.
 * - One field has a wildcard and then an operator that ignores case: `{"a": [{"wildcard": "*c"},
 *   {"equals-ignore-case": "k"}]}` matches `{"a": "z"}`, but not with the two the other way round. ByteMachine leads
 *   the letter of two cases into the star's state.
 * - One field has a range (numeric, cidr, an address) beside entries that start with the same bytes: a numeric range
 *   beside anything but numbers, an address beside numbers. They share transitions, and which is seen first hangs on
 *   the order of a HashSet: `{"a": [false, {"numeric": ["<=", 100]}]}` below two alternatives has had both verdicts on
 *   one event within one run.
 *
 * Throws InvalidPatternError.
 */
export function meetsRulerDefect(pattern: Json): boolean {
  const alternatives = readAlternatives(pattern);
  return (
    hasTangledEntries(alternatives) ||
    alternatives.some((one, i) => alternatives.slice(i + 1).some((other) => overlap(one, other)))
  );
}

function hasTangledEntries(alternatives: readonly Alternative[]): boolean {
  const entries = new Map<string, string[]>();
  for (const alternative of alternatives) {
    for (const [name, field] of alternative) {
      entries.set(name, [...(entries.get(name) ?? []), ...field.entries.map(rough)]);
    }
  }
  return [...entries.values()].some((texts) => {
    const has = (...starts: string[]): boolean =>
      texts.some((text) => starts.some((start) => text.includes(start)));
    const isNumber = (text: string): boolean => /^(number|numeric)\(/.test(text);
    return (
      (has('wildcard(') && has('equals-ignore-case(')) ||
      (has('numeric(') && !texts.every(isNumber)) ||
      (has('address') && has('number(', 'numeric(', 'spelling('))
    );
  });
}

function overlap(one: Alternative, other: Alternative): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([name, field]) => {
    const entries = new Set(field.entries.map(rough));
    return other.get(name)?.entries.some((entry) => entries.has(rough(entry))) ?? false;
  });
}

/** The same text for entries that event-ruler may hold for the same, and for a few more. */
function rough(entry: Json): string {
  if (entry instanceof NumberText) {
    return entry.value === undefined ? `spelling(${entry.literal})` : `number(${entry.value})`;
  }
  if (typeof entry === 'string') return addressHex(entry) ? 'address' : JSON.stringify(entry);
  if (entry instanceof JsonObject) {
    const [operator, operand] = entry.entries[0] ?? ['', null];
    return operator === 'cidr' ? 'address' : `${operator}(${rough(operand)})`;
  }
  if (entry === null || typeof entry === 'boolean') return String(entry);
  return [...new Set(entry.map(rough))].sort().join();
}
