import type { TableRow } from '../page/table.ts';

/** The sum of a column's numbers; what is no number counts nothing. */
export function sumOf(rows: readonly TableRow[], column: string): number {
  return rows.reduce((sum, row) => sum + (typeof row[column] === 'number' ? row[column] : 0), 0);
}

/** How many different values a column has; null is none. */
export function distinctOf(rows: readonly TableRow[], column: string): number {
  return new Set(rows.map((row) => row[column] ?? null).filter((value) => value !== null)).size;
}
