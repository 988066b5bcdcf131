import { rowOf, type Partition } from '../../queries/row.ts';

/**
 * A record as a line of JSON for DuckDB, which refuses a whole log for one half of a surrogate pair: such halves, which no
 * valid text has, become U+FFFD as everywhere in UTF-8.
 */
export function rowLine(record: Record<string, unknown>, partition: Partition): string {
  const line = JSON.stringify(rowOf(record, partition));
  return line.includes('\\ud')
    ? JSON.stringify(rowOf(wellFormed(record) as Record<string, unknown>, partition))
    : line;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Cs}/gu, '\u{fffd}');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key) as string, wellFormed(inner)]),
  );
}
