import { beforeAll, describe, expect, test } from 'vitest';
import { fuzzBystanders, fuzzQueue, type Seen } from './fuzz-queue.ts';
import { sources, type Source } from './subjects.ts';

/** `npm run test:long` runs many more, of other seeds. */
const seed = 20_261_118;
let all: Source[];

beforeAll(async () => {
  all = await sources();
});

function sum(seen: readonly Seen[], key: string): number {
  return seen.reduce((total, one) => total + (one[key] ?? 0), 0);
}

describe('poisoned events in the queue', () => {
  test('each end in one disposition, none is lost, and none keeps another from being told', async () => {
    const seen: Seen[] = [];
    for (const source of all) seen.push(await fuzzQueue(source, 45, seed));
    expect(sum(seen, 'cases')).toBeGreaterThan(1_500);
    for (const kind of ['admitted', 'alerted', 'dead-lettered', 'unmatched']) {
      expect(sum(seen, kind), kind).toBeGreaterThan(100);
    }
  });

  test('are told as they were, or bare, where the poison stands in what no detection asks for', async () => {
    const seen: Seen[] = [];
    for (const source of all.filter(({ cases }) => cases.length < 100)) {
      seen.push(await fuzzBystanders(source, 30, seed));
    }
    expect(sum(seen, 'alerted')).toBeGreaterThan(200);
  });
});
