import { expect, it } from 'vitest';
import { brokenBy, storm } from './storm.ts';

const events = 3_000;

it('a storm by one principal is told by the first, the 10th, the 100th and the 1,000th, and an opening overtakes it', async () => {
  const seen = await storm({ events, principals: 1, perEvent: 60 });
  expect(brokenBy(seen, events)).toEqual([]);
  expect(seen.outcomes.get('grouped')).toBe(events - 4);
  expect(seen.words.map(({ count }) => count)).toEqual([events]);
});

it('twenty alerts at once stand in Slack one a second, none is repeated, and waiting costs each one receive at most', async () => {
  const seen = await storm({ events: 20, principals: 20, perEvent: 60 });
  expect(brokenBy(seen, 20).filter((fault) => fault !== 'the opening waited for the storm')).toEqual([]);
  const paced = seen.slack.filter(({ urgent }) => !urgent);
  expect(paced).toHaveLength(20);
  expect(Math.max(...paced.map(({ at }) => at))).toBeLessThan(22_000);
  expect(paced.filter(({ text }) => text.includes('repeated'))).toEqual([]);
  // The topic has the opening alone.
  expect(seen.topic).toHaveLength(1);
  expect(seen.receives).toBeLessThanOrEqual(2);
});

it('a storm by 200 principals folds all beyond twenty into one, and the last words add up to all events', async () => {
  const seen = await storm({ events, principals: 200, perEvent: 60 });
  expect(brokenBy(seen, events)).toEqual([]);
  // Twenty kinds of 15 events each are told twice; the folded 2,700 four times; the opening.
  expect(seen.outcomes.get('alerted')).toBe(20 * 2 + 4 + 1);
  expect(seen.words.map(({ count }) => count).sort((a, b) => a - b)).toEqual([
    ...Array<number>(20).fill(15),
    2_700,
  ]);
});
