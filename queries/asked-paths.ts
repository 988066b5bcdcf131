import { withoutComments } from './asked-records.ts';
import { columns } from './column.ts';

/** What statements ask of a column that holds JSON, by paths such as `$.encryptionContext.SecretARN`. */
export interface AskedPaths {
  /** Of which the text is asked, where it is no object and no list. */
  readonly scalars: readonly string[];
  /** Of which whatever stands there is asked, as JSON. */
  readonly values: readonly string[];
}

const jsonColumns = columns.filter(({ type }) => type === 'json').map(({ name }) => name);

const asking = /\bjson_extract(_scalar)?\(\s*(?:\w+\.)?(\w+)\s*,\s*'(\$(?:\.\w+)+)'\s*\)/gi;

/**
 * The paths that statements ask for, by column; null where one asks for the JSON itself, or in a way that is not understood.
 */
export function pathsAsked(sqls: readonly string[]): Readonly<Record<string, AskedPaths>> | null {
  const found: Record<string, { scalars: Set<string>; values: Set<string> }> = {};
  for (const sql of sqls) {
    const rest = withoutComments(sql).replace(
      asking,
      (_, scalar: string | undefined, name: string, path: string) => {
        const column = name.toLowerCase();
        const paths = (found[column] ??= { scalars: new Set(), values: new Set() });
        (scalar === undefined ? paths.values : paths.scalars).add(path);
        return ' ';
      },
    );
    const words = new Set(rest.toLowerCase().match(/\w+/g));
    if (jsonColumns.some((name) => words.has(name))) return null;
  }
  if (!Object.keys(found).every((name) => jsonColumns.includes(name))) return null;
  return Object.fromEntries(
    Object.entries(found).map(([name, { scalars, values }]) => [
      name,
      { scalars: [...scalars].sort(), values: [...values].sort() },
    ]),
  );
}

/** The field that holds the text of a path. Names that differ in case alone are one to DuckDB: capitals are marked. */
export function scalarField(path: string): string {
  return path.replace(/[A-Z]/g, '^$&');
}

/** The field that holds the JSON of a path. */
export function valueField(path: string): string {
  return `json ${scalarField(path)}`;
}
