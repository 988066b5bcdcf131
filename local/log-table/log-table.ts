import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { columns, partitionColumns, spelled, tableName } from '../../queries/column.ts';
import type { AskedRecords } from '../../queries/asked-records.ts';
import type { Span } from '../../queries/span.ts';
import type { LogFile, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import { scan } from '../scan/scan.ts';
import { columnsAsked, type Question } from './asked-columns.ts';
import { dialect } from './duckdb-dialect.ts';
import { partitionOfPath } from './log-partition.ts';
import type { WrittenFile } from './rows-task.ts';

/** What became of the files of a log. */
export interface LogTableCounts {
  /** Files that were read; those of other days are passed over. */
  filesRead: number;
  filesPassedOver: number;
  /** Of the files that were read, as they lie: packed. Athena charges for the same. */
  bytesRead: number;
  unreadable: number;
  skipped: number;
  records: number;
  /** Places that held no event. */
  noEvents: number;
}

export interface LogTable {
  readonly connection: DuckDBConnection;
  readonly counts: LogTableCounts;
  close(): void;
}

export interface LogTableOptions {
  readonly span: Span;
  /** The records that the questions can use (queries/asked-records.ts); null or absent: all. */
  readonly records?: readonly AskedRecords[] | null;
  /** All questions that the table is made for: columns that none of them needs are empty. Null or absent: any question. */
  readonly questions?: readonly Question[] | null;
  /** Threads that read; default: as many as there is work for. */
  readonly workers?: number | undefined;
  readonly onTrouble: (file: string, position: string | null, reason: string) => void;
  readonly onProgress: (files: number, bytes: number, records: number) => void;
}

/**
 * Makes the log's table in DuckDB of what the one reader gives, so that a malformed file means here what it means to a
 * replay. Only files of the span's days are opened; files outside CloudTrail's layout tell no day and are all read.
 */
export async function openLogTable(files: readonly LogFile[], options: LogTableOptions): Promise<LogTable> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-'));
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    for (const statement of dialect) await connection.run(statement);
    const { questions = null } = options;
    await connection.run(emptyTable);
    const wanted = questions === null ? null : await columnsAsked(connection, questions);
    const { counts, written } = await writeRows(folder, files, wanted ?? allColumns, options);
    if (written.length > 0) await connection.run(filledTable(written, wanted ?? allColumns));
    return {
      connection,
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

/** Longest row, bytes: a CloudTrail event is at most 256 KB, and may be made by hand. */
const longestRow = 64 * 1024 * 1024;

const tableColumns = [...columns, ...partitionColumns].map(({ name, type }) => ({
  name,
  type: spelled(type, 'duckdb'),
}));
const allColumns = tableColumns.map(({ name }) => name);

const emptyTable = `CREATE TABLE ${tableName} (${tableColumns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;

function filledTable(files: readonly string[], wanted: readonly string[]): string {
  const isRead = (name: string) =>
    ['eventid', 'eventtime', 'region', 'day'].includes(name) || wanted.includes(name);
  const types = tableColumns.flatMap(({ name, type }) => (isRead(name) ? [`${name}: '${type}'`] : []));
  const selected = tableColumns.map(({ name, type }) =>
    isRead(name) ? name : `CAST(NULL AS ${type}) AS ${name}`,
  );
  const quoted = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
  return `CREATE OR REPLACE TABLE ${tableName} AS SELECT ${selected.join(', ')} FROM read_json([${quoted}], format = 'newline_delimited', maximum_object_size = ${longestRow}, columns = {${types.join(', ')}})`;
}

async function writeRows(
  folder: string,
  files: readonly LogFile[],
  wantedNames: readonly string[],
  { span, records = null, workers, onTrouble, onProgress }: LogTableOptions,
): Promise<{ counts: LogTableCounts; written: string[] }> {
  const wanted = files.filter(({ path }) => {
    const partition = partitionOfPath(path);
    return partition === null || (partition.day >= span.fromDay && partition.day <= span.toDay);
  });
  const counts: LogTableCounts = {
    filesRead: 0,
    filesPassedOver: files.length - wanted.length,
    bytesRead: 0,
    unreadable: 0,
    skipped: 0,
    records: 0,
    noEvents: 0,
  };
  const sizeOf = (some: readonly LogFile[]) => some.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const bytesPassedOver = sizeOf(files) - sizeOf(wanted);
  const onFile = ({ path, size }: LogFile, result: WrittenFile | UnreadableFile | SkippedFile) => {
    counts.filesRead += 1;
    counts.bytesRead += size ?? 0;
    if (result.outcome === 'unreadable') {
      counts.unreadable += 1;
      onTrouble(path, null, result.reason);
    } else if (result.outcome === 'skipped') {
      counts.skipped += 1;
    } else {
      counts.records += result.records;
      counts.noEvents += result.noEvents.length;
      for (const { position, reason } of result.noEvents) onTrouble(path, position, reason);
    }
    onProgress(counts.filesRead + counts.filesPassedOver, bytesPassedOver + counts.bytesRead, counts.records);
  };
  const written = await scan(
    'rows',
    { folder, records, columns: wantedNames },
    { files: wanted, workers, onFile },
  );
  return { counts, written };
}
