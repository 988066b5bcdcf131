import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { whyNoEvent } from '../../detections/event/cloudtrail-event.ts';
import type { Partition } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import type { LogEntry, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { ScanTask } from '../scan/scan-task.ts';
import { partitionOfPath } from './log-partition.ts';
import { rowLine } from './row-line.ts';

export interface RowsTaskOptions {
  /** Where each thread writes a file of rows. */
  readonly folder: string;
  /** The eventSources whose records are wanted; null: all. */
  readonly sources: readonly string[] | null;
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
  interests: ({ sources }) => [
    { pattern: { eventSource: sources === null ? [{ exists: true }] : [...sources] }, of: 'record' },
  ],

  begin: ({ folder, sources }) => {
    const path = join(folder, `rows-${threadId}.ndjson`);
    const file = openSync(path, 'w', 0o600);
    let lines: string[] = [];
    let length = 0;
    const write = () => {
      writeFileSync(file, lines.join('')); // To an open file it appends, and writes all or throws.
      lines = [];
      length = 0;
    };
    return {
      file: (scan, { path: log }) => {
        if (scan.outcome !== 'read') return scan;
        const partition = partitionOfPath(log);
        const noEvents: { position: string; reason: string }[] = [];
        let records = scan.passedOver;
        for (const entry of scan.entries) {
          const reason = whyNone(entry);
          if (reason !== null || !('value' in entry)) {
            noEvents.push({ position: entry.position, reason: reason ?? '' });
            continue;
          }
          records += 1;
          const record = entry.value as Record<string, unknown>;
          if (sources !== null && !sources.includes(String(record.eventSource))) continue;
          const line = `${rowLine(record, partition ?? partitionOfRecord(record))}\n`;
          lines.push(line);
          length += line.length;
          if (length > writtenAtOnce) write();
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
