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

export interface ColumnWishes {
  readonly tones?: Readonly<Record<string, Readonly<Record<string, Tone>>>>;
  /** Columns that stand first, in this order. */
  readonly first?: readonly string[];
  /** Columns that stand in the CSV and in the JSON only. */
  readonly fileOnly?: readonly string[];
}

/** A query's columns as a table shows them: all, in the query's order where nothing else is wished. */
export function columnsOf(query: string, wishes: ColumnWishes = {}): readonly TableColumn[] {
  const { tones = {}, first = [], fileOnly = [] } = wishes;
  const { columns } = queryNamed(query);
  const wished = first.flatMap((name) => columns.filter((column) => column.name === name));
  return [...wished, ...columns.filter(({ name }) => !first.includes(name))].map((column) => ({
    name: column.name,
    label: labelOf(column.name),
    says: column.says,
    kind: kindOf(column),
    ...(tones[column.name] === undefined ? {} : { tones: tones[column.name] }),
    ...(fileOnly.includes(column.name) ? { fileOnly: true } : {}),
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
const names = /^(principal|secret|session|target|opened|assumed_by|user_agent|event_id|.*_event_id|role)$/;

function kindOf({ name, type }: AnswerColumn): TableColumn['kind'] {
  if (type === 'boolean') return 'boolean';
  if (type === 'bigint' || type === 'double') return 'number';
  if (times.test(name)) return 'time';
  return names.test(name) ? 'name' : 'text';
}
