import type { AnswerRow } from '../../queries/log-query.ts';
import type { TableColumn, TableRow } from '../page/table.ts';

/** The column that tells what the period before did not have. */
export const newColumn: TableColumn = {
  name: 'new',
  label: 'New',
  says: 'whether the period before had no such row; empty where that period is not known',
  kind: 'boolean',
  tones: { yes: 'medium' },
};

/**
 * Rows with whether they are new: whether no row of the period before has the same values in `key`. Null where the period
 * before is not known.
 */
export function withNewness(
  rows: readonly AnswerRow[],
  before: readonly AnswerRow[] | null,
  key: readonly string[],
): readonly TableRow[] {
  const keyOf = (row: AnswerRow) => JSON.stringify(key.map((name) => row[name] ?? null));
  const known = before === null ? null : new Set(before.map(keyOf));
  return rows.map((row) => ({ new: known === null ? null : !known.has(keyOf(row)), ...row }));
}

export function newOf(rows: readonly TableRow[]): readonly TableRow[] {
  return rows.filter((row) => row.new === true);
}
