import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareBothWays } from '../local/scan/both-ways.ts';
import { incidentOriginals, recordedOriginals } from '../local/scan/originals.ts';

/** Of each kind of original. `npm test` makes fewer, of other seeds. */
const files = 15_000;

const recorded = recordedOriginals();

test.each([
  { name: 'incident', originals: incidentOriginals },
  ...(recorded === null ? [] : [{ name: 'recordings', originals: () => Promise.resolve(recorded) }]),
])(
  `the scan of ${files} changed and damaged files tells what parsing all of them tells: $name`,
  async ({ name, originals }) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasswatch-long-'));
    try {
      const { records, texts, config } = await originals();
      const seeds = Array.from({ length: files }, (_, file) => `long/${name}/${file}`);
      const { differing, sifted, candidates, alike } = await compareBothWays(
        folder,
        records,
        texts,
        config,
        seeds,
      );
      expect(differing).toEqual([]);
      expect(sifted).toBeGreaterThan(files / 10);
      expect(candidates).toBeGreaterThan(files / 20);
      expect(alike).toBeGreaterThan(files / 50);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test.skipIf(recorded !== null)('the recordings are not here: their part was not run', () => {
  expect(recorded).toBeNull();
});
