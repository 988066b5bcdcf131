import { stringify } from 'csv-stringify/sync';
import { harmless } from '../alert/render/harmless.ts';
import type { TableCell, TableRow } from './table.ts';

/** RFC 4180 with a head; a cell that a spreadsheet would take for a formula is made text by a leading `'`. */
export function csvText(columns: readonly { readonly name: string }[], rows: readonly TableRow[]): string {
  const names = columns.map(({ name }) => name);
  const cells = rows.map((row) => names.map((name) => cellText(row[name] ?? null)));
  return stringify([names, ...cells], { escape_formulas: true });
}

function cellText(value: TableCell): string {
  return value === null ? '' : harmless(String(value));
}
