import { describe, expect, test } from 'vitest';
import { dayOf, spanOf } from '../../queries/span.ts';

describe('a span', () => {
  test('of days is whole days, read with a day to spare on both sides', () => {
    expect(spanOf('2026-11-17', '2026-11-18')).toEqual({
      from: '2026-11-17T00:00:00Z',
      to: '2026-11-19T00:00:00Z',
      fromDay: '2026/11/16',
      toDay: '2026/11/19',
    });
  });

  test('of instants is what it says, in UTC', () => {
    expect(spanOf('2026-11-18T01:30:00+02:00', '2026-11-18T02:14:07Z')).toEqual({
      from: '2026-11-17T23:30:00Z',
      to: '2026-11-18T02:14:07Z',
      fromDay: '2026/11/16',
      toDay: '2026/11/19',
    });
  });

  test('spans months and years', () => {
    expect(spanOf('2026-03-01', '2026-12-31')).toMatchObject({ fromDay: '2026/02/28', toDay: '2027/01/01' });
  });

  test('without ends goes as far as the log', () => {
    const { from, to, fromDay, toDay } = spanOf(undefined, undefined);
    expect(from < '1970-01-01' && fromDay < '1970/01/01').toBe(true);
    expect(to > '9999-01-01' && toDay > '9999/01/01').toBe(true);
    expect(spanOf('2026-11-18', undefined)).toMatchObject({ from: '2026-11-18T00:00:00Z', to });
    expect(spanOf(undefined, '2026-11-18')).toMatchObject({ from, to: '2026-11-19T00:00:00Z' });
  });

  test.for([
    'yesterday',
    '2026-11-31',
    '2026-02-30',
    '2026-13-01',
    '18.11.2026',
    '2026-11-18T02:14',
    '',
    '2026-11-18 02:14:07Z',
  ])('does not begin at "%s"', (text) => {
    expect(() => spanOf(text, undefined)).toThrow(RangeError);
    expect(() => spanOf(text, undefined)).toThrow(/^from: expected a day such as/);
    expect(() => spanOf(undefined, text)).toThrow(/^to: expected a day such as/);
  });

  test('must begin before it ends', () => {
    expect(() => spanOf('2026-11-19', '2026-11-18')).toThrow(/must lie before/);
    expect(() => spanOf('2026-11-18T02:00:00Z', '2026-11-18T02:00:00Z')).toThrow(/must lie before/);
  });
});

test("an instant's day is UTC's", () => {
  expect(dayOf(Date.parse('2026-11-18T23:59:59Z'))).toBe('2026/11/18');
});
