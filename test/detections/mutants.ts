import { compilePattern, type EventPattern } from '../../detections/pattern/matcher.ts';

type Node = Readonly<Record<string, unknown>>;
/** Keys and indices that lead to a part of a pattern. */
type Path = readonly (string | number)[];

/** A pattern that is wrong in one place. */
export interface Mutant {
  /** Where and how, such as `detail.errorCode: condition removed`. */
  readonly name: string;
  /** Whether a bus event passes the wrong pattern. */
  readonly matches: (event: unknown) => boolean;
}

/** All mutants of one pattern of a detection. */
export function mutantsOf(pattern: EventPattern): Mutant[] {
  const root = pattern as Node;
  const whole = matcherOf(root);
  return [
    { name: 'pattern dropped', matches: () => false },
    { name: 'pattern emptied', matches: () => true },
    ...leavesOf(root).flatMap(({ path, alternatives }) => {
      const at = path.join('.');
      const without = matcherOf(removed(root, path));
      return [
        { name: `${at}: condition removed`, matches: without },
        { name: `${at}: condition negated`, matches: (event: unknown) => without(event) && !whole(event) },
        ...(alternatives.length < 2 ? [] : alternatives).map((alternative, index) => ({
          name: `${at}: alternative ${JSON.stringify(alternative)} removed`,
          matches: matcherOf(removed(root, [...path, index])),
        })),
      ];
    }),
    ...branchesOf(root).map((path) => ({
      name: `${path.join('.')}: branch dropped`,
      matches: matcherOf(removed(root, path)),
    })),
  ];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leavesOf(node: Node, path: Path = []): { path: Path; alternatives: readonly unknown[] }[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const at = [...path, key];
    if (key === '$or')
      return (value as readonly Node[]).flatMap((branch, index) => leavesOf(branch, [...at, index]));
    return isNode(value) ? leavesOf(value, at) : [{ path: at, alternatives: value as readonly unknown[] }];
  });
}

function branchesOf(node: Node, path: Path = []): Path[] {
  return Object.entries(node).flatMap(([key, value]): Path[] => {
    const at = [...path, key];
    if (key !== '$or') return isNode(value) ? branchesOf(value, at) : [];
    return (value as readonly Node[]).flatMap((branch, index) => [
      [...at, index],
      ...branchesOf(branch, [...at, index]),
    ]);
  });
}

/** The pattern without the part at a path. */
function removed(node: unknown, [step, ...rest]: Path): Node {
  if (step === undefined) throw new Error('a path leads somewhere');
  if (Array.isArray(node)) {
    const parts: readonly unknown[] = node;
    const kept = parts.flatMap((part, index) =>
      index !== step ? [part] : rest.length === 0 ? [] : [removed(part, rest)],
    );
    return kept as unknown as Node;
  }
  const entries = Object.entries(node as Node).flatMap(([key, value]): [string, unknown][] =>
    key !== step ? [[key, value]] : rest.length === 0 ? [] : [[key, removed(value, rest)]],
  );
  return Object.fromEntries(entries);
}

/**
 * A matcher of a mutated pattern, which EventBridge might not take as it stands: one branch may be left of an `$or`, or
 * none of an object. So each combination of branches is compiled by itself, and what demands nothing matches everything.
 */
function matcherOf(pattern: Node): (event: unknown) => boolean {
  const matchers = combinationsOf(pattern).map((plain) =>
    Object.keys(plain).length === 0 ? () => true : compilePattern(plain as EventPattern),
  );
  return (event) => matchers.some((matches) => matches(event));
}

/** The patterns without `$or` of which any must match for the pattern to match; objects that demand nothing are gone. */
function combinationsOf(node: Node): Node[] {
  return Object.entries(node).reduce<Node[]>(
    (combinations, [key, value]) => {
      const choices =
        key === '$or' ? (value as readonly Node[]).flatMap(combinationsOf) : choicesOf(key, value);
      return combinations.flatMap((combination) => choices.map((choice) => merged(combination, choice)));
    },
    [{}],
  );
}

function choicesOf(key: string, value: unknown): Node[] {
  if (!isNode(value)) return [{ [key]: value }];
  return combinationsOf(value).map((choice) => (Object.keys(choice).length === 0 ? {} : { [key]: choice }));
}

function merged(a: Node, b: Node): Node {
  const result: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = result[key];
    if (known !== undefined && !(isNode(known) && isNode(value))) throw new Error(`${key} is demanded twice`);
    result[key] = known === undefined ? value : merged(known, value as Node);
  }
  return result;
}
