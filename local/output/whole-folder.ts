import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a folder whole or not at all: under a temporary name beside it, which takes its place once all is written. An
 * earlier folder of the name is replaced; the caller has made sure that it may be. A run that ends half-way leaves nothing.
 */
export async function writeWholeFolder(
  folder: string,
  write: (partial: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  const clear = () => {
    rmSync(partial, { recursive: true, force: true });
  };
  process.once('exit', clear);
  try {
    await write(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    clear();
    process.removeListener('exit', clear);
  }
}
