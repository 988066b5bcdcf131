import type { Random } from './random.ts';
import { Keys, Text } from './text.ts';
import type { Value } from './text.ts';

/** Strings that are near each other, that look like something else, or that bytes and UTF-16 see differently. */
// prettier-ignore
export const STRINGS: readonly string[] = [
  '', 'a', 'ab', 'abc', 'ABC', 'Abc', 'aab', 'abab', 'ba', 'b', 'aXb', 'N', 'true', 'null', '1', '1.0',
  'a*b', 'a\\b', '*', '\\', 'a"', '"a', '"', 'a b', 'a.b', 'é', 'É', 'ß', 'SS', 'ss', 'ẞ', 'ǆ', 'ǅ', 'Ǆ',
  'ŉ', 'ʼN', '大雨', '雨', '😀', '??', '?', 'x😀', 'K', 'k', 'K', 'ı', 'I', 'i', 'İ', 'ⱥ', 'Ⱥ', 'ΰ', 'σ', 'ς',
  'Σ', 'AssumeRole', 'assumerole', 'GetSecretValue', 'AccessDenied', 'AccessDeniedException',
  'VpceAccessDenied', 'arn:aws:iam::123456789012:role/BREAK-GLASS-x',
  'arn:aws:iam::123456789012:role/ops/BREAK-GLASS', '__proto__',
];

// prettier-ignore
export const ADDRESSES: readonly string[] = [
  '10.0.0.1', '010.0.0.1', '10.0.0.9', '10.0.0.10', '10.0.0.15', '10.0.1.0', '11.0.0.1', '192.0.2.255',
  '0.0.0.0', '255.255.255.255', '::1', '0:0:0:0:0:0:0:1', '2001:db8::f', '2001:DB8::F', '2001:db8::10',
  'a00:1::', '::', '::ffff:a00:1', '::ffff:10.0.0.1', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', 'a:b', ':',
  '1::2::3', '00001::1',
];

// prettier-ignore
export const CIDRS: readonly string[] = [
  '10.0.0.0/8', '10.0.0.0/24', '10.0.0.1/31', '10.0.0.8/29', '0.0.0.0/0', '192.0.2.0/25', '16.0.0.0/4',
  '2001:db8::/32', '2001:db8::/124', '::/0', '::1/127', '::ffff:a00:0/24', 'a00::/16',
];

// prettier-ignore
export const BAD_CIDRS: readonly string[] = [
  '10.0.0.0', '10.0.0.0/32', '10.0.0.0/-1', '10.0.0.0/x', '::1/128', '10.0.0/8', '/8', '10.0.0.0/8/9',
  'a:b/8', '',
];

/** Each list spells one number in several ways. The last ones no double holds. */
const NUMBERS: readonly (readonly string[])[] = [
  ['0', '-0', '0.0', '-0.0', '0e0', '0E+7'],
  ['1', '1.0', '1e0', '10e-1', '0.1e1', '1.00E+0'],
  ['-1', '-1.0', '-1e0'],
  ['5', '5.0', '0.5E1'],
  ['10', '1e1', '10.0'],
  ['15', '1.5e1', '15.0'],
  ['100', '1e2', '100.00'],
  ['1.5', '1.50', '15e-1'],
  ['-2.25', '-225e-2'],
  ['0.1', '1e-1', '0.10'],
  ['3.14', '314e-2'],
  ['123456789012', '123456789012.0', '1.23456789012e11'],
  ['9007199254740992', '9007199254740992.0'],
  ['1e21', '1000000000000000000000', '1E+21'],
  ['1e-7', '0.0000001'],
  ['1.7976931348623157e308', '17976931348623157e292'],
  ['-1.7976931348623157e308'],
  ['12345678', '12345678.0'],
  ['9007199254740993', '9007199254740993.0'],
  ['12345678901234567890', '1.2345678901234567890e19'],
  ['0.1000000000000000055511151231257827', '0.10000000000000000555111512312578270'],
  ['1e400', '1E400', '10e399'],
  ['1e-400'],
];

export const number = (random: Random): Text => new Text(random.pick(random.pick(NUMBERS)));

/** The same number, perhaps in another spelling. */
export function respelled(number: Text, random: Random): Text {
  const spellings = NUMBERS.find((list) => list.includes(number.text)) ?? [number.text];
  return new Text(random.pick(spellings));
}

export function string(random: Random): string {
  return random.pick(random.chance(0.15) ? ADDRESSES : STRINGS);
}

/** A value that can stand at the end of a path. */
export function leaf(random: Random): Value {
  if (random.chance(0.65)) return string(random);
  if (random.chance(0.65)) return number(random);
  return random.pick([true, false, null]);
}

/** Few, so that patterns and events meet; some with dots, some that JavaScript objects or the ruler treat apart. */
const KEYS: readonly string[] = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'd', 'detail'];
const ODD_KEYS: readonly string[] = ['', '__proto__', 'constructor', 'toString', '$or', '7', 'é'];
/**
 * Only at the top of an event: below an array they let one field have values inside and outside of an array, and which
 * of them event-ruler keeps hangs on the order of its hash table of arrays.
 */
const DOTTED_KEYS: readonly string[] = ['a.b', 'b.c', 'a.', '.'];

export function key(random: Random, dotted = true): string {
  if (dotted && random.chance(0.03)) return random.pick(DOTTED_KEYS);
  return random.pick(random.chance(0.03) ? ODD_KEYS : KEYS);
}

/** An object of an event, its keys all different: JSON.parse and event-ruler part ways on repeated ones. */
export function object(random: Random, depth: number): Keys {
  const names = new Set(random.list(depth === 0 ? 1 : 0, 4, () => key(random, depth === 0)));
  return new Keys([...names].map((name) => [name, node(random, depth + 1)]));
}

function node(random: Random, depth: number): Value {
  if (depth > 4 || random.chance(0.45)) return leaf(random);
  if (random.chance(0.45)) return object(random, depth);
  if (random.chance(0.5)) return random.list(0, 3, () => object(random, depth + 1));
  return random.list(0, 3, () => node(random, depth + 1));
}
