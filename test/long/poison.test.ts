import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzzFiles } from '../hostile/poison/fuzz-files.ts';
import { fuzzBystanders, fuzzQueue, type Seen } from '../hostile/poison/fuzz-queue.ts';
import { sources, type Source } from '../hostile/poison/subjects.ts';

/** `npm test` runs fewer, of another seed. */
const seed = Number(process.env.GLASSWATCH_POISON_SEED ?? 9);
let all: Source[];
const seen: Record<string, Seen[]> = { queue: [], bystanders: [], files: [] };

beforeAll(async () => {
  all = await sources();
});

/** For whoever quotes the figures. */
afterAll(() => {
  for (const [name, figures] of Object.entries(seen))
    process.stderr.write(`${name} ${JSON.stringify(summed(figures))}\n`);
});

function summed(figures: readonly Seen[]): Seen {
  const total: Seen = {};
  for (const one of figures)
    for (const [key, value] of Object.entries(one)) total[key] = (total[key] ?? 0) + value;
  return total;
}

test('168,000 poisoned events in the queue each end in one disposition, and none is lost', async () => {
  for (const [n, source] of all.entries())
    seen.queue?.push(await fuzzQueue(source, Math.ceil(58_000 / all.length), seed + n));
  expect(summed(seen.queue ?? []).cases).toBeGreaterThanOrEqual(168_000);
});

test('12,000 events with poison beside what is asked for are told', async () => {
  const told = all.filter(({ cases }) => cases.length < 100);
  for (const source of told) seen.bystanders?.push(await fuzzBystanders(source, 1_200, seed));
  expect(summed(seen.bystanders ?? []).cases).toBeGreaterThanOrEqual(12_000);
});

test('20,000 poisoned events in damaged files add up', async () => {
  for (const [n, source] of all.entries())
    seen.files?.push(await fuzzFiles(source, Math.ceil(2_300 / all.length), seed + n));
  expect(summed(seen.files ?? []).cases).toBeGreaterThanOrEqual(20_000);
});
