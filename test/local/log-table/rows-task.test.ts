import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordsAsked } from '../../../queries/asked-records.ts';
import { queries } from '../../../queries/catalogue.ts';
import { columns } from '../../../queries/column.ts';
import { incidentOriginals, recordedOriginals, type Originals } from '../scan/originals.ts';
import { compareRowsBothWays } from './rows-both-ways.ts';

/** `npm run test:long` makes more. */
const files = 600;

let folder: string;
let incident: Originals;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-rows-'));
  incident = await incidentOriginals();
});
afterAll(() => rm(folder, { recursive: true }));

const all = columns.map(({ name }) => name);
const secretAccess = queries.find(({ name }) => name === 'secret-access');

const asked = recordsAsked(secretAccess?.sql ?? '');

const recorded = recordedOriginals();

describe.each([
  [
    'all records',
    { records: null, columns: all.filter((name) => name !== 'requestid'), others: false, paths: null },
  ],
  ['their ids and times', { records: null, columns: [], others: false, paths: null }],
  ['what secret-access asks for', { records: asked, columns: all, others: false, paths: null }],
  [
    'what secret-access asks for, and the ids and times of all others',
    { records: asked, columns: all, others: true, paths: null },
  ],
])('the rows of %s', (name, options) => {
  const seeds = Array.from({ length: files }, (_, file) => `rows/${name}/${file}`);

  test('of a changed or damaged incident are those that parsing all of it gives', async () => {
    const { differing, passedOver, rows } = await compareRowsBothWays(folder, incident, options, seeds);
    expect(differing).toEqual([]);
    expect(passedOver).toBeGreaterThan(files / 20);
    expect(rows).toBeGreaterThan(files / 5);
  });

  test.skipIf(recorded === null)('of changed and damaged recordings, too', async () => {
    if (recorded === null) return;
    const { differing, passedOver } = await compareRowsBothWays(folder, recorded, options, seeds);
    expect(differing).toEqual([]);
    expect(passedOver).toBeGreaterThan(files / 20);
  });
});
