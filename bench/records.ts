import { findLogFiles, readLogFile } from '../local/reader/reader.ts';

/** All records of the files below a folder. @throws Error where one cannot be read */
export async function recordsOf(logs: string): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = [];
  for (const file of await findLogFiles([logs])) {
    const reading = await readLogFile(file);
    if (reading.outcome !== 'read') throw new Error(`${file.path}: ${reading.reason}`);
    for (const entry of reading.entries)
      if ('value' in entry) records.push(entry.value as Record<string, unknown>);
  }
  return records;
}
