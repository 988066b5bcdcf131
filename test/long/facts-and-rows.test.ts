import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordsAsked } from '../../queries/asked-records.ts';
import { queries } from '../../queries/catalogue.ts';
import { columns } from '../../queries/column.ts';
import { compareFactsBothWays } from '../local/deadline/facts-both-ways.ts';
import { compareRowsBothWays } from '../local/log-table/rows-both-ways.ts';
import { incidentOriginals, recordedOriginals } from '../local/scan/originals.ts';

/** Of each kind. `npm test` makes fewer, of other seeds. */
const files = 5_000;

const recorded = recordedOriginals();
const secretAccess = queries.find(({ name }) => name === 'secret-access')?.sql ?? '';
const all = columns.map(({ name }) => name).filter((name) => name !== 'requestid');

test.each([
  { name: 'incident', originals: incidentOriginals },
  ...(recorded === null ? [] : [{ name: 'recordings', originals: () => Promise.resolve(recorded) }]),
])(`${files} changed and damaged files give the facts and rows that parsing gives: $name`, async (one) => {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-long-'));
  try {
    const originals = await one.originals();
    const seeds = Array.from({ length: files }, (_, file) => `long/${one.name}/${file}`);
    expect((await compareFactsBothWays(folder, originals, seeds)).differing).toEqual([]);
    for (const asked of [
      { records: null, columns: all, others: false, paths: null },
      { records: recordsAsked(secretAccess), columns: all, others: true, paths: null },
    ]) {
      const { differing, rows } = await compareRowsBothWays(folder, originals, asked, seeds);
      expect(differing).toEqual([]);
      expect(rows).toBeGreaterThan(files / 20);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
