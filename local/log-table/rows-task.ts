import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { whyNoEvent } from '../../detections/event/cloudtrail-event.ts';
import { compilePatterns, type EventPattern } from '../../detections/pattern/matcher.ts';
import type { AskedRecords } from '../../queries/asked-records.ts';
import { wantedColumns, type Partition } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import type { LogEntry, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { ScannedEntry } from '../scan/scan-file.ts';
import type { ScanTask } from '../scan/scan-task.ts';
import { AlikeRows } from './alike-rows.ts';
import { partitionOfPath } from './log-partition.ts';
import { commonMembers, harmlessRow, rowLine } from './row-line.ts';

export interface RowsTaskOptions {
  /** Where each thread writes a file of rows. */
  readonly folder: string;
  /** The records that are wanted; null: all. */
  readonly records: readonly AskedRecords[] | null;
  /** The columns that rows have, beside those that tell where they lie, eventid and eventtime. */
  readonly columns: readonly string[];
}

/** What one file gave. */
export interface WrittenFile {
  readonly outcome: 'read';
  /** Events, those included that were not wanted. */
  readonly records: number;
  readonly noEvents: readonly { readonly position: string; readonly reason: string }[];
}

/** Writes records as rows of the log's table, one JSON object a line. At the end: the file that a thread wrote. */
export const rowsTask: ScanTask<RowsTaskOptions, WrittenFile | UnreadableFile | SkippedFile, string> = {
  interests: ({ records }) => patternsOf(records).map((pattern) => ({ pattern, of: 'record' })),

  begin: ({ folder, records: asked, columns }) => {
    const path = join(folder, `rows-${threadId}.ndjson`);
    const file = openSync(path, 'w', 0o600);
    const wanted = wantedColumns(['eventid', 'eventtime', ...columns]);
    const admitting = compilePatterns(patternsOf(asked).map((pattern) => [true, pattern] as const));
    const alike = new AlikeRows(columns);
    let lines: string[] = [];
    let length = 0;
    const write = () => {
      writeFileSync(file, lines.join('')); // To an open file it appends, and writes all or throws.
      lines = [];
      length = 0;
    };
    const add = (line: string) => {
      lines.push(line);
      length += line.length;
      if (length > writtenAtOnce) write();
    };
    const addRow = (
      record: Record<string, unknown>,
      likeness: ScannedEntry['likeness'],
      path: Partition | null,
    ) => {
      const partition = path ?? partitionOfRecord(record);
      const row = harmlessRow(record, partition, wanted);
      add(rowLine(row.eventid, row.eventtime, partition, commonMembers(row)));
      if (likeness != null) alike.remember(likeness, record, row);
    };
    return {
      isKnown: (likeness, { path: log }) => alike.isKnown(likeness, partitionOfPath(log)),
      file: (scan, { path: log }) => {
        if (scan.outcome !== 'read') return scan;
        const partition = partitionOfPath(log);
        const noEvents: { position: string; reason: string }[] = [];
        let records = scan.passedOver;
        for (const line of alike.take()) add(line);
        for (const entry of scan.entries) {
          const reason = whyNone(entry);
          if (reason !== null || !('value' in entry)) {
            noEvents.push({ position: entry.position, reason: reason ?? '' });
            continue;
          }
          records += 1;
          const record = entry.value as Record<string, unknown>;
          if (asked !== null && admitting(record).length === 0) continue;
          addRow(record, entry.likeness, partition);
        }
        return { outcome: 'read', records, noEvents };
      },
      end: () => {
        write();
        closeSync(file);
        return path;
      },
    };
  },
};

/** UTF-16 units. */
const writtenAtOnce = 1024 * 1024;

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
