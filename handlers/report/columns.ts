import { queries } from '../../queries/catalogue.ts';
import type { AnswerColumn, Query } from '../../queries/query.ts';
import type { TableColumn } from '../page/table.ts';
import type { Tone } from '../page/tone.ts';

/** The query of a name; a section that names none is a mistake in the code. */
export function queryNamed(name: string): Query {
  const query = queries.find((one) => one.name === name);
  if (query === undefined) throw new Error(`no query ${name}`);
  return query;
}

/** A query's columns as a table shows them: all, in the query's order. */
export function columnsOf(
  query: string,
  tones: Readonly<Record<string, Readonly<Record<string, Tone>>>> = {},
): readonly TableColumn[] {
  return queryNamed(query).columns.map((column) => ({
    name: column.name,
    label: labelOf(column.name),
    says: column.says,
    kind: kindOf(column),
    ...(tones[column.name] === undefined ? {} : { tones: tones[column.name] }),
  }));
}

/** `first_read` → `First read`. */
export function labelOf(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/\bid\b/, 'ID')
    .replace(/\bip\b/, 'IP')
    .replace(/\barn\b/, 'ARN');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const times = /(^|_)(time|read|at|from|to|start|deadline)$/;
const names =
  /^(principal|secret|session|target|opened|assumed_by|user_agent|event_id|.*_event_id|message|role)$/;

function kindOf({ name, type }: AnswerColumn): TableColumn['kind'] {
  if (type === 'boolean') return 'boolean';
  if (type === 'bigint' || type === 'double') return 'number';
  if (times.test(name)) return 'time';
  return names.test(name) ? 'name' : 'text';
}
