/**
 * Two patterns that together match what one matches, each with half of its longest list of alternatives; null where no
 * list has two. (`$or` holds objects, not alternatives of a field, and is left whole.)
 */
export function halves<Pattern extends object>(pattern: Pattern): [Pattern, Pattern] | null {
  const [longest] = listsIn(pattern, []).sort((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const middle = Math.ceil(longest.list.length / 2);
  return [
    replaced(pattern, longest.path, longest.list.slice(0, middle)) as Pattern,
    replaced(pattern, longest.path, longest.list.slice(middle)) as Pattern,
  ];
}

interface List {
  readonly path: readonly string[];
  readonly list: readonly unknown[];
  /** Characters of its JSON. */
  readonly length: number;
}

function listsIn(node: object, path: readonly string[]): List[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): List[] => {
    const here = [...path, key];
    if (Array.isArray(value) && key !== '$or')
      return value.length < 2 ? [] : [{ path: here, list: value, length: JSON.stringify(value).length }];
    return typeof value === 'object' && value !== null ? listsIn(value, here) : [];
  });
}

function replaced(node: unknown, [key, ...rest]: readonly string[], list: readonly unknown[]): unknown {
  if (key === undefined) return list;
  if (Array.isArray(node))
    return node.map((one, index) => (String(index) === key ? replaced(one, rest, list) : (one as unknown)));
  const fields = node as Record<string, unknown>;
  return { ...fields, [key]: replaced(fields[key], rest, list) };
}
