import type { Span } from '../../queries/span.ts';
import type { LogFile, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import { partitionOfPath } from './log-partition.ts';
import type { RowsTaskOptions, WrittenFile } from './rows-task.ts';
import type { RowFiles } from './written-rows.ts';

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

/** Reads files and writes their rows: those of the task "rows". */
export type RowScan = (
  files: readonly LogFile[],
  options: RowsTaskOptions,
  onFile: (file: LogFile, result: WrittenFile | UnreadableFile | SkippedFile) => void,
) => Promise<readonly RowFiles[]>;

export interface ReadRowsOptions {
  readonly span: Span;
  readonly onTrouble: (file: string, position: string | null, reason: string) => void;
  readonly onProgress: (files: number, bytes: number, records: number) => void;
}

/** Whether a file can hold records of the days of a span; outside of CloudTrail's layout any can. */
export function isOfDays(path: string, { fromDay, toDay }: Pick<Span, 'fromDay' | 'toDay'>): boolean {
  const partition = partitionOfPath(path);
  return partition === null || (partition.day >= fromDay && partition.day <= toDay);
}

/** Has the rows of a span's files written, and counts what became of each. */
export async function readRows(
  files: readonly LogFile[],
  options: RowsTaskOptions,
  scanRows: RowScan,
  { span, onTrouble, onProgress }: ReadRowsOptions,
): Promise<{ counts: LogTableCounts; written: readonly RowFiles[] }> {
  const wanted = files.filter(({ path }) => isOfDays(path, span));
  const counts: LogTableCounts = {
    filesRead: 0,
    filesPassedOver: files.length - wanted.length,
    bytesRead: 0,
    unreadable: 0,
    skipped: 0,
    records: 0,
    noEvents: 0,
  };
  const bytesPassedOver = sizeOf(files) - sizeOf(wanted);
  const written = await scanRows(wanted, options, ({ path, size }, result) => {
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
  });
  return { counts, written };
}

function sizeOf(files: readonly LogFile[]): number {
  return files.reduce((sum, { size }) => sum + (size ?? 0), 0);
}
