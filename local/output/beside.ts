import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/**
 * Names beside a folder that it is written under before it takes its place (`partial`), and kept under until that is done
 * (`earlier`). They hold the id of the process, by which a later run knows what an interrupted one left.
 */
export type Beside = 'partial' | 'earlier';

export function nameBeside(folder: string, what: Beside): string {
  return `${folder}.${what}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Makes an empty folder beside another, and puts right what interrupted runs left there. */
export function makePartial(folder: string): string {
  mkdirSync(dirname(folder), { recursive: true });
  putRight(folder);
  const partial = nameBeside(folder, 'partial');
  mkdirSync(partial);
  return partial;
}

/** Takes away what runs left that were killed; the earlier folder goes back to its place where nothing stands there. */
function putRight(folder: string): void {
  const left = readdirSync(dirname(folder)).flatMap((name) => {
    const [, what, pid = ''] = /\.(partial|earlier)-(\d+)-[0-9a-f]{8}$/.exec(name) ?? [];
    const isOf = what !== undefined && name.startsWith(`${basename(folder)}.${what}-${pid}-`);
    return isOf && !isAlive(Number(pid)) ? [{ what, path: join(dirname(folder), name) }] : [];
  });
  for (const { what, path } of left) {
    if (what === 'earlier' && !existsSync(folder)) renameSync(path, folder);
    else rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
