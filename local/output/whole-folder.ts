import { existsSync, renameSync, rmSync } from 'node:fs';
import { makePartial, nameBeside } from './beside.ts';

/**
 * Writes a folder whole or not at all: under a temporary name beside it, which takes its place once all is written. An
 * earlier folder of the name is replaced; the caller has made sure that it may be. A run that is interrupted leaves the
 * earlier one whole; one that is killed can leave temporary names, which the next run takes away.
 */
export async function writeWholeFolder(
  folder: string,
  write: (partial: string) => Promise<void>,
): Promise<void> {
  const partial = makePartial(folder);
  const clear = () => {
    rmSync(partial, { recursive: true, force: true });
  };
  process.once('exit', clear);
  try {
    await write(partial);
    replace(folder, partial);
  } finally {
    clear();
    process.removeListener('exit', clear);
  }
}

/** Renames, and only then removes: removing takes time, in which half a folder would stand there. */
function replace(folder: string, partial: string): void {
  if (!existsSync(folder)) {
    renameSync(partial, folder);
    return;
  }
  const earlier = nameBeside(folder, 'earlier');
  renameSync(folder, earlier);
  renameSync(partial, folder);
  rmSync(earlier, { recursive: true, force: true });
}
