import { expect, it } from 'vitest';
import { workingDaysAfter } from '../../../handlers/incident/due-date.ts';

it.each([
  ['Wednesday', '2026-11-18T10:10:00Z', 1, '2026-11-19'],
  ['Friday night', '2026-11-20T23:59:59Z', 1, '2026-11-23'],
  ['Saturday', '2026-11-21T00:00:00Z', 1, '2026-11-23'],
  ['Sunday', '2026-11-22T12:00:00Z', 5, '2026-11-27'],
  ['Wednesday, over a weekend', '2026-11-18T10:10:00Z', 5, '2026-11-25'],
  ['the last days of a leap year’s February', '2028-02-28T08:00:00Z', 2, '2028-03-01'],
  ['the end of a year', '2026-12-31T08:00:00Z', 1, '2027-01-01'],
])('of %s (%s), %i working days later is %s', (_, end, days, due) => {
  expect(workingDaysAfter(end, days)).toBe(due);
});
