import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePartial } from '../output/beside.ts';

/** A file by its name, without a folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files into a folder, under a temporary name first and then all at once, so that whoever is interrupted leaves no
 * half file behind. Tables of an earlier report that this one has no answer for are removed: they would pass for it.
 */
export function writeFiles(folder: string, files: readonly NamedText[]): void {
  const partial = makePartial(folder);
  const interrupted = () => {
    rmSync(partial, { recursive: true, force: true });
  };
  process.once('exit', interrupted);
  try {
    for (const { name, text } of files) writeFileSync(join(partial, name), text);
    mkdirSync(folder, { recursive: true });
    const names = new Set(files.map(({ name }) => name));
    const old = tablesOfEarlier(folder).filter((name) => !names.has(name));
    for (const { name } of files) renameSync(join(partial, name), join(folder, name));
    for (const name of old) rmSync(join(folder, name), { force: true });
  } finally {
    process.removeListener('exit', interrupted);
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The CSV files that the report.json in a folder tells of; none where there is no such file or it is another's. */
function tablesOfEarlier(folder: string): readonly string[] {
  try {
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
      sections: { tables: { id: string }[] }[];
    };
    return report.sections
      .flatMap(({ tables }) => tables.map(({ id }) => `${id}.csv`))
      .filter((name) => /^[a-z-]+\.csv$/.test(name));
  } catch {
    return [];
  }
}
