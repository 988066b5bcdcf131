import { DuckDBTypeId, type DuckDBResultReader, type DuckDBValue } from '@duckdb/node-api';

/** A column as GetQueryResults describes it. */
export interface ResultColumn {
  readonly Name: string;
  readonly Type: string;
}

/** A value as GetQueryResults gives it: text, whatever its type; nothing for NULL. */
export interface Datum {
  readonly VarCharValue?: string;
}

export interface Result {
  readonly columns: readonly ResultColumn[];
  /** With the header before them. */
  readonly rows: readonly (readonly Datum[])[];
}

const types: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.VARCHAR]: 'varchar',
  [DuckDBTypeId.BIGINT]: 'bigint',
  // DuckDB's sum over bigint; Athena's is a bigint.
  [DuckDBTypeId.HUGEINT]: 'bigint',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp with time zone',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.LIST]: 'array',
  [DuckDBTypeId.STRUCT]: 'row',
  [DuckDBTypeId.SQLNULL]: 'unknown',
};

/** What DuckDB answered, as Athena would answer it. */
export function resultOf(reader: DuckDBResultReader): Result {
  const names = reader.columnNames();
  const columns = names.map((name, index) => ({
    Name: name,
    Type: types[reader.columnTypeId(index)] ?? 'unknown',
  }));
  const rows = reader
    .getRows()
    .map((row) => row.map((value, index) => datumOf(value, columns[index]?.Type === 'double')));
  return { columns, rows: [names.map((name) => ({ VarCharValue: name })), ...rows] };
}

function datumOf(value: DuckDBValue, isDouble: boolean): Datum {
  if (value === null) return {};
  return { VarCharValue: isDouble ? textOfDouble(Number(value)) : String(value) };
}

/** As Java writes a double: 1.0, 1.0E7. */
function textOfDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withPoint(digits)}E${Number(exponent)}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
