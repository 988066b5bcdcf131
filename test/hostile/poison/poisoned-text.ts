import fc from 'fast-check';
import { bigPoisons, poisons } from './poisons.ts';

/** JSON as text whose objects may have a key twice. */
type Tree = string | readonly Tree[] | { readonly entries: readonly (readonly [key: string, value: Tree])[] };

/** One change of a record: where, what is done there, and with which text. */
export interface Change {
  readonly place: number;
  readonly how: (typeof ways)[number];
  readonly poison: string;
}

const ways = [
  'instead',
  'beside',
  'away',
  'in a list',
  'in an object',
  'twice',
  'twice, poison first',
  'as __proto__',
  'lengthened',
] as const;

export const anyPoison = fc.oneof(
  { arbitrary: fc.constantFrom(...poisons), weight: 120 },
  { arbitrary: fc.constantFrom(...bigPoisons), weight: 1 },
  { arbitrary: fc.json(), weight: 5 },
  { arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)), weight: 10 },
);

export const changes = fc.array(
  fc.record({ place: fc.nat(10_000), how: fc.constantFrom(...ways), poison: anyPoison }),
  { minLength: 1, maxLength: 4 },
);

/** The JSON text of a record after changes of its fields, at any depth. */
export function poisonedText(record: unknown, done: readonly Change[]): string {
  return textOf(done.reduce(changed, treeOf(record)));
}

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return value.map(treeOf);
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return { entries: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)] as const) };
}

function textOf(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  if (isList(tree)) return `[${tree.map(textOf).join(',')}]`;
  return `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
}

function isList(tree: Exclude<Tree, string>): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** How many entries of objects a tree has, its own and those within. */
function places(tree: Tree): number {
  if (typeof tree === 'string') return 0;
  if (isList(tree)) return tree.reduce((sum: number, inner) => sum + places(inner), 0);
  return tree.entries.reduce((sum, [, value]) => sum + 1 + places(value), 0);
}

function changed(tree: Tree, { place, how, poison }: Change): Tree {
  const all = places(tree);
  return all === 0 ? poison : at(tree, place % all, (key, value) => entriesFor(key, value, how, poison));
}

type Entry = readonly [key: string, value: Tree];

function at(tree: Tree, place: number, change: (key: string, value: Tree) => readonly Entry[]): Tree {
  let left = place;
  if (typeof tree === 'string') return tree;
  if (isList(tree)) {
    return tree.map((inner) => {
      const [here, size] = [left, places(inner)];
      left -= size;
      return here >= 0 && here < size ? at(inner, here, change) : inner;
    });
  }
  return {
    entries: tree.entries.flatMap(([key, value]): readonly Entry[] => {
      const [here, size] = [left, 1 + places(value)];
      left -= size;
      if (here === 0) return change(key, value);
      return here > 0 && here < size ? [[key, at(value, here - 1, change)]] : [[key, value]];
    }),
  };
}

function entriesFor(key: string, value: Tree, how: Change['how'], poison: string): readonly Entry[] {
  switch (how) {
    case 'instead':
      return [[key, poison]];
    case 'beside':
      return [
        [key, value],
        [`${key}x`, poison],
      ];
    case 'away':
      return [];
    case 'in a list':
      return [[key, [value, poison]]];
    case 'in an object':
      return [[key, { entries: [[key, value]] }]];
    case 'twice':
      return [
        [key, value],
        [key, poison],
      ];
    case 'twice, poison first':
      return [
        [key, poison],
        [key, value],
      ];
    case 'as __proto__':
      return [
        ['__proto__', value],
        ['constructor', poison],
      ];
    case 'lengthened':
      return [[key, typeof value === 'string' && value.startsWith('"') ? joined(value, poison) : poison]];
  }
}

function joined(text: string, poison: string): string {
  return poison.startsWith('"') && poison.length > 1 ? `${text.slice(0, -1)}${poison.slice(1)}` : text;
}
