/** A pattern, or a part of one: JSON objects down to lists of alternatives. */
type Node = Readonly<Record<string, unknown>>;

/**
 * Whether patterns admit together whatever `wanted` admits. Rules are packed, and long lists cut between them: so a wider
 * pattern counts, and so do several that have the alternatives of one list between them. Never says yes wrongly; what is
 * wider in a way that cannot be seen by comparing field by field counts as narrower.
 */
export function isCovered(wanted: object, admitted: readonly object[]): boolean {
  if (admitted.some((one) => isWider(one as Node, wanted as Node))) return true;
  const list = longestList(wanted as Node);
  if (list === null) return false;
  return list.alternatives.every((one) => isCovered(replaced(wanted as Node, list.path, [one]), admitted));
}

/** Whether `wide` asks for nothing that `narrow` does not ask for. */
function isWider(wide: Node, narrow: Node): boolean {
  return Object.entries(wide).every(([key, value]) => {
    const other = narrow[key];
    if (key === '$or') return sameText(value, other);
    if (Array.isArray(value)) {
      const alternatives = new Set(value.map(textOf));
      return Array.isArray(other) && other.every((one) => alternatives.has(textOf(one)));
    }
    return isNode(value) && isNode(other) && isWider(value, other);
  });
}

interface List {
  readonly path: readonly string[];
  readonly alternatives: readonly unknown[];
}

/** The list with the most alternatives, if any has two. */
function longestList(pattern: Node, path: readonly string[] = []): List | null {
  let longest: List | null = null;
  for (const [key, value] of Object.entries(pattern)) {
    if (key === '$or') continue;
    const here = [...path, key];
    const found = Array.isArray(value)
      ? { path: here, alternatives: value as unknown[] }
      : isNode(value)
        ? longestList(value, here)
        : null;
    if (found !== null && found.alternatives.length > Math.max(1, longest?.alternatives.length ?? 0))
      longest = found;
  }
  return longest;
}

function replaced(pattern: Node, [key, ...rest]: readonly string[], list: readonly unknown[]): Node {
  if (key === undefined) return pattern;
  const value = rest.length === 0 ? list : replaced(pattern[key] as Node, rest, list);
  return { ...pattern, [key]: value };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameText(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
