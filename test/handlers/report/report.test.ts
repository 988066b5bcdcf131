import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, foreignAccount, roleArn } from '../../detections/event-builders.ts';
import { night } from './incidents.ts';
import { configOf, figuresOf, reportOver, type Reported } from './reporting.ts';
import { database, feed, stranger, writeTwoWeeks } from './two-weeks.ts';

const logs = mkdtempSync(join(tmpdir(), 'glasswatch-weeks-'));
let week: Reported;

beforeAll(async () => {
  writeTwoWeeks(logs);
  week = await reportOver(logs, { from: '2026-11-12', to: '2026-11-18' });
});

afterAll(() => {
  rmSync(logs, { recursive: true, force: true });
  rmSync(week.out, { recursive: true, force: true });
});

describe('a weekly report', () => {
  it('compares with the week before', () => {
    expect(week.report.period).toEqual({ from: '2026-11-12T00:00:00Z', to: '2026-11-19T00:00:00Z' });
    expect(week.report.before).toEqual({ from: '2026-11-05T00:00:00Z', to: '2026-11-12T00:00:00Z' });
    expect(week.report.beforeIsKnown).toBe(true);
  });

  it('tells first what the week before did not have, the worst of it first', () => {
    expect(week.report.news.map(({ count, says }) => `${count} ${says}`)).toEqual([
      '1 reader across accounts, of accounts that are not trusted',
      '1 secret failing',
      '1 refusal of what was not refused before to the same principal',
      '2 pairs of a reader and a secret',
    ]);
  });

  it('leads from each piece of news to rows that there are', () => {
    const tables = new Map(
      week.report.sections.flatMap(({ tables }) => tables).map((table) => [table.id, table]),
    );
    for (const { count, rows: behind } of week.report.news) {
      const table = tables.get(behind.table);
      const wanted = behind.filter.split(' ').map((term) => term.split('='));
      const found = table?.rows.filter((row) =>
        wanted.every(([name = '', text]) => text === undefined || shown(row[name]) === text),
      );
      expect(found, behind.filter).toHaveLength(count);
    }
  });

  it('tells a day without log before all else', () => {
    expect(week.report.troubles).toEqual([
      {
        kind: 'no-log',
        says: 'The log holds no record of 2026-11-15: what happened then is not in this report',
        section: 'coverage',
      },
    ]);
  });

  it('counts what was read across accounts, and by whom that is not trusted', () => {
    const section = week.section('cross-account');
    expect(figuresOf(section)).toEqual({
      'pair with accounts not trusted': 1,
      'pairs of reader and secret': 2,
      reads: 3,
    });
    expect(
      section.tables[0]?.rows.map(({ new: fresh, caller_account, secret, reads, trusted }) => ({
        fresh,
        caller_account,
        secret,
        reads,
        trusted,
      })),
    ).toEqual([
      { fresh: false, caller_account: foreignAccount, secret: feed, reads: 2, trusted: true },
      { fresh: true, caller_account: stranger, secret: feed, reads: 1, trusted: false },
    ]);
  });

  it('counts refusals, failures, reads and records', () => {
    expect(figuresOf(week.section('denied'))).toEqual({
      refusals: 2,
      'principal refused': 1,
      'secrets asked for': 2,
    });
    expect(figuresOf(week.section('rotation'))).toMatchObject({ failing: 1, abandoned: 0 });
    expect(figuresOf(week.section('readers'))).toEqual({
      reads: 10,
      'US dollars for them': '0.00',
      principals: 4,
      secrets: 2,
    });
    expect(figuresOf(week.section('coverage'))).toEqual({
      'day without log': 1,
      'gap of a Region': 1,
      records: 13,
    });
  });

  it('draws every day, also those without a read, and what the same day of the week before had', () => {
    const [chart] = week.section('readers').charts;
    expect(chart).toMatchObject({
      kind: 'bars',
      bars: [
        { label: '11-12', value: 1, before: 1 },
        { label: '11-13', value: 3, before: 2 },
        { label: '11-14', value: 2, before: 1 },
        { label: '11-15', value: 0, before: 1 },
        { label: '11-16', value: 1, before: 1 },
        { label: '11-17', value: 1, before: 1 },
        { label: '11-18', value: 2, before: 1 },
      ],
    });
  });

  it('says what a new reader is: one that did not read the secret in the week before', () => {
    const rows = week.section('first-reads').tables[0]?.rows ?? [];
    expect(rows.map(({ principal, secret }) => [principal, secret])).toEqual([
      ['AIDASTRANGER000000001', feed],
      [roleArn('batch'), database],
    ]);
  });

  it('says that it did not look at deadlines and missed events where nobody told it of them', () => {
    expect(week.section('break-glass')).toMatchObject({ state: 'not-looked-at', tables: [], figures: [] });
    expect(week.section('missed')).toMatchObject({ state: 'not-looked-at', tables: [] });
  });
});

describe('a report without a period before', () => {
  it('calls nothing new, and says why', async () => {
    const { report, section } = await reportOver(logs, { from: '2026-11-05', to: '2026-11-11' });
    expect(report.beforeIsKnown).toBe(false);
    expect(report.news).toEqual([]);
    expect(section('denied').tables[0]?.rows.map((row) => row.new)).toEqual([null]);
    expect(section('first-reads').state).toBe('not-looked-at');
  });
});

describe('a report over days of which the log holds nothing', () => {
  it('says so for each, and concludes nothing', async () => {
    const { report, section } = await reportOver(logs, { from: '2026-10-01', to: '2026-10-03' });
    expect(report.troubles.map(({ says }) => says)).toEqual([
      'The log holds no record of 2026-10-01, 2026-10-02, 2026-10-03: what happened then is not in this report',
    ]);
    expect(section('coverage')).toMatchObject({
      state: 'nothing',
      says: 'The log holds nothing of this period.',
    });
  });
});

describe('watched Regions', () => {
  it('are missed where the log holds nothing of them', async () => {
    const config = configOf({ regions: ['eu-central-1', 'eu-west-1'] });
    const { report } = await reportOver(logs, { from: '2026-11-12', to: '2026-11-18', config });
    expect(report.troubles.map(({ says }) => says)).toEqual([
      'The log holds no record of 2026-11-15: what happened then is not in this report',
      'The log holds no record of the watched Region eu-west-1',
      'The log holds no record of the watched Region us-east-1',
    ]);
  });
});

describe('incidents', () => {
  it('are counted by the state of their exposures', async () => {
    const incidentsAt = () => night;
    const { report, section } = await reportOver(logs, { from: '2026-11-12', to: '2026-11-18', incidentsAt });
    expect(figuresOf(section('break-glass'))).toEqual({
      incidents: 2,
      'exposure overdue': 1,
      unresolved: 1,
      open: 1,
      'replaced late': 1,
      'replaced in time': 1,
      waived: 1,
    });
    expect(report.news[0]).toMatchObject({ count: 2, says: 'break-glass incidents', tone: 'critical' });
    const [incidents, exposures] = section('break-glass').tables;
    expect(incidents?.rows.map(({ worst }) => worst)).toEqual(['overdue', 'unresolved']);
    expect(exposures?.rows.map(({ state }) => state)).toEqual([
      'overdue',
      'unresolved',
      'open',
      'rotated-late',
      'rotated',
      'waived',
    ]);
  });

  it('of an earlier week stay in the report until everything is settled', async () => {
    const later = { from: '2026-11-24', to: '2026-11-25' };
    const withExposures = await reportOver(logs, { ...later, incidentsAt: () => night });
    expect(withExposures.section('break-glass').tables[0]?.rows.map((row) => row.new)).toEqual([
      false,
      false,
    ]);
    const settled = night.map((one) => ({
      ...one,
      exposures: one.exposures.map((exposure) => ({ ...exposure, state: 'rotated' as const })),
    }));
    const without = await reportOver(logs, { ...later, incidentsAt: () => settled });
    expect(without.section('break-glass')).toMatchObject({
      state: 'nothing',
      tables: [{ rows: [] }, { rows: [] }],
    });
  });
});

describe('suppressions', () => {
  it('are in force, about to expire, or expired', async () => {
    const of = (expires: string) => ({
      ...{ detection: 'secret-access-denied', account, owner: 'platform', reason: 'known', expires },
    });
    const config = configOf({
      suppressions: [of('2027-02-01'), of('2026-12-08'), of('2026-12-07'), of('2026-11-23')],
    });
    const { section } = await reportOver(logs, { from: '2026-11-12', to: '2026-11-18', config });
    expect(section('suppressions').tables[0]?.rows.map(({ state }) => state)).toEqual([
      'in force',
      'in force',
      'expiring',
      'expired',
    ]);
  });
});

function shown(value: unknown): string {
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}
