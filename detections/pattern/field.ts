import { addressHex } from './address.ts';
import type { Condition } from './condition.ts';
import type { InvalidPatternError } from './invalid.ts';
import type { Json } from './json.ts';
import { NumberText } from './number.ts';

/** A value that can stand at the end of a path: anything but an object or an array. */
export type LeafValue = string | number | boolean | null | NumberText;

/** What a pattern demands of one field: any of its entries. */
export interface Field {
  /** Path of the field, joined by dots as event-ruler joins it. */
  readonly name: string;
  /** The entries as they are written. */
  readonly entries: readonly Json[];
  /** Whether the field may be absent: `{"exists": false}` is among the entries. */
  readonly mayBeAbsent: boolean;
  /** The strings demanded, if the entries are plain strings and nothing else. */
  readonly strings: ReadonlySet<string> | undefined;
  /** Whether any condition is numeric: numbers are then compared by value, otherwise by spelling. */
  readonly numeric: boolean;
  readonly conditions: readonly Condition[];
  /** See `Condition`. */
  readonly unusable: InvalidPatternError | undefined;
}

/** Whether a value meets any entry of the field. */
export function meets({ strings, numeric, conditions }: Field, value: LeafValue): boolean {
  if (typeof value === 'string') {
    if (strings) return strings.has(value);
    for (const condition of conditions) if (condition.string(value)) return true;
    return meetsAsAddress(conditions, value);
  }
  const number = typeof value === 'number' ? value : value instanceof NumberText ? value.value : undefined;
  if (numeric && number !== undefined) return conditions.some((condition) => condition.number(number));
  const spelling = value instanceof NumberText ? value.literal : String(value);
  return conditions.some((condition) => condition.bare(spelling));
}

function meetsAsAddress(conditions: readonly Condition[], value: string): boolean {
  if (!conditions.some((condition) => condition.address)) return false;
  const hex = addressHex(value);
  return hex !== undefined && conditions.some((condition) => condition.address?.(hex) === true);
}
