import type { DuckDBConnection } from '@duckdb/node-api';
import { tableName } from '../../queries/column.ts';
import type { AskedRows } from './asked-rows.ts';
import { keepEqualCopiesOnce } from './copies.ts';
import { dialectOfPaths } from './duckdb-dialect.ts';
import { extentOf } from './extent.ts';
import { hasCommon, isOwnColumn } from './row-line.ts';
import { columnsWithPaths, rowPlace, tableColumns, type TableColumn } from './table-columns.ts';
import type { LogShape } from './statements.ts';
import type { RowFiles } from './written-rows.ts';

/** The schema whose table has a row for every record, with its own columns only. */
export const everyRecord = 'every_record';

/** Longest row, bytes: a CloudTrail event is at most 256 KB, and may be made by hand. */
const longestRow = 64 * 1024 * 1024;

const nothing = { times: { first: '', last: '' }, days: { first: '', last: '' } };

/** Makes the log's table without any row. */
export async function makeEmptyTable(connection: DuckDBConnection): Promise<void> {
  const defined = tableColumns.map(({ name, type }) => `${name} ${type}`);
  await connection.run(`CREATE TABLE ${tableName} (${defined.join(', ')})`);
}

/**
 * Puts what threads wrote in the place of the empty table. What many rows have in common is kept once: the log's table is
 * a view, whose joins cost less than reading the same text from each row.
 *
 * @param asked what the rows were written for
 */
export async function fillTable(
  connection: DuckDBConnection,
  written: readonly RowFiles[],
  asked: Pick<AskedRows, 'columns' | 'paths' | 'others'>,
): Promise<LogShape> {
  await connection.run(`CREATE SCHEMA ${everyRecord}`);
  const typed = columnsWithPaths(asked.paths);
  const common = typed.filter(({ name }) => asked.columns.includes(name) && !isOwnColumn(name));
  const own: string[] = [];
  const commons: string[] = [];
  const partitions: string[] = [];
  let before = 0;
  for (const { own: ownFile, common: commonFile, commons: count, partitions: some } of written) {
    // The numbers of each thread begin at 0.
    const types = { common: 'INTEGER', partition: 'INTEGER', eventid: 'VARCHAR', eventtime: 'VARCHAR' };
    own.push(
      `SELECT common + ${before} AS common, partition + ${partitions.length} AS partition, eventid, eventtime FROM ${readJson(ownFile, types)}`,
    );
    const commonTypes = Object.fromEntries(common.map(({ name, type }) => [name, type]));
    commons.push(
      `SELECT * REPLACE (number + ${before} AS number) FROM ${readJson(commonFile, { number: 'INTEGER', ...commonTypes })}`,
    );
    before += count;
    for (const { region, day } of some)
      partitions.push(`(${partitions.length}, ${quoted(region)}, ${quoted(day)})`);
  }
  // The empty table stays, with JSON as text.
  if (partitions.length === 0) return { hasCopies: false, extent: nothing };
  if (asked.paths !== null) for (const macro of dialectOfPaths) await connection.run(macro);
  await connection.run(
    `CREATE TABLE partitions AS SELECT CAST(number AS INTEGER) AS number, region, day FROM (VALUES ${partitions.join(', ')}) AS v(number, region, day)`,
  );
  await connection.run(`CREATE TABLE own AS ${own.join(' UNION ALL ')}`);
  await connection.run(`CREATE TABLE common AS ${commons.join(' UNION ALL ')}`);
  await connection.run(`DROP TABLE ${tableName}`);
  await connection.run(viewOf(`${everyRecord}.${tableName}`, typed, []));
  const names = common.map(({ name }) => name);
  const join = hasCommon(asked) ? 'JOIN main.common c ON c.number = o.common' : '';
  await connection.run(viewOf(tableName, typed, names, join));
  const hasCopies = await keepEqualCopiesOnce(connection, names);
  return { hasCopies, extent: await extentOf(connection) };
}

function viewOf(name: string, typed: readonly TableColumn[], common: readonly string[], join = ''): string {
  const selected = typed.map(({ name: column, type }) => {
    if (common.includes(column)) return `c.${column}`;
    if (column === 'region' || column === 'day') return `p.${column}`;
    return isOwnColumn(column) ? `o.${column}` : `CAST(NULL AS ${type}) AS ${column}`;
  });
  return `CREATE VIEW ${name} AS SELECT ${selected.join(', ')}, o.rowid AS ${rowPlace} FROM main.own o JOIN main.partitions p ON p.number = o.partition ${join}`;
}

function readJson(file: string, types: Readonly<Record<string, string>>): string {
  const spelledTypes = Object.entries(types).map(([name, type]) => `${name}: ${quoted(type)}`);
  return `read_json(${quoted(file)}, format = 'newline_delimited', maximum_object_size = ${longestRow}, columns = {${spelledTypes.join(', ')}})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
