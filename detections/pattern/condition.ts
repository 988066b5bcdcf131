import type { AddressRange } from './address.ts';
import { inRange } from './address.ts';
import { fold, foldedEnds, foldedEquals, foldedStarts } from './folding.ts';
import type { InvalidPatternError } from './invalid.ts';
import type { NumberText } from './number.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * One entry of a field's list, e.g. `{"prefix": "a"}`, said of the values an event can hold. event-ruler compares
 * text: strings in quotes, everything else bare. Where that shows, we do the same.
 */
export interface Condition {
  /** Of a JSON string. */
  readonly string: (value: string) => boolean;
  /** Of true, false, null, and of a number that cannot be compared or meets no numeric condition, by its spelling. */
  readonly bare: (spelling: string) => boolean;
  /** Of a number that can be compared, if one of the field's conditions is numeric. */
  readonly number: (value: number) => boolean;
  readonly numeric?: true;
  /** Of a string that is an IP address, by its hex digits; asked besides `string`. */
  readonly address?: (hex: string) => boolean;
  /** What every value that meets this begins with: it is then a string. Absent where nothing can be said. */
  readonly begins?: string;
  /** Why a pattern that demands this is invalid. One that names the field again and so replaces this is not. */
  readonly unusable?: InvalidPatternError;
}

const never = (): boolean => false;
const always = (): boolean => true;

/** `{"exists": true}` */
export const present: Condition = { string: always, bare: always, number: always };

/** What no value meets. */
export const nothing: Condition = { string: never, bare: never, number: never };

const ofStrings = (string: (value: string) => boolean, begins?: string): Condition =>
  begins === undefined ? { ...nothing, string } : { ...nothing, string, begins };

/** What event-ruler reads but cannot build. */
export const unusable = (error: InvalidPatternError): Condition => ({ ...nothing, unusable: error });

/** A string, as it is. */
export const exactly = (wanted: string): Condition => ofStrings((value) => value === wanted, wanted);

/** true, false or null. */
export const word = (wanted: string): Condition => ({ ...nothing, bare: (spelling) => spelling === wanted });

/** A number: any spelling of it, or the same spelling where it cannot be compared. */
export function numberIs({ literal, value }: NumberText): Condition {
  const sameText = (text: string): boolean => text === literal;
  // The spelling is also held against an address's digits where both stand in one list: event-ruler 2.1.0, seen.
  const spelled: Condition = { ...nothing, bare: sameText, address: sameText };
  return value === undefined ? spelled : { ...spelled, number: (number) => number === value, numeric: true };
}

/** A range of numbers. */
export const numberIn = (inside: (value: number) => boolean): Condition => ({
  ...nothing,
  number: inside,
  numeric: true,
});

/** `{"cidr": …}`, and a string that is an IP address: any spelling of it. */
export function addressIn(range: AddressRange): Condition {
  const inside = (digits: string): boolean => inRange(range, digits);
  // A bare spelling is taken for hex digits: `{"cidr": "16.0.0.0/4"}` matches the number 15. event-ruler 2.1.0, seen.
  return { ...nothing, bare: inside, address: inside };
}

/*
 * A value's text has its quotes on when event-ruler looks for a prefix or suffix, and they are not escaped: the
 * prefix `a"` matches the string `a`. Seen.
 */
export const startsWith = (prefix: string): Condition =>
  ofStrings(
    (value) => value.startsWith(prefix) || `${value}"` === prefix,
    prefix.endsWith('"') ? prefix.slice(0, -1) : prefix,
  );

export const endsWith = (suffix: string): Condition =>
  ofStrings((value) => value.endsWith(suffix) || `"${value}` === suffix);

export function startsWithFolded(prefix: string): Condition {
  const folded = fold(prefix);
  return ofStrings((value) => foldedStarts(folded, `${value}"`));
}

export function endsWithFolded(suffix: string): Condition {
  const folded = fold(suffix);
  return ofStrings((value) => foldedEnds(folded, `"${value}`));
}

export function equalsFolded(text: string): Condition {
  const folded = fold(text);
  return ofStrings((value) => foldedEquals(folded, value));
}

export const wildcard = (pieces: readonly string[]): Condition =>
  ofStrings((value) => matchesWildcard(pieces, value), pieces[0]);

/** `{"anything-but": …}` of conditions on strings: also met by every value that is no string, null included. */
export const anythingBut = (conditions: readonly Condition[]): Condition => ({
  string: (value) => !conditions.some((condition) => condition.string(value)),
  bare: always,
  number: always,
});

/** `{"anything-but": …}` of numbers: also met by every value that is no number. */
export function anythingButNumbers(numbers: readonly number[]): Condition {
  const forbidden = new Set(numbers);
  return { string: always, bare: always, number: (value) => !forbidden.has(value), numeric: true };
}
