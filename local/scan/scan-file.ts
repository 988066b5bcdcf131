import { parseLog } from '../reader/parse-log.ts';
import {
  readLogText,
  type LogEntry,
  type LogFile,
  type SkippedFile,
  type UnreadableFile,
} from '../reader/reader.ts';
import type { Likeness } from './likeness.ts';
import type { RecordScanner, WantedRecord } from './record-scanner.ts';

/** A file that was read whole, of which only what may matter is told. */
export interface ScannedFile {
  readonly outcome: 'read';
  readonly file: string;
  /** Events that are not among the entries: those that cannot be of interest, and those that were known. */
  readonly passedOver: number;
  /** As the reader gives them. */
  readonly entries: readonly ScannedEntry[];
}

/** An entry, and what it has in common with others where the scan saw that. */
export type ScannedEntry = LogEntry & { readonly likeness?: Likeness | null };

/** Whether a record need not be parsed, because all is known that there is to know of it. */
export type IsKnown = (likeness: Likeness, file: LogFile) => boolean;

/** What became of one file. */
export type FileScan = ScannedFile | UnreadableFile | SkippedFile;

/**
 * Reads one file as the reader does, but parses only records that may be of interest. A file that is unlike what AWS
 * writes is parsed whole.
 */
export async function scanFile(
  file: LogFile,
  scanner: RecordScanner,
  isKnown: IsKnown = () => false,
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
      const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
      const unknown = scanned.wanted.filter(({ likeness }) => likeness === null || !isKnown(likeness, file));
      return {
        outcome: 'read',
        file: file.path,
        passedOver: scanned.records - unknown.length,
        entries: unknown.map((record) => entryOf(record, bytes)),
      };
    },
    stdin,
  );
}

function entryOf({ index, start, end, likeness }: WantedRecord, text: Buffer): ScannedEntry {
  const value = JSON.parse(text.toString('utf8', start, end)) as unknown;
  return { position: `record ${index + 1}`, value, likeness };
}
