import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentOriginals, recordedOriginals, type Originals } from '../scan/originals.ts';
import { compareFactsBothWays } from './facts-both-ways.ts';

/** `npm run test:long` makes more. */
const files = 1_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-facts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function compared(originals: Originals, seed: string) {
  const seeds = Array.from({ length: files }, (_, file) => `${seed}/${file}`);
  return await compareFactsBothWays(folder, originals, seeds);
}

test('the facts of a changed or damaged incident are those that parsing all of it gives', async () => {
  const { differing, passedOver, alike, facts } = await compared(await incidentOriginals(), 'facts/incident');
  expect(differing).toEqual([]);
  // Records are passed over, and facts told of some that were never parsed.
  expect(passedOver).toBeGreaterThan(files / 10);
  expect(alike).toBeGreaterThan(files / 40);
  expect(facts).toBeGreaterThan(files / 2);
});

const recorded = recordedOriginals();

test.skipIf(recorded === null)('so are those of changed and damaged recordings', async () => {
  if (recorded === null) return;
  const { differing, passedOver, facts } = await compared(recorded, 'facts/recorded');
  expect(differing).toEqual([]);
  expect(passedOver).toBeGreaterThan(files / 10);
  expect(facts).toBeGreaterThan(files / 20);
});
