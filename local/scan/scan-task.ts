import type { LogFile } from '../reader/reader.ts';
import type { Interest } from './interest.ts';
import type { FileScan, IsKnown } from './scan-file.ts';

/**
 * What is to be done with the records of files, in whatever thread. Options and results are plain data.
 *
 * @template Options what it is started with
 * @template OfFile what one file gives
 * @template AtEnd what a thread has gathered of all its files
 */
export interface ScanTask<Options, OfFile, AtEnd> {
  /** Which records it wants to see; all others are only counted. */
  interests(options: Options): readonly Interest[];
  begin(options: Options): RunningTask<OfFile, AtEnd>;
}

export interface RunningTask<OfFile, AtEnd> {
  /**
   * Asked of each record that is like others, before it is parsed and before the file is handed over; only where the
   * file is in order. One that is known is not parsed, and counts as passed over.
   */
  readonly isKnown?: IsKnown;
  file(scan: FileScan, file: LogFile): OfFile;
  end(): AtEnd | Promise<AtEnd>;
}
