import type { DuckDBConnection } from '@duckdb/node-api';
import { pathsAsked, type AskedPaths } from '../../queries/asked-paths.ts';
import { recordsAsked, type AskedRecords } from '../../queries/asked-records.ts';
import { columnsAsked, type Question } from './asked-columns.ts';
import { isOwnColumn } from './row-line.ts';
import { allColumns, isJson } from './table-columns.ts';

/** The rows that questions need. */
export interface AskedRows {
  /** Records that have whole rows (queries/asked-records.ts); null: all. */
  readonly records: readonly AskedRecords[] | null;
  /** The columns of whole rows. */
  readonly columns: readonly string[];
  /** What is asked of columns that hold JSON, by their names; null: their whole text. */
  readonly paths: Readonly<Record<string, AskedPaths>> | null;
  /** Whether all other records have rows of their own columns. */
  readonly others: boolean;
  /** Names of the questions that need a row of every record, but of that only its own columns. */
  readonly everyRecord: ReadonlySet<string>;
}

/** The rows of any question. */
export const allRows: AskedRows = {
  records: null,
  columns: allColumns,
  paths: null,
  others: false,
  everyRecord: new Set(),
};

/** @param connection has the log's table already; its rows do not matter */
export async function rowsAsked(
  connection: DuckDBConnection,
  questions: readonly Question[],
): Promise<AskedRows> {
  const looks: Look[] = [];
  for (const question of questions) {
    const { name, sql } = question.query;
    looks.push({ name, records: recordsAsked(sql), columns: await columnsAsked(connection, [question]) });
  }
  const [everyRecord, others] = [
    looks.filter(isOfEveryRecord),
    looks.filter((look) => !isOfEveryRecord(look)),
  ];
  if (others.length === 0) return { ...allRows, columns: [] };
  const records = others.map((look) => look.records);
  const columns = distinct(others.flatMap((look) => look.columns));
  const paths = pathsAsked(questions.map(({ query }) => query.sql));
  return {
    records: records.includes(null) ? null : distinct(records.flatMap((some) => some ?? [])),
    columns,
    // Of a column that is asked for and never named, such as by `*`, nothing else is known.
    paths: columns.every((name) => !isJson(name) || paths?.[name] !== undefined) ? paths : null,
    others: everyRecord.length > 0 && !records.includes(null),
    everyRecord: new Set(everyRecord.map(({ name }) => name)),
  };
}

/** What one question needs. */
interface Look extends Pick<AskedRows, 'records' | 'columns'> {
  readonly name: string;
}

function isOfEveryRecord({ records, columns }: Look): boolean {
  return records === null && columns.every(isOwnColumn);
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
