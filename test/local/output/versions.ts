import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lines = 2_000;
const names = Array.from({ length: 40 }, (_, index) => `file-${index}.txt`);

/** The files of a version: enough of them, and large enough, that a kill falls between two or into one. */
export function filesOf(version: number): { name: string; text: string }[] {
  return names.map((name) => ({ name, text: `version ${version}\n`.repeat(lines) }));
}

/** Which version each file of a folder is of; one that is not whole is `half`, one that is not there `missing`. */
export function versionsIn(folder: string): Set<string> {
  return new Set(
    names.map((name) => {
      const path = join(folder, name);
      if (!existsSync(path)) return 'missing';
      const [first = '', ...others] = readFileSync(path, 'utf8').split('\n');
      const isWhole = others.length === lines && others.slice(0, -1).every((line) => line === first);
      return isWhole ? first : 'half';
    }),
  );
}
