import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { LogQuery } from '../../queries/log-query.ts';
import type { LogFile } from '../reader/reader.ts';
import { scan } from '../scan/scan.ts';
import type { Question } from './asked-columns.ts';
import { allRows, rowsAsked } from './asked-rows.ts';
import { dialect } from './duckdb-dialect.ts';
import { duckdbLogQuery } from './duckdb-query.ts';
import { Statements } from './statements.ts';
import { readRows, type LogTableCounts, type ReadRowsOptions, type RowScan } from './read-rows.ts';
import { everyRecord, fillTable, makeEmptyTable } from './table-views.ts';

export interface LogTable {
  /** Its `cloudtrail_logs` holds whole rows. */
  readonly connection: DuckDBConnection;
  /** Asks the questions that the table is made for. */
  readonly log: LogQuery;
  readonly counts: LogTableCounts;
  close(): void;
}

export interface LogTableOptions extends ReadRowsOptions {
  /** All questions that the table is made for: it holds only what they can use. Null or absent: any question. */
  readonly questions?: readonly Question[] | null;
  /** Threads that read; default: as many as there is work for. */
  readonly workers?: number | undefined;
  /** Reads the files, for whoever has more to do with them; default: they are read for the table alone. */
  readonly scanRows?: RowScan;
}

/**
 * Makes the log's table in DuckDB of what the one reader gives, so that a malformed file means here what it means to a
 * replay. Only files of the span's days are opened; files outside CloudTrail's layout tell no day and are all read.
 */
export async function openLogTable(files: readonly LogFile[], options: LogTableOptions): Promise<LogTable> {
  const { questions = null, workers, scanRows = scanWith(workers) } = options;
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-'));
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(dialect.join(';\n'));
    await makeEmptyTable(connection);
    const asked = questions === null ? allRows : await rowsAsked(connection, questions);
    const { everyRecord: narrow, ...rows } = asked;
    const { counts, written } = await readRows(files, { folder, ...rows }, scanRows, options);
    const shape = await fillTable(connection, written, asked);
    const queries = questions?.map(({ query }) => query) ?? [];
    const log = duckdbLogQuery(connection, new Statements(connection, queries, shape));
    return {
      connection,
      log: {
        ask: async (query, values) => {
          if (questions !== null && queries.every(({ name }) => name !== query.name))
            throw new Error(`the log's table was not made for ${query.name}`);
          const schemas = narrow.has(query.name) ? `${everyRecord},main` : 'main';
          await connection.run(`SET search_path = '${schemas}'`);
          return await log.ask(query, values);
        },
      },
      counts,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function scanWith(workers: number | undefined): RowScan {
  return async (files, options, onFile) => await scan('rows', options, { files, workers, onFile });
}
