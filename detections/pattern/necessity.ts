import { readAlternatives } from './alternatives.ts';
import type { Field } from './field.ts';
import { meets } from './field.ts';
import type { EventPattern } from './objects.ts';
import { readObjectPattern } from './objects.ts';

/** Something that an event's JSON text can be seen to hold without being parsed. */
export interface Sign {
  /** `value`: a string that begins so. `key`: a key that ends so. */
  readonly in: 'value' | 'key';
  readonly text: string;
}

/** What an event must show for one alternative of a pattern to match it. More than that may be demanded. */
export interface Necessity {
  /** The fields that decide: an event is the same to the alternative whatever else it holds. */
  readonly fields: readonly string[];
  /** Whether the alternative can match an event that has this string in a field; `null`: that has no such field. */
  allows(field: string, value: string | null): boolean;
  /** Of the signs of each of these fields, the event shows at least one. */
  readonly signs: readonly { readonly field: string; readonly anyOf: readonly Sign[] }[];
}

/**
 * What events must show to match a pattern, one necessity for each of its alternatives: for a look at an event that
 * costs less than parsing it. Made of the very conditions that the matcher asks, so that a pattern that is widened
 * widens it. Throws InvalidPatternError.
 */
export function necessitiesOf(pattern: EventPattern): Necessity[] {
  return readAlternatives(readObjectPattern(pattern)).map((fields) => ({
    fields: [...fields.keys()],
    allows: (name, value) => {
      const field = fields.get(name);
      if (field === undefined) return true;
      return value === null ? field.mayBeAbsent : meets(field, value);
    },
    signs: [...fields.values()].flatMap((field) => {
      const anyOf = signsOf(field);
      return anyOf === null ? [] : [{ field: field.name, anyOf }];
    }),
  }));
}

/** Any of these is shown where the field is met; null where it may be met without. */
function signsOf({ name, mayBeAbsent, conditions }: Field): readonly Sign[] | null {
  if (mayBeAbsent) return null;
  const beginnings = conditions.map(({ begins = '' }) => begins);
  if (beginnings.every(isTelling)) return beginnings.map((text) => ({ in: 'value', text }));
  // A key may be several parts of a path, joined by dots (see Path): it ends in the last one all the same.
  const key = name.slice(name.lastIndexOf('.') + 1);
  return isTelling(key) ? [{ in: 'key', text: key }] : null;
}

/** Long enough to be rare, and the same bytes in every JSON text that spells it without needless escapes. */
function isTelling(text: string): boolean {
  return text.length >= 8 && /^[\x20-\x7e]+$/.test(text) && !/["\\]/.test(text);
}
