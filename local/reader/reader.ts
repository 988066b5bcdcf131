import { constants } from 'node:buffer';

import type { FileReading, LogFile, SkippedFile, UnreadableFile } from './reading.ts';
import { STANDARD_INPUT } from './find-log-files.ts';
import { Unreadable } from './unreadable.ts';
import { fileBytes, streamBytes } from './file-bytes.ts';
import { parseLog, unpackLog } from './parse-log.ts';
import { siblingFolder } from './log-names.ts';

export type {
  Envelope,
  FileReading,
  LogEntry,
  LogFile,
  ProblemEntry,
  ReadFile,
  RecordEntry,
  SkippedFile,
  UnreadableFile,
} from './reading.ts';
export { PathError, STANDARD_INPUT, findLogFiles } from './find-log-files.ts';

/** The most bytes of text that one file may hold, packed or unpacked: 512 MiB, or what a JavaScript string can hold. */
export const TEXT_LIMIT = Math.min(512 * 1024 * 1024, constants.MAX_STRING_LENGTH);

/**
 * Reads one file whole. Bad content, or a file that cannot be opened, is an outcome and never an error.
 * Input and output are plain data, so that it runs in a worker as it does here (standard input only here).
 * @param stdin what `-` reads; default: the process's own, which is not touched for other files
 * @param limit the most bytes of text, after unpacking
 */
export async function readLogFile(
  file: LogFile,
  stdin?: NodeJS.ReadableStream,
  limit: number = TEXT_LIMIT,
): Promise<FileReading> {
  return await readLogText(file, (text) => parseLog(file.path, text), stdin, limit);
}

/**
 * Reads one file's text, unpacked, and answers what `parse` makes of it; where that cannot be had, why not. What
 * `parse` throws as unreadable is an outcome too.
 */
export async function readLogText<Parsed>(
  file: LogFile,
  parse: (text: Uint8Array) => Parsed,
  stdin?: NodeJS.ReadableStream,
  limit: number = TEXT_LIMIT,
): Promise<Parsed | UnreadableFile | SkippedFile> {
  const { path } = file;
  const sibling = path === STANDARD_INPUT ? null : siblingFolder(path);
  if (sibling !== null) return { outcome: 'skipped', file: path, reason: `it is in a ${sibling} folder` };
  try {
    const bytes = await (path === STANDARD_INPUT
      ? streamBytes(stdin ?? process.stdin, limit)
      : fileBytes(path, limit));
    return parse(unpackLog(path, bytes, limit));
  } catch (error) {
    if (error instanceof Unreadable) return { outcome: 'unreadable', file: path, reason: error.message };
    throw error;
  }
}

/** Reads files one after the other, so that memory holds one at a time whatever their number. */
export async function* readLogFiles(
  files: Iterable<LogFile>,
  stdin?: NodeJS.ReadableStream,
): AsyncGenerator<FileReading, void, undefined> {
  for (const file of files) yield await readLogFile(file, stdin);
}
