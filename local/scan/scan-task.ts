import type { LogFile } from '../reader/reader.ts';
import type { Interest } from './interest.ts';
import type { FileScan } from './scan-file.ts';

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
  file(scan: FileScan, file: LogFile): OfFile;
  end(): AtEnd | Promise<AtEnd>;
}
