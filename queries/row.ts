import { scalarField, valueField, type AskedPaths } from './asked-paths.ts';
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

type Types = ReadonlyMap<string, ColumnType | { readonly paths: readonly WantedPath[] }>;

/** Columns by name. */
export type WantedColumns = Types;

/** @param paths of columns that hold JSON: what is wanted of them; null: their whole text */
export function wantedColumns(
  names: readonly string[],
  paths: Readonly<Record<string, AskedPaths>> | null = null,
): WantedColumns {
  return new Map(
    columns
      .filter(({ name }) => names.includes(name))
      .map(({ name, type }) => {
        const asked = paths?.[name];
        return [name, asked === undefined ? type : { paths: wantedPaths(asked) }] as const;
      }),
  );
}

interface WantedPath {
  readonly field: string;
  readonly keys: readonly string[];
  readonly textOf: (value: unknown) => string | null;
}

function wantedPaths({ scalars, values }: AskedPaths): WantedPath[] {
  const keysOf = (path: string) => path.split('.').slice(1);
  return [
    ...scalars.map((path) => ({ field: scalarField(path), keys: keysOf(path), textOf: scalarText })),
    ...values.map((path) => ({ field: valueField(path), keys: keysOf(path), textOf: jsonOf })),
  ].filter(({ keys }) => !keys.some(isSecret));
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

function valueOf(value: unknown, type: ColumnType | { readonly paths: readonly WantedPath[] }): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'json') return typeof value === 'string' ? value : jsonOf(value);
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : textOf(value);
  if (typeof type === 'object' && 'paths' in type) return pathsOf(value, type.paths);
  if ('array' in type)
    return Array.isArray(value) ? value.map((element) => valueOf(element, type.array)) : null;
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  return structOf(value as Record<string, unknown>, fieldsOf(type));
}

/** What stands at paths of JSON; null where none of them is there. A text is JSON that another tool wrote. */
function pathsOf(value: unknown, paths: readonly WantedPath[]): Record<string, string> | null {
  const json = typeof value === 'string' ? parsed(value) : value;
  let row: Record<string, string> | null = null;
  for (const { field, keys, textOf } of paths) {
    let inner = json;
    for (const key of keys) inner = isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
    const text = inner === undefined ? null : textOf(inner);
    if (text !== null) (row ??= {})[field] = text;
  }
  return row;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** As DuckDB writes it: a large number has no plus in its exponent. */
function scalarText(value: unknown): string | null {
  return typeof value === 'number' ? JSON.stringify(value).replace('e+', 'e') : textOf(value);
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
  return isSecret(key) ? undefined : value;
}

function isSecret(key: string): boolean {
  return secretKeys.has(key.toLowerCase().replaceAll('-', ''));
}
