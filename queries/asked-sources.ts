import { tableName } from './column.ts';

/** Where the table's rows come by: the table itself in one part, that part's name in all others. */
const recordsPart = 'records';

/**
 * The eventSources that a statement can use, by its own text: those that each of its looks at the records asks for. Null
 * where any look asks for none, or in a way that is not understood: then every record may matter.
 */
export function sourcesAsked(sql: string): readonly string[] | null {
  const text = withoutComments(sql);
  const looks = [...text.matchAll(new RegExp(`\\b(?:FROM|JOIN)\\s+(${recordsPart}|${tableName})\\b`, 'gi'))];
  const sources = new Set<string>();
  for (const { 1: from, index } of looks) {
    // The part that makes the records looks at all; whoever looks at it says which.
    if (from?.toLowerCase() === tableName && isInside(text, index, recordsPart)) continue;
    const asked = sourcesOfLook(text, index);
    if (asked === null) return null;
    for (const source of asked) sources.add(source);
  }
  return looks.length === 0 ? null : [...sources].sort();
}

function withoutComments(sql: string): string {
  return sql.replace(/\/\*.*?\*\//gs, ' ').replace(/--.*$/gm, ' ');
}

/** Whether a place lies in the common table expression of that name. */
function isInside(text: string, at: number, name: string): boolean {
  const begin = new RegExp(`\\b${name}\\s+AS\\s*\\(`, 'i').exec(text);
  if (begin === null) return false;
  const open = begin.index + begin[0].length - 1;
  return at > open && at < closeOf(text, open);
}

/** The sources that one SELECT asks for: a condition on eventsource among those that must all hold. */
function sourcesOfLook(text: string, at: number): string[] | null {
  const select = withoutInner(selectFrom(text, at));
  const [, alias = ''] = /^(?:FROM|JOIN)\s+\w+\s+(?:AS\s+)?(\w+)/i.exec(select) ?? [];
  const [, where] = /\bWHERE\b(.*?)(?:\b(?:GROUP|ORDER|HAVING|UNION|LIMIT)\b|$)/is.exec(select) ?? [];
  if (where === undefined || /\b(?:OR|BETWEEN|CASE)\b/i.test(where)) return null;
  for (const condition of where.split(/\bAND\b/i)) {
    const [, of, one, list] =
      /^\s*(?:(\w+)\.)?eventsource\s*(?:=\s*'([^']*)'|IN\s*\[(\s*'[^']*'(?:\s*,\s*'[^']*')*\s*)\])\s*$/i.exec(
        condition,
      ) ?? [];
    // Another table's eventsource says nothing of this one's; where there is no name before it, there is but one.
    if (of !== undefined && of.toLowerCase() !== alias.toLowerCase()) continue;
    if (one !== undefined) return [one];
    if (list !== undefined) return [...list.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  }
  return null;
}

/** A SELECT's text from a place in it to the bracket that closes around it. */
function selectFrom(text: string, at: number): string {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "'") i = text.indexOf("'", i + 1);
    if (i === -1) return '';
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth < 0) return text.slice(at, i);
  }
  return text.slice(at);
}

/** A text without what stands in brackets, but for lists of texts, whose brackets become square. */
function withoutInner(text: string): string {
  const bare = text.replace(/\((\s*'[^']*'(?:\s*,\s*'[^']*')*\s*)\)/g, '[$1]');
  for (let before = bare; ;) {
    const after = before.replace(/\([^()]*\)/g, ' ');
    if (after === before) return after;
    before = after;
  }
}

function closeOf(text: string, open: number): number {
  return open + 1 + selectFrom(text, open + 1).length;
}
