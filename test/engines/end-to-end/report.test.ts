import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report, ReportSection } from '../../../handlers/report/report.ts';
import { iamUser } from '../../detections/event-builders.ts';
import { figuresOf } from '../../handlers/report/reporting.ts';
import { database, writeTwoWeeks } from '../../handlers/report/two-weeks.ts';
import { Folder } from '../../local/cli/glasswatch.ts';
import { ana, breakGlass, inEmergency, opening, reading } from './emergency.ts';
import { runBySchedule, stopSchedules } from './functions.ts';
import { itemsOf } from './ledger.ts';
import { Log } from './log.ts';
import { objectsIn } from './objects.ts';
import { messagesIn, type ReadMessage } from './slack-messages.ts';
import { home, Stage, until } from './stage.ts';

const at = (instant: string) => Date.parse(`2026-11-${instant}Z`);
const emergency = [
  opening(ana, 'ana', at('18T08:00:00')),
  reading(inEmergency('ana', at('18T08:00:00')), database, at('18T08:05:00')),
];
/** The log alone has it. */
const missed = opening(iamUser('mallory'), 'mallory', at('17T12:00:00'));

/** What every question says that it has read. */
const scannedBytes = 20_000_000;

const folder = new Folder();
let log: Log;
let stage: Stage;
let told: ReadMessage;
let kept: ReadonlyMap<string, string>;
let report: Report;

beforeAll(async () => {
  writeTwoWeeks(folder.path, { '17': [missed], '18': emergency });
  log = await Log.open(folder.path, { scannedBytes });
  stage = await Stage.set({
    config: {
      account: '111122223333',
      regions: [home],
      breakGlass: { roles: [breakGlass], users: [] },
      trustedAccounts: ['444455556666'],
      slack: { webhookSecret: 'glasswatch-slack-webhook' },
    },
    athena: log.athena.url,
  });
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  stage.setClockAhead(at('18T08:06:00') - Date.now());
  await stage.send(emergency);
  await until('the opening and the read in the ledger', async () => {
    const facts = (await itemsOf(stage, 'emergency#2026-11-18')).map(({ fact }) => fact?.S ?? '');
    const isThere = (kind: string) => facts.some((fact) => fact.includes(`"kind":"${kind}"`));
    return isThere('assumed') && isThere('read') ? true : null;
  });
  stage.setClockAhead(at('19T06:00:00') - Date.now());
  told = await runBySchedule(stage, 'report', () =>
    messagesIn(stage.slack.posts).find(({ headline }) => headline.includes('Who read our secrets')),
  );
  kept = await objectsIn(stage, 'report');
  report = JSON.parse(kept.get('2026-11-18/report.json') ?? '') as Report;
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as Stage | undefined)?.strike();
  await log.close();
  folder.remove();
});

function section(id: string): ReportSection {
  return report.sections.find((one) => one.id === id) ?? expect.unreachable(`no section ${id}`);
}

function csvOf(table: string): string[] {
  return (kept.get(`2026-11-18/${table}.csv`) ?? '').trimEnd().split('\n');
}

describe('the weekly report of the deployed stacks, started by its schedule', () => {
  it('lies in its bucket as a page, as JSON and as a table for each section that has an answer', () => {
    const tables = [
      ...['exposures', 'incidents', 'missed-openings', 'cross-account-reads', 'denied-access'],
      ...['rotation-health', 'new-readers', 'top-readers', 'reads-per-day', 'records-per-day'],
      ...['suppressions-list', 'questions'],
    ];
    expect([...kept.keys()].sort()).toEqual(
      [...tables.map((table) => `${table}.csv`), 'report.html', 'report.json']
        .map((name) => `2026-11-18/${name}`)
        .sort(),
    );
    expect(report.period).toEqual({ from: '2026-11-12T00:00:00Z', to: '2026-11-19T00:00:00Z' });
    expect(kept.get('2026-11-18/report.html')).toContain('prod/db');
  });

  it('counts what the log holds', () => {
    expect(figuresOf(section('cross-account'))).toEqual({
      'pair with accounts not trusted': 1,
      'pairs of reader and secret': 2,
      reads: 3,
    });
    expect(figuresOf(section('denied'))).toMatchObject({ refusals: 2, 'principal refused': 1 });
    expect(figuresOf(section('rotation'))).toMatchObject({ failing: 1 });
    expect(figuresOf(section('first-reads'))).toEqual({
      'pairs of reader and secret': 3,
      principals: 3,
      secrets: 2,
    });
    // Those of the two weeks' own records, and ana's.
    expect(figuresOf(section('readers'))).toMatchObject({ reads: 11, principals: 5, secrets: 2 });
    expect(figuresOf(section('coverage'))).toMatchObject({ 'day without log': 1, records: 16 });
    expect(report.troubles.map(({ says }) => says)).toEqual([
      'The log holds no record of 2026-11-15: what happened then is not in this report',
      'The log holds no record of the watched Region us-east-1',
    ]);
    const { questions, 'bytes scanned': bytes } = figuresOf(section('cost'));
    expect(bytes).toBe(Number(questions) * scannedBytes);
  });

  it('knows incidents and their deadlines from the ledger, and openings without an alert from both', () => {
    expect(figuresOf(section('break-glass'))).toEqual({ incident: 1, 'exposure overdue': 1 });
    // Ana's credentials ended at 08:15, four hours before the deadline.
    const [head = '', row = '', ...others] = csvOf('exposures');
    expect(others).toEqual([]);
    const columns = head.split(',');
    const cells = row.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)];
    expect([cell('secret'), cell('state'), cell('deadline')]).toEqual([
      database,
      'overdue',
      '2026-11-18T12:15:00Z',
    ]);
    expect(figuresOf(section('missed'))).toEqual({ 'opening missed': 1 });
    expect(csvOf('missed-openings')).toHaveLength(2);
    expect(csvOf('missed-openings')[1]).toContain(String(missed.eventID));
  });

  it('is told in Slack with what is missing and new, each section in a line, and where it lies', () => {
    expect(told.headline).toBe('CRITICAL: Who read our secrets, 2026-11-12 to 2026-11-18: NOT COMPLETE');
    expect(told.lines.join('\n')).toMatch(/^missing {2}The log holds no record of 2026-11-15: /m);
    expect(told.lines).toContain(
      'new since the 7 days before  1 break-glass incident; 1 opening of the glass that no alert was recorded for; ' +
        '1 reader across accounts, of accounts that are not trusted; 1 secret failing; ' +
        '1 refusal of what was not refused before to the same principal; 3 pairs of a reader and a secret',
    );
    expect(told.lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Break-glass incidents and their deadlines {2}1 incident, 1 exposures? overdue$/,
        ),
        'Reads across accounts  1 pair with accounts not trusted, 2 pairs of reader and secret, 3 reads',
        'page  s3://glasswatch-report-111122223333-eu-central-1/2026-11-18/report.html',
        'aws s3 cp --recursive s3://glasswatch-report-111122223333-eu-central-1/2026-11-18/ ./glasswatch-report',
      ]),
    );
  });

  it('goes out by SNS too, because an opening that was missed is critical', async () => {
    // It is published after Slack took it.
    const machine = await until('what is published of the report', async () => {
      const told = await stage.publishedMachine();
      const ofReport = told.filter(({ type }) => type === 'glasswatch.report');
      return ofReport.length > 0 ? ofReport : null;
    });
    expect(machine).toMatchObject([{ severity: 'critical', data: { period: report.period } }]);
  });
});
