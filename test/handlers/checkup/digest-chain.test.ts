import { describe, expect, it } from 'vitest';
import { chainFaults, type Listed } from '../../../handlers/checkup/digests/chain.ts';

const hourMs = 3_600_000;
/** Digests of 20 November 2026, ending at 17 minutes past each hour from 00:17 to 09:17. */
const first = Date.parse('2026-11-20T00:17:00Z');
const from = Date.parse('2026-11-20T00:00:00Z');
const to = Date.parse('2026-11-20T09:30:00Z');

function listed(hour: number): Listed {
  const end = first + hour * hourMs;
  const before = hour === 0 ? 'of the day before' : `digest-${hour - 1}`;
  return {
    key: `digest-${hour}`,
    end,
    digest: {
      key: `digest-${hour}`,
      start: end - hourMs,
      end,
      hash: `hash of digest-${hour}`,
      previousKey: before,
      previousHash: `hash of ${before}`,
    },
  };
}
const whole = Array.from({ length: 10 }, (_, hour) => listed(hour));
const without = (...hours: number[]) => whole.filter((_, hour) => !hours.includes(hour));
const at = (text: string) => Date.parse(`2026-11-20T${text}:00Z`);

describe('a chain of digests', () => {
  it('is whole with one for each hour', () => {
    expect(chainFaults(whole, from, to)).toEqual([]);
    expect(chainFaults([...whole].reverse(), from, to)).toEqual([]);
  });

  it.each([
    ['one in the middle', [4], { from: at('04:17'), to: at('04:17'), hours: 1 }],
    ['two neighbours', [4, 5], { from: at('04:17'), to: at('05:17'), hours: 2 }],
    ['the newest two', [8, 9], { from: at('08:17'), to: at('09:17'), hours: 2 }],
    ['the oldest two', [0, 1], { from: at('00:17'), to: at('01:17'), hours: 2 }],
    ['all but one', [0, 1, 2, 3, 4, 5, 6, 7, 8], { from: at('00:17'), to: at('08:17'), hours: 9 }],
  ])('lacks %s', (_, gone, missing) => {
    expect(chainFaults(without(...gone), from, to)).toEqual([{ kind: 'missing', ...missing }]);
  });

  it('lacks two stretches', () => {
    expect(chainFaults(without(2, 6, 7), from, to)).toMatchObject([{ hours: 1 }, { hours: 2 }]);
  });

  it('lacks everything', () => {
    expect(chainFaults([], from, to)).toMatchObject([{ kind: 'missing', hours: 9 }]);
  });

  it('owes none yet for the hour that has just ended, or before logging began', () => {
    expect(chainFaults(without(9), from, at('09:10'))).toEqual([]);
    expect(chainFaults(without(0, 1, 2), at('02:40'), to)).toEqual([]);
  });

  it('drifts by seconds without harm', () => {
    const drifting = whole.map((one, hour) => ({ ...one, end: one.end + hour * 900 }));
    const digests = drifting.map((one) => ({
      ...one,
      digest: one.digest && { ...one.digest, end: one.end },
    }));
    expect(chainFaults(digests, from, to)).toEqual([]);
  });

  const changed = (hour: number, change: (one: Listed) => Listed) =>
    whole.map((one, index) => (index === hour ? change(one) : one));
  const digestWith = (more: object) => (one: Listed) => ({
    ...one,
    digest: one.digest && { ...one.digest, ...more },
  });

  it.each<[string, Listed[], string, string]>([
    ['holds what is no digest', changed(3, (one) => ({ ...one, digest: null })), 'unreadable', 'digest-3'],
    ['holds another hour', changed(3, digestWith({ end: at('08:17') })), 'hour', 'digest-3'],
    ['names another before', changed(3, digestWith({ previousKey: 'digest-1' })), 'link', 'digest-3'],
    ['names none before', changed(3, digestWith({ previousKey: null })), 'restarted', 'digest-3'],
    ['has one that was changed', changed(3, digestWith({ hash: 'another' })), 'hash', 'digest-4'],
  ])('%s', (_, digests, kind, key) => {
    expect(chainFaults(digests, from, to)).toMatchObject([{ kind, key }]);
  });

  it('does not blame the one after a gap for naming what is missing', () => {
    expect(chainFaults(without(4), from, to)).toHaveLength(1);
  });
});
