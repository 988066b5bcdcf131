import { describe, expect, test } from 'vitest';
import { billOf } from '../../bench/cost/bill.ts';
import { readsPerSecondOfOnePrincipal } from '../../bench/cost/limits.ts';
import { prices, units } from '../../bench/cost/prices.ts';
import { secondTrail, storm, stormMinutes, usageOf } from '../../bench/cost/usage.ts';

const month = { eventsPerDay: 1_000_000, incidents: 0, monthsKept: 1 };

function part(name: string, of: Parameters<typeof usageOf>[0]): number {
  return billOf(usageOf(of)).parts.find((one) => one.name === name)?.usd ?? NaN;
}

describe('the bill', () => {
  // 30 million events at $2 for 100,000.
  test('of a second trail is AWS’s own price', () => {
    expect(billOf(secondTrail(1_000_000)).total).toBeCloseTo(600, 6);
  });

  // 7.6 % of 30 million pass a gate: 2.28 million at $1 a million.
  test('of our bus is that of the events which pass a gate', () => {
    expect(part('Events to our bus', month)).toBeCloseTo(2.28, 6);
  });

  // 720 hourly, 2 × 30 daily passes over two days and 14 × 4.3 weekly statements over nine, of 180 MB a day, at $5 a TB.
  test('of questions is that of the days they read', () => {
    expect(part('Questions to the log', month)).toBeCloseTo(
      (5 * (720 * 0.36e9 + 60 * 0.36e9 + 60.2 * 1.62e9)) / 1e12,
      6,
    );
  });

  test('of questions does not grow with the history', () => {
    const old = { ...month, monthsKept: 84 };
    expect(part('Questions to the log', old)).toBe(part('Questions to the log', month));
    expect(part('Log, kept', old)).toBeGreaterThan(part('Log, kept', month));
  });

  test('never has a question below ten megabytes', () => {
    const tiny = { eventsPerDay: 10, incidents: 0, monthsKept: 1 };
    expect(part('Questions to the log', tiny)).toBeCloseTo((5 * (720 + 60 + 60.2) * 10e6) / 1e12, 9);
  });

  // As many statements, over two, two and nine days, in 35 Regions, at $0.005 a thousand; an incident's 3 × 12 over three.
  test('of listings is that of every Region of each day that is asked about', () => {
    const days = 720 * 2 + 60 * 2 + 60.2 * 9;
    expect(part('Listings of the log', month)).toBeCloseTo((days * 35 * 0.005) / 1_000, 6);
    const one = part('Listings of the log', { ...month, incidents: 1 });
    expect(one).toBeCloseTo(((days + 36 * 3) * 35 * 0.005) / 1_000, 6);
  });

  test('grows with each incident alike', () => {
    const [none, one, ten] = [0, 1, 10].map((incidents) => billOf(usageOf({ ...month, incidents })).total);
    expect((ten ?? 0) - (none ?? 0)).toBeCloseTo(10 * ((one ?? 0) - (none ?? 0)), 6);
  });

  // A million events: $1 for the bus, $1.20 for three requests each, four writes each at $0.625 a million.
  test('of a storm is for what each of its events does', () => {
    const parts = new Map(billOf(storm(1_000_000)).parts.map(({ name, usd }) => [name, usd]));
    expect(parts.get('Events to our bus')).toBeCloseTo(1, 6);
    expect(parts.get('Queues')).toBeCloseTo(1.2, 6);
    expect(parts.get('Ledger')).toBeCloseTo(4 * 0.625 + 3 * 0.125, 6);
  });
});

// 100,000 events of 0.06 s each, by two functions at once.
test('a storm of 100,000 events is through after 50 minutes', () => {
  expect(stormMinutes(100_000)).toBeCloseTo(50, 9);
});

test('one principal fills its partition where 300 s of its reads, read by each of them, are 3,000 units of 4 KB a second', () => {
  const rate = readsPerSecondOfOnePrincipal();
  expect((rate * rate * 300 * 150) / 4_096).toBeCloseTo(3_000, 6);
});

test('every price says of how many units it is, and where it is from or that it is not verified', () => {
  expect(Object.keys(units).sort()).toEqual(Object.keys(prices).sort());
  const unverified = Object.values(prices).filter(({ source }) => source === null);
  expect(unverified.length).toBeLessThan(Object.keys(prices).length);
});
