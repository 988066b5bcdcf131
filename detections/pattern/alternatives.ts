import type { Condition } from './condition.ts';
import type { Field } from './field.ts';
import type { Place } from './invalid.ts';
import { InvalidPatternError, keyPlace } from './invalid.ts';
import type { Json } from './json.ts';
import { JsonObject } from './json.ts';
import type { Reading } from './operators.ts';
import { ABSENT, readEntry } from './operators.ts';

/** Fields by name that must all be met: one way to match a pattern. */
export type Alternative = ReadonlyMap<string, Field>;

/**
 * EventBridge refuses a pattern whose `$or`s combine to more (documented under "Considerations when creating event
 * patterns"); event-ruler itself has no such limit, so here we follow EventBridge.
 */
const MAX_ALTERNATIVES = 1_000;

/** event-ruler 2.1.0 refuses a rule with more fields. */
const MAX_FIELDS = 256;

/** Names that event-ruler keeps for itself inside `$or`. */
const RESERVED_IN_OR: ReadonlySet<string> = new Set(
  `exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard
  not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range
  ip-address-in-range ip-address-not-in-range`.split(/\s+/),
);

/**
 * Reads a pattern as the alternatives that its `$or`s leave. If `$or` has not the shape of one (a list of two or more
 * objects of fields), it is a plain field name everywhere in the pattern. Throws InvalidPatternError.
 */
export function readAlternatives(pattern: Json): readonly Alternative[] {
  if (!(pattern instanceof JsonObject)) throw new InvalidPatternError('$', 'a pattern is a JSON object');
  const alternatives = readEither(pattern);
  for (const fields of alternatives) {
    if (fields.size > MAX_FIELDS) throw new InvalidPatternError('$', `more than ${MAX_FIELDS} fields`);
    for (const { unusable } of fields.values()) if (unusable) throw unusable;
  }
  return alternatives;
}

function readEither(pattern: JsonObject): readonly Alternative[] {
  try {
    return readObject(pattern, [new Map()], [], '$', 'strict');
  } catch (strict) {
    if (!(strict instanceof InvalidPatternError)) throw strict;
    try {
      return readObject(pattern, [new Map()], [], '$', 'lenient');
    } catch (lenient) {
      // What is wrong with $or as an $or says more than what is wrong with it as a name.
      throw lenient instanceof InvalidPatternError ? strict : lenient;
    }
  }
}

type Fields = Map<string, Field>;

/** Adds the fields of an object to each alternative so far. A field that is there already is replaced. */
function readObject(
  object: JsonObject,
  soFar: readonly Fields[],
  path: readonly string[],
  at: Place,
  reading: Reading,
  insideOr = false,
): readonly Fields[] {
  if (object.entries.length === 0) throw new InvalidPatternError(at, 'an empty object is not allowed');
  let alternatives = soFar;
  for (const [key, value] of object.entries) {
    const below = keyPlace(at, key);
    if (key === '$or' && reading === 'strict') {
      alternatives = readOr(value, alternatives, path, below);
      continue;
    }
    if (insideOr && RESERVED_IN_OR.has(key)) {
      throw new InvalidPatternError(below, 'an operator cannot be the name of a field inside $or');
    }
    if (value instanceof JsonObject) {
      alternatives = readObject(value, alternatives, [...path, key], below, reading, insideOr);
    } else if (Array.isArray(value)) {
      const parent = path.join('.');
      // A field right below an empty key is taken for one of the object around it: event-ruler 2.1.0, seen.
      const name = parent === '' ? key : `${parent}.${key}`;
      const field = readField(name, value as readonly Json[], below, reading);
      for (const alternative of alternatives) alternative.set(name, field);
    } else {
      throw new InvalidPatternError(below, 'a field takes a list or an object');
    }
  }
  return alternatives;
}

function readOr(
  value: Json,
  soFar: readonly Fields[],
  path: readonly string[],
  at: Place,
): readonly Fields[] {
  if (!Array.isArray(value)) throw new InvalidPatternError(at, '$or takes a list');
  const choices = value as readonly Json[];
  if (choices.length < 2) throw new InvalidPatternError(at, '$or takes at least two objects');
  if (soFar.length * choices.length > MAX_ALTERNATIVES) throw tooMany(at);
  const alternatives = choices.flatMap((choice, i) => {
    const place = `${at}[${i}]`;
    if (!(choice instanceof JsonObject)) throw new InvalidPatternError(place, '$or takes objects only');
    const copies = soFar.map((fields) => new Map(fields));
    return readObject(choice, copies, path, place, 'strict', true);
  });
  if (alternatives.length > MAX_ALTERNATIVES) throw tooMany(at);
  return alternatives;
}

const tooMany = (at: Place): InvalidPatternError =>
  new InvalidPatternError(at, `$or makes more than ${MAX_ALTERNATIVES} combinations`);

function readField(name: string, entries: readonly Json[], at: Place, reading: Reading): Field {
  if (entries.length === 0) throw new InvalidPatternError(at, 'an empty list is not allowed');
  const read = entries.map((entry, i) => readEntry(entry, `${at}[${i}]`, i === 0, reading));
  const conditions = read.filter((entry): entry is Condition => entry !== ABSENT);
  return {
    name,
    entries,
    mayBeAbsent: conditions.length < read.length,
    strings: stringsOf(entries, conditions),
    numeric: conditions.some((condition) => condition.numeric),
    conditions,
    unusable: conditions.find((condition) => condition.unusable)?.unusable,
  };
}

/** The entries, if they are strings and none is an IP address, which may be spelled in other ways. */
function stringsOf(
  entries: readonly Json[],
  conditions: readonly Condition[],
): ReadonlySet<string> | undefined {
  const strings = entries.filter((entry) => typeof entry === 'string');
  const plain = strings.length === entries.length && conditions.every((condition) => !condition.address);
  return plain ? new Set(strings) : undefined;
}
