import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { whyNoEvent } from '../../detections/event/cloudtrail-event.ts';
import { columns, partitionColumns, spelled, tableName } from '../../queries/column.ts';
import type { Partition } from '../../queries/row.ts';
import { dayOf, type Span } from '../../queries/span.ts';
import { readLogFile, type LogFile } from '../reader/reader.ts';
import { dialect } from './duckdb-dialect.ts';
import { partitionOfPath } from './log-partition.ts';
import { rowLine } from './row-line.ts';

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
  readonly onTrouble: (file: string, position: string | null, reason: string) => void;
  readonly onProgress: (files: number, bytes: number, records: number) => void;
}

/**
 * Makes the log's table in DuckDB of what the one reader gives, so that a malformed file means here what it means to a
 * replay. Only files of the span's days are opened; files outside CloudTrail's layout tell no day and are all read.
 */
export async function openLogTable(files: readonly LogFile[], options: LogTableOptions): Promise<LogTable> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-'));
  try {
    const file = join(folder, 'rows.ndjson');
    const counts = await writeRows(file, files, options);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const statement of dialect) await connection.run(statement);
    await connection.run(createTable(file));
    return {
      connection,
      counts,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Longest row, bytes: a CloudTrail event is at most 256 KB, and may be made by hand. */
const longestRow = 64 * 1024 * 1024;

function createTable(file: string): string {
  const types = [...columns, ...partitionColumns].map(
    ({ name, type }) => `${name}: '${spelled(type, 'duckdb')}'`,
  );
  const quoted = `'${file.replaceAll("'", "''")}'`;
  return `CREATE TABLE ${tableName} AS SELECT * FROM read_json(${quoted}, format = 'newline_delimited', maximum_object_size = ${longestRow}, columns = {${types.join(', ')}})`;
}

async function writeRows(
  path: string,
  files: readonly LogFile[],
  { span, onTrouble, onProgress }: LogTableOptions,
): Promise<LogTableCounts> {
  const counts: LogTableCounts = {
    filesRead: 0,
    filesPassedOver: 0,
    bytesRead: 0,
    unreadable: 0,
    skipped: 0,
    records: 0,
    noEvents: 0,
  };
  const rows = createWriteStream(path);
  let bytes = 0;
  for (const file of files) {
    bytes += file.size ?? 0;
    const partition = partitionOfPath(file.path);
    if (partition !== null && (partition.day < span.fromDay || partition.day > span.toDay)) {
      counts.filesPassedOver += 1;
      continue;
    }
    const reading = await readLogFile(file);
    counts.filesRead += 1;
    counts.bytesRead += file.size ?? 0;
    if (reading.outcome === 'unreadable') {
      counts.unreadable += 1;
      onTrouble(file.path, null, reading.reason);
    } else if (reading.outcome === 'skipped') {
      counts.skipped += 1;
    } else {
      for (const entry of reading.entries) {
        const reason = 'problem' in entry ? entry.problem : whyNoEvent(entry.value);
        if (reason !== null || !('value' in entry)) {
          counts.noEvents += 1;
          onTrouble(file.path, entry.position, reason ?? '');
          continue;
        }
        counts.records += 1;
        const record = entry.value as Record<string, unknown>;
        const line = rowLine(record, partition ?? partitionOfRecord(record));
        if (!rows.write(`${line}\n`)) await once(rows, 'drain');
      }
    }
    onProgress(counts.filesRead + counts.filesPassedOver, bytes, counts.records);
  }
  rows.end();
  await once(rows, 'finish');
  return counts;
}

/** Where CloudTrail would have put a record that comes without its file's path. */
function partitionOfRecord({ awsRegion, eventTime }: Record<string, unknown>): Partition {
  const time = Date.parse(String(eventTime));
  return {
    region: typeof awsRegion === 'string' ? awsRegion : '',
    day: Number.isNaN(time) ? '' : dayOf(time),
  };
}
