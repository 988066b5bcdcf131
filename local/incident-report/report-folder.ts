import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceKind } from '../../handlers/incident/evidence.ts';
import { writeWholeFolder } from '../output/whole-folder.ts';

/** The files of an incident's folder. */
export interface ReportFiles {
  readonly 'report.md': string;
  readonly 'report.html': string;
  readonly 'evidence.json': string;
}

const names = ['evidence.json', 'report.html', 'report.md'];

/** Whether a folder of this name may be written: it does not exist, or is an earlier report of the same incident and no more. */
export function mayBeWritten(folder: string, incident: string): boolean {
  if (!existsSync(folder)) return true;
  if (!statSync(folder).isDirectory()) return false;
  const entries = readdirSync(folder).sort();
  if (entries.join() !== names.join()) return false;
  try {
    const record = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8')) as {
      kind?: unknown;
      incident?: { incident?: unknown };
    };
    return record.kind === evidenceKind && record.incident?.incident === incident;
  } catch {
    return false;
  }
}

/** Writes an incident's folder whole or not at all. */
export async function writeReportFolder(folder: string, files: ReportFiles): Promise<void> {
  await writeWholeFolder(folder, async (partial) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(partial, name), text as string);
  });
}
