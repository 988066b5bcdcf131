import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { STANDARD_INPUT, type LogFile } from '../reader/reader.ts';

/**
 * Runs a work that reads its files more than once. Standard input and pipes give their bytes once only: they are put into
 * temporary files first, which are taken away afterwards.
 */
export async function withFilesToReadAgain<T>(
  files: readonly LogFile[],
  work: (files: readonly LogFile[]) => Promise<T>,
): Promise<T> {
  if (files.every(({ size }) => size !== null)) return work(files);
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-'));
  try {
    const again: LogFile[] = [];
    for (const [index, file] of files.entries()) {
      again.push(file.size === null ? await spooled(file, join(folder, `input-${index}`)) : file);
    }
    return await work(again);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What cannot be read stays as it is: whoever reads it says why. */
async function spooled(file: LogFile, path: string): Promise<LogFile> {
  try {
    const source = file.path === STANDARD_INPUT ? process.stdin : createReadStream(file.path);
    await pipeline(source, createWriteStream(path));
    return { path, size: (await stat(path)).size };
  } catch {
    return file;
  }
}
