import { columns, type ColumnType } from './column.ts';

/** A record as a row of the log's table; keys are the columns' names. */
export type LogRow = Readonly<Record<string, unknown>>;

/** Where a record was delivered: the partition that its file lies in. */
export interface Partition {
  readonly region: string;
  /** `yyyy/MM/dd`, UTC. */
  readonly day: string;
}

/**
 * Turns a record into a row as Athena's serde does: names match whatever their case, parameters become JSON text, what is
 * absent becomes null, true becomes 'true'. A session token does not become part of the row.
 */
export function rowOf(record: Record<string, unknown>, partition: Partition): LogRow {
  const fields = byLowerCase(record);
  const row: Record<string, unknown> = {};
  for (const { name, type } of columns) row[name] = valueOf(fields.get(name), type);
  row.region = partition.region;
  row.day = partition.day;
  return row;
}

function valueOf(value: unknown, type: ColumnType): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'json') return typeof value === 'string' ? value : JSON.stringify(value, withoutSessionToken);
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : textOf(value);
  if ('array' in type)
    return Array.isArray(value) ? value.map((element) => valueOf(element, type.array)) : null;
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const fields = byLowerCase(value as Record<string, unknown>);
  return Object.fromEntries(
    Object.entries(type.struct).map(([name, inner]) => [name, valueOf(fields.get(name), inner)]),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

function byLowerCase(object: Record<string, unknown>): Map<string, unknown> {
  return new Map(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));
}

function withoutSessionToken(key: string, value: unknown): unknown {
  return key.toLowerCase() === 'sessiontoken' ? undefined : value;
}
