import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeIncident } from '../local/incident/incident.ts';
import { recordsOf } from './records.ts';

/** Kept between runs; made by the generator of `glasswatch demo`, so that everybody has the same. */
const folder = join(import.meta.dirname, '..', '.cache', 'bench');

export interface BenchLog {
  readonly logs: string;
  readonly config: string;
}

/** A day of so many records. */
export async function dayLog(records: number): Promise<BenchLog> {
  const out = join(folder, `day-${records}`);
  await once(out, async (partial) => {
    await writeIncident({ out: partial, records, seed: 1 });
  });
  return { logs: join(out, 'logs'), config: join(out, 'glasswatch.json') };
}

const dayMs = 86_400_000;
const first = Date.UTC(2025, 10, 19);
export const yearDays = 365;
const recordsPerDay = 1_000;
const filesPerDay = 4;

/** A year of 1,000 records a day: one day's, moved. The day asked for is in the middle. */
export async function yearLog(): Promise<BenchLog & { readonly day: string }> {
  const out = join(folder, `year-${yearDays}`);
  await once(out, async (partial) => {
    const written = await writeIncident({ out: join(partial, 'day'), records: recordsPerDay, seed: 1 });
    const texts = (await recordsOf(written.logs)).map((record) => JSON.stringify(record));
    for (let day = 0; day < yearDays; day++) await writeDay(partial, dayOf(day), texts);
    await rename(written.config, join(partial, 'glasswatch.json'));
    await rm(join(partial, 'day'), { recursive: true });
  });
  return {
    logs: join(out, 'logs'),
    config: join(out, 'glasswatch.json'),
    day: dayOf(Math.floor(yearDays / 2)),
  };
}

function dayOf(day: number): string {
  return new Date(first + day * dayMs).toISOString().slice(0, 10);
}

async function writeDay(root: string, day: string, texts: readonly string[]): Promise<void> {
  const parts = ['logs', 'AWSLogs', '111122223333', 'CloudTrail', 'eu-central-1', ...day.split('-')];
  const into = join(root, ...parts);
  await mkdir(into, { recursive: true });
  for (let part = 0; part < filesPerDay; part++) {
    const records = texts
      .filter((_, index) => index % filesPerDay === part)
      // Another day's events are other events.
      .map((text) =>
        text
          .replaceAll('2026-11-18', day)
          .replace(/"eventID":"[0-9a-f]{8}/, `"eventID":"${day.replaceAll('-', '')}`),
      );
    const name = `111122223333_CloudTrail_eu-central-1_${day.replaceAll('-', '')}T${part}000Z_part${part}.json.gz`;
    await writeFile(join(into, name), gzipSync(`{"Records":[${records.join(',')}]}`, { level: 3 }));
  }
}

async function once(out: string, make: (partial: string) => Promise<void>): Promise<void> {
  if (existsSync(out)) return;
  const partial = `${out}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await make(partial);
  await rename(partial, out);
}
