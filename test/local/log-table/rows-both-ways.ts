import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../../local/incident/random.ts';
import { rowsTask, type RowsTaskOptions } from '../../../local/log-table/rows-task.ts';
import type { RowFiles } from '../../../local/log-table/written-rows.ts';
import { readLogFile } from '../../../local/reader/reader.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';
import { scanFile } from '../../../local/scan/scan-file.ts';
import { madeFile, whole } from '../scan/both-ways.ts';
import type { Originals } from '../scan/originals.ts';

/** So many files are read by one task: rows of one are made of what was learnt of another. */
const together = 20;

/**
 * Makes files of changed and damaged records and writes the rows of each in both ways, by the scan and by parsing all of
 * it. Answers where the two differ, and how many records were never parsed and how many rows there were.
 */
export async function compareRowsBothWays(
  folder: string,
  { records, texts }: Originals,
  asked: Omit<RowsTaskOptions, 'folder'>,
  seeds: readonly string[],
): Promise<{ differing: string[]; passedOver: number; rows: number }> {
  const [scanned, parsed] = [join(folder, 'scanned'), join(folder, 'parsed')];
  const scanner = new RecordScanner(kernelModule(), rowsTask.interests({ ...asked, folder }));
  const found = { differing: [] as string[], passedOver: 0, rows: 0 };
  for (let first = 0; first < seeds.length; first += together) {
    await mkdir(scanned, { recursive: true });
    await mkdir(parsed, { recursive: true });
    const byScan = rowsTask.begin({ ...asked, folder: scanned });
    const byParsing = rowsTask.begin({ ...asked, folder: parsed });
    const group = new Random(`${String(seeds[first])}/favourites`);
    const favourites = [group.pick(records), group.pick(records)];
    for (const seed of seeds.slice(first, first + together)) {
      const random = new Random(seed);
      const place = random.pick(['', 'AWSLogs/1/CloudTrail/eu-central-1/2026/11/18/']);
      const path = join(folder, place, random.pick(['x.json.gz', 'x.json', 'x.ndjson', 'x.gz', 'x.log']));
      await mkdir(join(folder, place), { recursive: true });
      await writeFile(path, madeFile(records, favourites, texts, random));
      const file = { path, size: null };
      const scan = await scanFile(file, scanner, byScan.isKnown);
      if (scan.outcome === 'read') found.passedOver += scan.passedOver;
      const both = [byScan.file(scan, file), byParsing.file(whole(await readLogFile(file)), file)];
      if (!isDeepStrictEqual(both[0], both[1])) found.differing.push(seed);
    }
    const [rows, expected] = [await rowsIn(await byScan.end()), await rowsIn(await byParsing.end())];
    found.rows += expected.length;
    if (!isDeepStrictEqual(rows, expected))
      found.differing.push(`the ${together} from ${String(seeds[first])}`);
    await rm(scanned, { recursive: true });
    await rm(parsed, { recursive: true });
  }
  return found;
}

/** The rows that were written, each with what it has in common with others and where it lies. */
export async function rowsIn({ own, common, partitions }: RowFiles): Promise<string[]> {
  const commons = new Map((await objectsIn(common)).map(({ number, ...row }) => [number, row]));
  return (await objectsIn(own))
    .map(({ common: number, partition, ...row }) => ({
      ...row,
      partition: partitions[Number(partition)] ?? null,
      common: number === null ? null : (commons.get(number) ?? 'missing'),
    }))
    .map((row) => JSON.stringify(row))
    .sort();
}

async function objectsIn(file: string): Promise<Record<string, unknown>[]> {
  return (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
