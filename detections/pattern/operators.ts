import { addressHex, readCidr } from './address.ts';
import * as is from './condition.ts';
import type { Condition } from './condition.ts';
import type { Place } from './invalid.ts';
import { InvalidPatternError, keyPlace } from './invalid.ts';
import type { Json } from './json.ts';
import { JsonObject } from './json.ts';
import { NumberText } from './number.ts';
import { readNumeric } from './numeric.ts';
import { readWildcard } from './wildcard.ts';

/** An entry of a field's list that asks for the field's absence: `{"exists": false}`. */
export const ABSENT = Symbol('absent');

/**
 * How the operators are read. `lenient` is event-ruler's second reading, of patterns in which `$or` is a plain name:
 * its anything-but is older and knows fewer forms.
 */
export type Reading = 'strict' | 'lenient';

/** Reads one entry of a field's list. `first` says that it is the first one. Throws InvalidPatternError. */
export function readEntry(
  entry: Json,
  at: Place,
  first: boolean,
  reading: Reading,
): Condition | typeof ABSENT {
  if (entry === null || typeof entry === 'boolean') return is.word(String(entry));
  if (entry instanceof NumberText) return is.numberIs(entry);
  if (typeof entry === 'string') {
    const hex = addressHex(entry);
    return hex === undefined ? is.exactly(entry) : is.addressIn({ first: hex, last: hex });
  }
  if (!(entry instanceof JsonObject)) {
    throw new InvalidPatternError(at, 'a value must be a string, a number, true, false, null or an operator');
  }
  const [operator, operand] = onlyEntry(entry, at);
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw new InvalidPatternError(at, 'exists takes true or false');
    return operand ? is.present : ABSENT;
  }
  const below = keyPlace(at, operator);
  if (operator === 'anything-but') return readAnythingBut(operand, below, first, reading);
  return readOperator(operator, operand, at, below);
}

function readOperator(operator: string, operand: Json, at: Place, below: Place): Condition {
  switch (operator) {
    case 'exactly':
      return is.exactly(text(operand, below, operator));
    case 'prefix':
      return operand instanceof JsonObject
        ? is.startsWithFolded(ignoringCase(operand, below))
        : is.startsWith(text(operand, below, operator));
    case 'suffix':
      return operand instanceof JsonObject
        ? is.endsWithFolded(ignoringCase(operand, below))
        : is.endsWith(text(operand, below, operator));
    case 'equals-ignore-case':
      return is.equalsFolded(text(operand, below, operator));
    case 'wildcard':
      return readWildcardOperand(operand, below);
    case 'numeric':
      return readNumeric(operand, below);
    case 'cidr': {
      const range = readCidr(text(operand, below, operator));
      if ('wrong' in range) throw new InvalidPatternError(below, range.wrong);
      return is.addressIn(range);
    }
    default:
      throw new InvalidPatternError(at, `${JSON.stringify(operator)} is not an operator`);
  }
}

function readAnythingBut(operand: Json, at: Place, first: boolean, reading: Reading): Condition {
  if (operand instanceof JsonObject) {
    const [operator, values] = onlyEntry(operand, at);
    const below = keyPlace(at, operator);
    const one = FORBIDDING.get(operator);
    if (!one) throw new InvalidPatternError(at, `anything-but does not take ${JSON.stringify(operator)}`);
    if (
      reading === 'lenient' &&
      (operator === 'wildcard' || (isList(values) && operator !== 'equals-ignore-case'))
    ) {
      throw new InvalidPatternError(below, 'not in a pattern in which $or is a field');
    }
    if (!isList(values)) return is.anythingBut([one(values, below)]);
    // event-ruler 2.1.0 takes an empty list here, except as a field's first entry, and it never matches (seen).
    if (values.length === 0) {
      return first ? is.unusable(new InvalidPatternError(below, 'an empty list is not allowed')) : is.nothing;
    }
    return is.anythingBut(values.map((value, i) => one(value, `${below}[${i}]`)));
  }
  const values = isList(operand) ? operand : [operand];
  if (values.length > 0 && values.every((value) => typeof value === 'string')) {
    return is.anythingBut(values.map((value) => is.exactly(text(value, at, 'anything-but'))));
  }
  if (values.length > 0 && values.every((value) => value instanceof NumberText)) {
    return is.anythingButNumbers(values.map((value) => comparable(value, at)));
  }
  throw new InvalidPatternError(at, 'anything-but takes strings only or numbers only, at least one');
}

/** What may stand inside anything-but, and how one value of it is read. */
const FORBIDDING = new Map<string, (operand: Json, at: Place) => Condition>([
  ['prefix', (operand, at) => is.startsWith(filledText(operand, at, 'prefix'))],
  ['suffix', (operand, at) => is.endsWith(filledText(operand, at, 'suffix'))],
  ['equals-ignore-case', (operand, at) => is.equalsFolded(text(operand, at, 'equals-ignore-case'))],
  ['wildcard', readWildcardOperand],
]);

function readWildcardOperand(operand: Json, at: Place): Condition {
  const read = readWildcard(text(operand, at, 'wildcard'));
  if ('wrong' in read) throw new InvalidPatternError(at, read.wrong);
  return is.wildcard(read.pieces);
}

function comparable({ literal, value }: NumberText, at: Place): number {
  if (value === undefined) throw new InvalidPatternError(at, `a double cannot hold the number ${literal}`);
  return value;
}

function ignoringCase(operand: JsonObject, at: Place): string {
  const [operator, value] = onlyEntry(operand, at);
  if (operator !== 'equals-ignore-case') {
    throw new InvalidPatternError(
      at,
      `only equals-ignore-case may stand here, not ${JSON.stringify(operator)}`,
    );
  }
  return text(value, keyPlace(at, operator), operator);
}

function onlyEntry(object: JsonObject, at: Place): readonly [string, Json] {
  const [entry] = object.entries;
  if (!entry || object.entries.length > 1) {
    throw new InvalidPatternError(at, 'an operator is an object with exactly one key');
  }
  return entry;
}

function text(operand: Json, at: Place, operator: string): string {
  if (typeof operand !== 'string') throw new InvalidPatternError(at, `${operator} takes a string`);
  // Half a surrogate pair has no UTF-8 form: Java writes a question mark. Plain strings are not compared as UTF-8.
  return operator === 'exactly' ? operand : operand.replace(/\p{Surrogate}/gu, '?');
}

function filledText(operand: Json, at: Place, operator: string): string {
  const value = text(operand, at, operator);
  if (value === '') throw new InvalidPatternError(at, `an empty ${operator} would forbid every string`);
  return value;
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);
