import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factsTask } from '../../../local/deadline/facts-task.ts';
import { Random } from '../../../local/incident/random.ts';
import { rowsTask } from '../../../local/log-table/rows-task.ts';
import { readLogFile } from '../../../local/reader/reader.ts';
import { reportTask } from '../../../local/report/report-task.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';
import { scanFile } from '../../../local/scan/scan-file.ts';
import { recordsAsked } from '../../../queries/asked-records.ts';
import { queries } from '../../../queries/catalogue.ts';
import { gathered } from '../deadline/facts-both-ways.ts';
import { rowsIn } from '../log-table/rows-both-ways.ts';
import { madeFile, whole } from '../scan/both-ways.ts';
import { incidentOriginals } from '../scan/originals.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-report-task-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** So many files are read by one task: what one of the two learnt of a record must not hide it from the other. */
const together = 20;

test('a report reads the facts and the rows that parsing all of each file gives, and no rows of days that it is not about', async () => {
  const { records, texts, config } = await incidentOriginals();
  const now = Math.max(...records.map(({ eventTime }) => Date.parse(String(eventTime))));
  const secretAccess = queries.find(({ name }) => name === 'secret-access')?.sql ?? '';
  const rows = {
    records: recordsAsked(secretAccess),
    columns: ['eventsource', 'requestparameters', 'responseelements', 'useridentity'],
    paths: { requestparameters: { scalars: ['$.secretId', '$.name'], values: ['$.secretIdList'] } },
    others: true,
  };
  let passedOver = 0;
  for (let group = 0; group < 12; group++) {
    const [early, late] = [join(folder, 'early', 'log.json.gz'), join(folder, 'late', 'log.json.gz')];
    const [scanned, parsed] = [join(folder, `scanned-${group}`), join(folder, `parsed-${group}`)];
    for (const path of [dirname(early), dirname(late), scanned, parsed])
      await mkdir(path, { recursive: true });
    const options = { facts: { config }, rows: { ...rows, folder: scanned }, withoutRows: new Set([early]) };
    const scanner = new RecordScanner(kernelModule(), reportTask.interests(options));
    const byScan = reportTask.begin(options);
    const [factsParsed, rowsParsed] = [
      factsTask.begin({ config }),
      rowsTask.begin({ ...rows, folder: parsed }),
    ];
    const random = new Random(`report/${group}`);
    const favourites = [random.pick(records), random.pick(records)];
    const [facts, expected] = [[], []] as [
      ReturnType<typeof factsParsed.file>[],
      ReturnType<typeof factsParsed.file>[],
    ];
    for (let index = 0; index < together; index++) {
      const file = { path: random.pick([early, late]), size: null };
      await writeFile(file.path, madeFile(records, favourites, texts, random));
      const scan = await scanFile(file, scanner, byScan.isKnown);
      if (scan.outcome === 'read') passedOver += scan.passedOver;
      const told = byScan.file(scan, file);
      const all = whole(await readLogFile(file));
      facts.push(told.facts);
      expected.push(factsParsed.file(all, file));
      expect(told.rows).toEqual(file.path === early ? null : rowsParsed.file(all, file));
    }
    const end = await byScan.end();
    expect(gathered(facts, end.facts, now)).toEqual(gathered(expected, await factsParsed.end(), now));
    expect(await rowsIn(end.rows)).toEqual(await rowsIn(await rowsParsed.end()));
  }
  expect(passedOver).toBeGreaterThan(20);
});
