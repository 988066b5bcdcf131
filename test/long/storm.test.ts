import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Ledger } from '../../handlers/alert/ports.ts';
import { brokenBy, storm, type Storm } from '../faults/storm.ts';

const events = 100_000;

function say(what: string, { drained, sentAt, opening, slack, topic }: Storm): void {
  process.stdout.write(
    `storm ${what}: drained after ${(drained / 60_000).toFixed(1)} min; opening sent at ${(sentAt / 60_000).toFixed(1)} min, ` +
      `told ${opening.at} ms later with ${opening.waiting} waiting; ${slack.length} in Slack, ${topic.length} by SNS\n`,
  );
}

it('100,000 refused reads of one principal are six messages, and an opening overtakes them', async () => {
  const seen = await storm({ events, principals: 1, perEvent: 60 });
  say('of one principal', seen);
  expect(brokenBy(seen, events)).toEqual([]);
  expect(seen.outcomes.get('grouped')).toBe(events - 6);
});

it('100,000 refused reads of 200 principals are 65 messages and last words that add up', async () => {
  const seen = await storm({ events, principals: 200, perEvent: 60 });
  say('of 200 principals', seen);
  expect(brokenBy(seen, events)).toEqual([]);
  expect(seen.outcomes.get('alerted')).toBe(20 * 3 + 5 + 1);
  expect(seen.words.map(({ count }) => count).sort((a, b) => a - b)).toEqual([
    ...Array<number>(20).fill(500),
    90_000,
  ]);
});

it('the function holds no more after 50,000 events than after 5,000, its ledger apart', async () => {
  const small = await heapAfter(5_000);
  const large = await heapAfter(50_000);
  process.stdout.write(`storm memory: ${large} of ${small} bytes, ${(large / small).toFixed(3)}\n`);
  expect(large / small).toBeLessThan(1.1);
});

/** Bytes of heap that are in use when a storm has passed whose ledger keeps counts alone, as one outside the function would. */
async function heapAfter(count: number): Promise<number> {
  let joined = 0;
  const ledger: Ledger = {
    claim: () => Promise.resolve('new'),
    putOff: () => Promise.resolve(),
    record: () => Promise.resolve(),
    join: () => Promise.resolve({ count: (joined += 1), folded: false }),
    see: (_key, member, at) => Promise.resolve([{ member, at }]),
    find: () => Promise.resolve(null),
    keep: (_key, value) => Promise.resolve(value),
    close: () => Promise.resolve(),
  };
  const seen = await storm({ events: count, principals: count, perEvent: 60, ledger });
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const used = process.memoryUsage().heapUsed;
  expect(seen.outcomes.get('grouped')).toBeGreaterThan(count / 2);
  return used;
}
