import { createReadStream, readFileSync, statSync } from 'node:fs';

import { tooLarge } from './gunzip.ts';
import { Unreadable, errorCode, systemReason } from './unreadable.ts';

/**
 * Reads a file's bytes. An ordinary file is read at once: the many turns that reading it asynchronously takes cost more
 * than a log file's bytes.
 * @param limit the most bytes to take
 * @throws Unreadable when it cannot be opened or read, or is larger
 */
export async function fileBytes(path: string, limit: number): Promise<Uint8Array> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new Unreadable('it is a folder');
    // A pipe (`<(zcat …)`) says no size beforehand, and may keep its reader waiting.
    if (!stats.isFile()) return await streamBytes(createReadStream(path), limit);
    if (stats.size > limit) throw tooLarge(limit);
    const bytes = readFileSync(path);
    if (bytes.length > limit) throw tooLarge(limit);
    return bytes;
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(systemReason(error));
  }
}

/**
 * Reads a stream to its end.
 * @param limit the most bytes to take
 * @throws Unreadable when it breaks off or is longer
 */
export async function streamBytes(stream: NodeJS.ReadableStream, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(errorCode(error) === null ? 'the input broke off' : systemReason(error));
  }
  return Buffer.concat(chunks, size);
}
