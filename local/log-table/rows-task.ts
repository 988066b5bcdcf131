import { threadId } from 'node:worker_threads';
import { whyNoEvent } from '../../detections/event/cloudtrail-event.ts';
import { compilePatterns, type EventPattern } from '../../detections/pattern/matcher.ts';
import type { AskedPaths } from '../../queries/asked-paths.ts';
import type { AskedRecords } from '../../queries/asked-records.ts';
import { wantedColumns, type LogRow, type Partition, type WantedColumns } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import type { LogEntry, LogFile, RecordEntry, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { FileScan, ScannedEntry } from '../scan/scan-file.ts';
import type { ScanTask } from '../scan/scan-task.ts';
import { AlikeRows } from './alike-rows.ts';
import { partitionOfPath } from './log-partition.ts';
import { harmlessRow, hasCommon } from './row-line.ts';
import { RowWriter, type RowFiles } from './written-rows.ts';

export interface RowsTaskOptions {
  /** Where each thread writes its rows. */
  readonly folder: string;
  /** The records that are wanted; null: all. */
  readonly records: readonly AskedRecords[] | null;
  /** The columns that rows have, beside those that tell where they lie, eventid and eventtime. */
  readonly columns: readonly string[];
  /** What is asked of columns that hold JSON; null: their whole text. */
  readonly paths: Readonly<Record<string, AskedPaths>> | null;
  /** Whether the other records have rows too: what they have of their own, and nothing else. */
  readonly others: boolean;
}

/** What one file gave. */
export interface WrittenFile {
  readonly outcome: 'read';
  /** Events, those included that were not wanted. */
  readonly records: number;
  readonly noEvents: readonly { readonly position: string; readonly reason: string }[];
}

/** Writes records as rows of the log's table. At the end: what a thread wrote. */
export const rowsTask: ScanTask<RowsTaskOptions, WrittenFile | UnreadableFile | SkippedFile, RowFiles> = {
  interests: ({ records, others }) =>
    patternsOf(others ? null : records).map((pattern) => ({ pattern, of: 'record' })),

  begin: (options) => {
    const rows = new RowsTask(options);
    return {
      isKnown: (likeness, file) => {
        const isKnown = rows.alike.knows(likeness);
        if (isKnown) rows.alike.note(likeness, file);
        return isKnown;
      },
      file: (scan, file) => rows.file(scan, file),
      end: () => rows.end(),
    };
  },
};

/** Makes the rows of the files of one thread. */
export class RowsTask {
  readonly alike: AlikeRows;
  readonly #writer: RowWriter;
  readonly #isAsked: (record: Record<string, unknown>) => boolean;
  readonly #others: boolean;
  readonly #hasCommon: boolean;
  readonly #wanted: WantedColumns;

  constructor(options: RowsTaskOptions) {
    const { folder, records, columns, paths, others } = options;
    this.#writer = new RowWriter(folder, String(threadId));
    this.alike = new AlikeRows(this.#writer, columns);
    const admitting = compilePatterns(patternsOf(records).map((pattern) => [true, pattern] as const));
    this.#isAsked = records === null ? () => true : (record) => admitting(record).length > 0;
    this.#others = others;
    this.#hasCommon = hasCommon(options);
    this.#wanted = wantedColumns(['eventid', 'eventtime', ...columns], paths);
  }

  file(scan: FileScan, { path }: LogFile): WrittenFile | UnreadableFile | SkippedFile {
    if (scan.outcome !== 'read') return scan;
    const partition = partitionOfPath(path);
    const noEvents: { position: string; reason: string }[] = [];
    let records = scan.passedOver;
    for (const entry of scan.entries) {
      const reason = whyNone(entry) ?? this.#add(entry, partition);
      if (reason === null) records += 1;
      else noEvents.push({ position: entry.position, reason });
    }
    return { outcome: 'read', records, noEvents };
  }

  end(): RowFiles {
    return this.#writer.end();
  }

  /** Why it cannot be written; null where it can. */
  #add(entry: ScannedEntry, path: Partition | null): string | null {
    const { value, likeness } = entry as RecordEntry & ScannedEntry;
    const record = value as Record<string, unknown>;
    const isAsked = this.#isAsked(record);
    if (!isAsked && !this.#others) {
      if (likeness != null) this.alike.remember(likeness, record, null, null);
      return null;
    }
    try {
      const partition = path ?? partitionOfRecord(record);
      const row = harmlessRow(record, partition, isAsked ? this.#wanted : own);
      const common = isAsked && this.#hasCommon ? this.#writer.common(row) : null;
      const { region, day } = row as LogRow & Partition;
      this.#writer.own(
        common,
        this.#writer.partition({ region, day }),
        JSON.stringify(row.eventid),
        JSON.stringify(row.eventtime),
      );
      if (likeness != null) this.alike.remember(likeness, record, row, common);
      return null;
    } catch (error) {
      // What JSON.stringify throws where the call stack ends.
      if (error instanceof RangeError) return 'nested too deeply';
      throw error;
    }
  }
}

const own = wantedColumns(['eventid', 'eventtime']);

function patternsOf(asked: readonly AskedRecords[] | null): readonly EventPattern[] {
  return (asked ?? [{ eventSource: [{ exists: true }] }]) as readonly EventPattern[];
}

function whyNone(entry: LogEntry): string | null {
  return 'problem' in entry ? entry.problem : whyNoEvent(entry.value);
}

/** Where CloudTrail would have put a record that comes without its file's path. */
function partitionOfRecord({ awsRegion, eventTime }: Record<string, unknown>): Partition {
  const time = Date.parse(String(eventTime));
  return {
    region: typeof awsRegion === 'string' ? awsRegion : '',
    day: Number.isNaN(time) ? '' : dayOf(time),
  };
}
