import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareBothWays } from './both-ways.ts';
import { incidentOriginals, recordedOriginals, type Originals } from './originals.ts';

/** `npm run test:long` makes more. */
const files = 1_500;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-both-ways-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function compared({ records, texts, config }: Originals, seed: string) {
  const seeds = Array.from({ length: files }, (_, file) => `${seed}/${file}`);
  return await compareBothWays(folder, records, texts, config, seeds);
}

test('the scan of a changed or damaged incident tells what parsing all of it tells', async () => {
  const { differing, sifted, passedOver, candidates, alike, unreadable } = await compared(
    await incidentOriginals(),
    'incident',
  );
  expect(differing).toEqual([]);
  // Both ways are taken, and often.
  expect(sifted).toBeGreaterThan(files / 10);
  expect(passedOver).toBeGreaterThan(files / 4);
  expect(candidates).toBeGreaterThan(files / 20);
  expect(alike).toBeGreaterThan(files / 50);
  expect(unreadable).toBeGreaterThan(files / 10);
});

const recorded = recordedOriginals();

test.skipIf(recorded === null)('so does the scan of changed and damaged recordings', async () => {
  if (recorded === null) return;
  const { differing, sifted, candidates, alike } = await compared(recorded, 'recorded');
  expect(differing).toEqual([]);
  expect(sifted).toBeGreaterThan(files / 10);
  expect(candidates).toBeGreaterThan(files / 20);
  expect(alike).toBeGreaterThan(files / 50);
});
