import { scalarField, valueField, type AskedPaths } from '../../queries/asked-paths.ts';
import { columns, partitionColumns, spelled } from '../../queries/column.ts';

/** A column of the log's table, and its type as DuckDB spells it. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
}

export const tableColumns = [...columns, ...partitionColumns].map(({ name, type }) => ({
  name,
  type: spelled(type, 'duckdb'),
}));

export function isJson(name: string): boolean {
  return columns.some((column) => column.name === name && column.type === 'json');
}

/** All columns of the log's table. */
export const allColumns = tableColumns.map(({ name }) => name);

/** A column that only DuckDB's table has, for ourselves: the place of a row. `*` carries it along with the others. */
export const rowPlace = 'row_place';

/**
 * The columns where of some that hold JSON only paths are asked for. Whatever is asked of a column, its type is known: a
 * question that never comes to use it names it all the same.
 */
export function columnsWithPaths(paths: Readonly<Record<string, AskedPaths>> | null): readonly TableColumn[] {
  return tableColumns.map(({ name, type }) => ({ name, type: pathsType(paths?.[name]) ?? type }));
}

function pathsType(asked: AskedPaths | undefined): string | null {
  if (asked === undefined) return null;
  const fields = [...asked.scalars.map(scalarField), ...asked.values.map(valueField)];
  return `STRUCT(${fields.map((name) => `"${name}" VARCHAR`).join(', ')})`;
}
