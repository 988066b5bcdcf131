import { describe, expect, it } from 'vitest';
import { isFirstOfDay, isFirstOfHour, runEvent } from '../../../handlers/deadline/run-event.ts';

const quarterMs = 15 * 60_000;
const midnight = Date.parse('2026-11-20T00:00:00Z');

describe('of the runs that come every quarter of an hour', () => {
  const offsets = [0, 1, 7, 14];
  const runsOfTwoDays = (minute: number) =>
    Array.from({ length: 192 }, (_, run) => midnight + minute * 60_000 + run * quarterMs);

  it.each(offsets)('one an hour looks through the log, where the first is %i minutes past', (minute) => {
    const hours = runsOfTwoDays(minute)
      .filter(isFirstOfHour)
      .map((time) => Math.floor((time - midnight) / 3_600_000));
    expect(hours).toEqual(Array.from({ length: 48 }, (_, hour) => hour));
  });

  it.each(offsets)(
    'one a day compares all with the evidence, where the first is %i minutes past',
    (minute) => {
      const times = runsOfTwoDays(minute).filter(isFirstOfDay);
      expect(times.map((time) => new Date(time).toISOString().slice(0, 13))).toEqual([
        '2026-11-20T00',
        '2026-11-21T00',
      ]);
    },
  );
});

it('a run that is started by hand can be told what to do beside, and takes no date that is none', () => {
  const asked = { discover: true, compare: true };
  expect(runEvent.parse(asked)).toEqual(asked);
  expect(() => runEvent.parse({ rebuild: { from: 'yesterday' } })).toThrow('rebuild');
});
