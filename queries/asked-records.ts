import { tableName } from './column.ts';

/**
 * Records that a statement can use, as an EventBridge pattern of a record: those of these services, and of them only those
 * that were refused so, or that hold such a key.
 */
export interface AskedRecords {
  readonly eventSource: readonly string[];
  readonly errorCode?: readonly { readonly prefix: string }[];
  readonly requestParameters?: AskedKeys;
}

/** A path of keys, the last of which must be there. */
export interface AskedKeys {
  readonly [key: string]: AskedKeys | readonly { readonly exists: true }[];
}

/** Where the table's rows come by: the table itself in one part, that part's name in all others. */
const recordsPart = 'records';

/**
 * The records that a statement can use, by its own text: those that each of its looks at the records asks for; any of the
 * patterns admits one. Null where any look asks for none, or in a way that is not understood: then every record may matter.
 */
export function recordsAsked(sql: string): readonly AskedRecords[] | null {
  const text = withoutComments(sql);
  const looks = [...text.matchAll(new RegExp(`\\b(?:FROM|JOIN)\\s+(${recordsPart}|${tableName})\\b`, 'gi'))];
  const all = new Map<string, AskedRecords>();
  for (const { 1: from, index } of looks) {
    // The part that makes the records looks at all; whoever looks at it says which.
    if (from?.toLowerCase() === tableName && isInside(text, index, recordsPart)) continue;
    const asked = askedByLook(text, index);
    if (asked === null) return null;
    for (const one of asked) all.set(JSON.stringify(one), one);
  }
  return looks.length === 0 ? null : [...all.keys()].sort().flatMap((key) => all.get(key) ?? []);
}

/** A statement without its comments; what looks like one within a text is none. */
export function withoutComments(sql: string): string {
  return sql.replace(/'[^']*'|\/\*.*?\*\/|--[^\n]*/gs, (one) => (one.startsWith("'") ? one : ' '));
}

/** Whether a place lies in the common table expression of that name. */
function isInside(text: string, at: number, name: string): boolean {
  const begin = new RegExp(`\\b${name}\\s+AS\\s*\\(`, 'i').exec(text);
  if (begin === null) return false;
  const open = begin.index + begin[0].length - 1;
  return at > open && at < closeOf(text, open);
}

/** What one SELECT asks for: a condition on eventsource among those that must all hold, and what narrows it. */
function askedByLook(text: string, at: number): AskedRecords[] | null {
  const found: Narrowing[] = [];
  const select = withoutInner(narrowingsNamed(selectFrom(text, at), found));
  const [, alias = ''] = /^(?:FROM|JOIN)\s+\w+\s+(?:AS\s+)?(\w+)/i.exec(select) ?? [];
  const [, where] = /\bWHERE\b(.*?)(?:\b(?:GROUP|ORDER|HAVING|UNION|LIMIT)\b|$)/is.exec(select) ?? [];
  if (where === undefined || /\b(?:OR|BETWEEN|CASE)\b/i.test(where)) return null;
  const conditions = where.split(/\bAND\b/i);
  const holding = found.filter((_, number) => conditions.some((one) => one.trim() === nameOf(number)));
  for (const condition of conditions) {
    const [, of, one, list] =
      /^\s*(?:(\w+)\.)?eventsource\s*(?:=\s*'([^']*)'|IN\s*\[(\s*'[^']*'(?:\s*,\s*'[^']*')*\s*)\])\s*$/i.exec(
        condition,
      ) ?? [];
    // Another table's eventsource says nothing of this one's; where there is no name before it, there is but one.
    if (of !== undefined && of.toLowerCase() !== alias.toLowerCase()) continue;
    const sources =
      one === undefined ? [...(list ?? '').matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '') : [one];
    if (sources.length === 0) continue;
    return sources.flatMap((source): readonly AskedRecords[] => {
      const narrowing = holding.find((candidate) => candidate.source === source);
      return narrowing === undefined ? [{ eventSource: [source] }] : narrowing.to;
    });
  }
  return null;
}

/** Of one service only some records: `(eventsource <> 'S' OR … OR …)`. */
interface Narrowing {
  readonly source: string;
  readonly to: readonly AskedRecords[];
}

const refusal = "errorcode\\s+LIKE\\s+'([A-Za-z]+)%'";
const key = "json_extract_scalar\\(requestparameters,\\s*'\\$((?:\\.\\w+)+)'\\)\\s+IS\\s+NOT\\s+NULL";
const narrowing = new RegExp(
  `\\(\\s*eventsource\\s*<>\\s*'([^']*)'((?:\\s+OR\\s+(?:${refusal}|${key}))+)\\s*\\)`,
  'gi',
);

/** Puts a name in the place of each narrowing: where it stands within brackets, it goes with them. */
function narrowingsNamed(text: string, found: Narrowing[]): string {
  return text.replace(narrowing, (_, source: string, alternatives: string) => {
    const to = [...alternatives.matchAll(new RegExp(`${refusal}|${key}`, 'gi'))].map(
      ([, prefix, path = '']): AskedRecords => ({
        eventSource: [source],
        ...(prefix === undefined ? { requestParameters: keysOf(path) } : { errorCode: [{ prefix }] }),
      }),
    );
    return nameOf(found.push({ source, to }) - 1);
  });
}

function nameOf(number: number): string {
  return `narrowing_${number}`;
}

function keysOf(path: string): AskedKeys {
  return path
    .split('.')
    .slice(1)
    .reduceRight<AskedKeys | readonly { readonly exists: true }[]>(
      (inner, name) => ({ [name]: inner }),
      [{ exists: true }],
    ) as AskedKeys;
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
