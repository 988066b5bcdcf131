import { parseLog } from '../reader/parse-log.ts';
import {
  readLogText,
  type LogEntry,
  type LogFile,
  type SkippedFile,
  type UnreadableFile,
} from '../reader/reader.ts';
import type { RecordScanner } from './record-scanner.ts';

/** A file that was read whole, of which only what may matter is told. */
export interface ScannedFile {
  readonly outcome: 'read';
  readonly file: string;
  /** Events that cannot be of interest, which are not among the entries. */
  readonly passedOver: number;
  /** As the reader gives them. */
  readonly entries: readonly LogEntry[];
}

/** What became of one file. */
export type FileScan = ScannedFile | UnreadableFile | SkippedFile;

/**
 * Reads one file as the reader does, but parses only records that may be of interest. A file that is unlike what AWS
 * writes is parsed whole.
 */
export async function scanFile(
  file: LogFile,
  scanner: RecordScanner,
  stdin?: NodeJS.ReadableStream,
): Promise<FileScan> {
  return await readLogText(
    file,
    (text): FileScan => {
      const scanned = scanner.scan(text);
      if (scanned === null) {
        const reading = parseLog(file.path, text);
        return reading.outcome === 'read' ? { ...reading, passedOver: 0 } : reading;
      }
      return {
        outcome: 'read',
        file: file.path,
        passedOver: scanned.records - scanned.wanted.length,
        entries: scanned.wanted.map(({ index, json }) => ({
          position: `record ${index + 1}`,
          value: JSON.parse(
            Buffer.from(json.buffer, json.byteOffset, json.length).toString('utf8'),
          ) as unknown,
        })),
      };
    },
    stdin,
  );
}
