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
 * absent becomes null, true becomes 'true'. Session tokens and values of secrets do not become part of the row. Of the record's columns only
 * the wanted ones are made.
 */
export function rowOf(
  record: Record<string, unknown>,
  partition: Partition,
  wanted: WantedColumns = table,
): LogRow {
  const row = structOf(record, wanted);
  row.region = partition.region;
  row.day = partition.day;
  return row;
}

type Types = ReadonlyMap<string, ColumnType>;

/** Columns by name. */
export type WantedColumns = Types;

export function wantedColumns(names: readonly string[]): WantedColumns {
  return new Map(columns.filter(({ name }) => names.includes(name)).map(({ name, type }) => [name, type]));
}

const table = wantedColumns(columns.map(({ name }) => name));
const typesOf = new Map<ColumnType, Types>();

function fieldsOf(type: { readonly struct: Readonly<Record<string, ColumnType>> }): Types {
  const known = typesOf.get(type) ?? new Map(Object.entries(type.struct));
  typesOf.set(type, known);
  return known;
}

/** The fields of a struct, in its order; of keys that differ in case alone the last one counts. */
function structOf(object: Record<string, unknown>, types: Types): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const name of types.keys()) row[name] = null;
  for (const key in object) {
    const name = key.toLowerCase();
    const type = types.get(name);
    if (type !== undefined && Object.hasOwn(object, key)) row[name] = valueOf(object[key], type);
  }
  return row;
}

function valueOf(value: unknown, type: ColumnType): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'json') return typeof value === 'string' ? value : jsonOf(value);
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : textOf(value);
  if ('array' in type)
    return Array.isArray(value) ? value.map((element) => valueOf(element, type.array)) : null;
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  return structOf(value as Record<string, unknown>, fieldsOf(type));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

/**
 * Keys whose values are secrets, in small letters and without dashes: what CloudTrail writes (tokens), and what it hides but
 * other tools' exports may not.
 */
const secretKeys: ReadonlySet<string> = new Set([
  'sessiontoken',
  'xamzsecuritytoken',
  'signintoken',
  'webidentitytoken',
  'samlassertion',
  'secretaccesskey',
  'secretstring',
  'secretbinary',
]);

/** JSON without what is secret; few values hold any, and leaving it out costs more than all else. */
function jsonOf(value: unknown): string {
  const json = JSON.stringify(value);
  return /sessiontoken|security-?token|signintoken|identitytoken|assertion|secretaccess|secretstring|secretbinary/i.test(
    json,
  )
    ? JSON.stringify(value, withoutSecrets)
    : json;
}

function withoutSecrets(key: string, value: unknown): unknown {
  return secretKeys.has(key.toLowerCase().replaceAll('-', '')) ? undefined : value;
}
