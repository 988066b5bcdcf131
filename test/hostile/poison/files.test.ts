import { beforeAll, expect, test } from 'vitest';
import { fuzzFiles } from './fuzz-files.ts';
import type { Seen } from './fuzz-queue.ts';
import { sources, type Source } from './subjects.ts';

/** `npm run test:long` runs many more, of other seeds. */
const seed = 20_261_118;
let all: Source[];

beforeAll(async () => {
  all = await sources();
});

test('poisoned and damaged files: every record ends in one disposition, and the files beside them are told', async () => {
  const seen: Seen[] = [];
  // A seed of its own for each: the same one damages the same files.
  for (const [n, source] of all.entries()) seen.push(await fuzzFiles(source, 4, seed + n));
  const sum = (key: string) => seen.reduce((total, one) => total + (one[key] ?? 0), 0);
  expect(sum('cases')).toBeGreaterThan(500);
  for (const kind of ['alerted', 'dead-lettered', 'unmatched', 'unreadable']) {
    expect(sum(kind), kind).toBeGreaterThan(8);
  }
});
