import type { Random } from './random.ts';
import { Keys, Text } from './text.ts';
import type { Value } from './text.ts';
import { ADDRESSES, BAD_CIDRS, CIDRS, STRINGS, leaf, number, respelled, string } from './values.ts';

const one = (operator: string, operand: Value): Keys => new Keys([[operator, operand]]);

function otherCase(text: string, random: Random): string {
  return Array.from(text, (unit) => (random.chance(0.5) ? unit.toUpperCase() : unit.toLowerCase())).join('');
}

/** Stars for some runs of the characters, what means something escaped. */
function starred(text: string, random: Random): string {
  let pattern = '';
  for (const unit of text) {
    if (random.chance(0.3)) pattern += pattern.endsWith('*') ? '' : '*';
    else pattern += unit === '*' || unit === '\\' ? `\\${unit}` : unit;
  }
  return random.chance(0.2) && !pattern.endsWith('*') ? `${pattern}*` : pattern;
}

const some = (text: string, random: Random): string => text.slice(0, random.whole(0, text.length));
const tail = (text: string, random: Random): string => text.slice(random.whole(0, text.length));
const filled = (text: string): string => text || 'a';
const oneOrMore = (random: Random, make: () => Value): Value =>
  random.chance(0.5) ? make() : random.list(1, 3, make);

type Entry = (random: Random, text: string, number: Text) => Value;

/** How an entry of each operator is made from a string and a number that it may well meet. */
const OPERATORS: Readonly<Record<string, Entry>> = {
  string: (_, text) => text,
  number: (random, __, number) => respelled(number, random),
  literal: (random) => random.pick([true, false, null]),
  exactly: (_, text) => one('exactly', text),
  prefix: (random, text) => one('prefix', some(text, random)),
  'prefix-ignore-case': (random, text) =>
    one('prefix', one('equals-ignore-case', otherCase(some(text, random), random))),
  suffix: (random, text) => one('suffix', tail(text, random)),
  'suffix-ignore-case': (random, text) =>
    one('suffix', one('equals-ignore-case', otherCase(tail(text, random), random))),
  'equals-ignore-case': (random, text) => one('equals-ignore-case', otherCase(text, random)),
  wildcard: (random, text) => one('wildcard', starred(text, random)),
  'anything-but': (random, text) =>
    one(
      'anything-but',
      oneOrMore(random, () => (random.chance(0.5) ? text : string(random))),
    ),
  'anything-but-number': (random, _, wanted) => {
    const forbidden = comparable(wanted, random);
    return one(
      'anything-but',
      oneOrMore(random, () => (random.chance(0.5) ? forbidden : comparable(number(random), random))),
    );
  },
  'anything-but-prefix': (random, text) =>
    one(
      'anything-but',
      one(
        'prefix',
        oneOrMore(random, () => filled(some(random.pick([text, string(random)]), random))),
      ),
    ),
  'anything-but-suffix': (random, text) =>
    one(
      'anything-but',
      one(
        'suffix',
        oneOrMore(random, () => filled(tail(random.pick([text, string(random)]), random))),
      ),
    ),
  'anything-but-ignore-case': (random, text) =>
    one(
      'anything-but',
      one(
        'equals-ignore-case',
        oneOrMore(random, () => otherCase(random.pick([text, string(random)]), random)),
      ),
    ),
  'anything-but-wildcard': (random, text) =>
    one(
      'anything-but',
      one(
        'wildcard',
        oneOrMore(random, () => starred(random.pick([text, string(random)]), random)),
      ),
    ),
  numeric: (random, _, wanted) => one('numeric', range(random, comparable(wanted, random))),
  cidr: (random) => one('cidr', random.pick(CIDRS)),
  address: (random, text) => (ADDRESSES.includes(text) ? text : random.pick(ADDRESSES)),
  present: () => one('exists', true),
  absent: () => one('exists', false),
};

/** The operators that generated patterns use, by the names under which the suite counts them. */
export const OPERATOR_NAMES = Object.keys(OPERATORS);

/** A number that a double holds: others are refused inside operators, which has its own generator. */
function comparable(wanted: Text, random: Random): Text {
  return /\d{16}|e-?400|399/i.test(wanted.text)
    ? new Text(random.pick(['1', '5.0', '1e1', '-2.25']))
    : wanted;
}

function range(random: Random, bound: Text): Value {
  const value = Number(bound.text);
  if (Math.abs(value) > 1e300) return ['=', bound];
  const less = new Text(String(value - random.whole(1, 3)));
  const more = new Text(String(value + random.whole(1, 3)));
  return random.pick<Value>([
    ['=', bound],
    ['<', bound],
    ['<=', bound],
    ['>', bound],
    ['>=', bound],
    [random.pick(['>', '>=']), less, random.pick(['<', '<=']), bound],
    [random.pick(['>', '>=']), bound, random.pick(['<', '<=']), more],
  ]);
}

/** An entry for a field that holds `held`, and its operator's name. Most meet the value or nearly do. */
export function entry(random: Random, held: Value): readonly [string, Value] {
  const name = operatorFor(random, held);
  const text = typeof held === 'string' && random.chance(0.8) ? held : string(random);
  const wanted = held instanceof Text && random.chance(0.8) ? held : number(random);
  const make = OPERATORS[name];
  if (!make) throw new Error(name);
  return [name, make(random, text, wanted)];
}

function operatorFor(random: Random, held: Value): string {
  if (typeof held === 'string' && ADDRESSES.includes(held) && random.chance(0.5)) {
    return random.pick(['cidr', 'cidr', 'address', 'string']);
  }
  if (held instanceof Text && random.chance(0.6))
    return random.pick(['number', 'numeric', 'numeric', 'anything-but-number']);
  if ((held === null || typeof held === 'boolean') && random.chance(0.5)) return 'literal';
  return random.pick(OPERATOR_NAMES);
}

/** An entry that event-ruler must refuse, or that only just escapes being refused. */
export function dubiousEntry(random: Random): Value {
  const text = random.pick(STRINGS);
  return random.pick<() => Value>([
    () => [leaf(random)],
    () => new Keys([]),
    () => one(random.pick(['starts-with', 'Prefix', 'regex', '', '$or', '__proto__', 'toString']), text),
    () =>
      one(
        random.pick(['prefix', 'suffix', 'wildcard', 'equals-ignore-case', 'cidr', 'exactly']),
        leaf(random),
      ),
    () =>
      one(
        random.pick(['prefix', 'suffix', 'wildcard']),
        one(random.pick(['equals-ignore-case', 'prefix']), leaf(random)),
      ),
    () =>
      new Keys([
        ['prefix', 'a'],
        [random.pick(['prefix', 'suffix']), 'b'],
      ]),
    () =>
      one(
        'prefix',
        new Keys([
          ['equals-ignore-case', 'a'],
          ['equals-ignore-case', 'b'],
        ]),
      ),
    () => one('exists', leaf(random)),
    () =>
      one(
        'wildcard',
        random.pick(['**', 'a**b', 'a\\', 'a\\b', '\\**', '*\\*', '\\\\*', '*\\\\*', '\\\\\\']),
      ),
    () => one('cidr', random.pick(BAD_CIDRS)),
    () =>
      one(
        'numeric',
        random.list(0, 5, () =>
          random.pick<Value>(['<', '>=', '=', '>', '<=', '!=', number(random), number(random)]),
        ),
      ),
    () =>
      one(
        'numeric',
        random.pick<Value>([
          leaf(random),
          ['>', new Text('5'), '<', new Text('5')],
          ['>', new Text('6'), '<', new Text('5')],
          ['<', new Text('1'), '>', new Text('0')],
        ]),
      ),
    () => one('anything-but', leaf(random)),
    () =>
      one(
        'anything-but',
        random.list(0, 3, () => leaf(random)),
      ),
    () =>
      one(
        'anything-but',
        one(
          random.pick(['prefix', 'suffix', 'wildcard', 'equals-ignore-case', 'numeric', 'exists']),
          random.pick<() => Value>([
            () => leaf(random),
            () => random.list(0, 2, () => leaf(random)),
            () => '',
          ])(),
        ),
      ),
    () =>
      one(
        'anything-but',
        new Keys([
          ['prefix', 'a'],
          ['suffix', 'b'],
        ]),
      ),
  ])();
}
