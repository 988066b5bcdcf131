import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../../../handlers/alert/render/notice.ts';
import { noticeSlackMessage } from '../../../handlers/alert/render/notice.ts';
import { factsOf } from '../../../handlers/deadline/facts/facts-of.ts';
import { MemoryFactStore, MemoryToldStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import type { Told } from '../../../handlers/deadline/telling/told.ts';
import { runWeeklyReport, type ReportPorts } from '../../../handlers/report/handler.ts';
import type { ReportFile } from '../../../handlers/report/render/files.ts';
import type { Report } from '../../../handlers/report/report.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { QueryFailed, type LogQuery } from '../../../queries/log-query.ts';
import { spanOf } from '../../../queries/span.ts';
import { assumeRole, iamUser, readSecret, roleArn, roleSession } from '../../detections/event-builders.ts';
import { parsed } from '../../detections/event/parsed.ts';
import { configOf } from './reporting.ts';
import { database, writeTwoWeeks } from './two-weeks.ts';

const logs = mkdtempSync(join(tmpdir(), 'glasswatch-weeks-'));
let table: LogTable;
let log: LogQuery;

/** An hour in which ana opened the glass and read the database; on 18 November, a day of the log. */
const opening = assumeRole(iamUser('ana'), roleArn('BREAK-GLASS-admin'), { at: '11:00:00' });
const read = readSecret(
  roleSession('BREAK-GLASS-admin', { session: 'ana.ops', created: '11:00:00' }),
  database,
  { at: '11:05:00' },
);

beforeAll(async () => {
  writeTwoWeeks(logs, { '18': [opening, read] });
  const ignored = () => undefined;
  const options = { span: spanOf(undefined, undefined), onTrouble: ignored, onProgress: ignored };
  table = await openLogTable(await findLogFiles([logs]), options);
  log = duckdbLogQuery(table.connection);
});

afterAll(() => {
  table.close();
  rmSync(logs, { recursive: true, force: true });
});

interface Ran {
  readonly report: Promise<Report>;
  readonly files: Map<string, ReportFile>;
  readonly notices: Notice[];
  /** What was said of failed questions, one number a saying. */
  readonly failures: number[];
}

/** Runs the handler on 19 November at 07:00, with a ledger that knows of the opening. */
async function run(
  more: Partial<ReportPorts> = {},
  alerted: readonly string[] = [],
  told: readonly Told[] = [],
): Promise<Ran> {
  const files = new Map<string, ReportFile>();
  const notices: Notice[] = [];
  const failures: number[] = [];
  const config = configOf();
  const facts = new MemoryFactStore();
  for (const record of [opening, read]) await facts.add(factsOf(parsed(record), config));
  const toldStore = new MemoryToldStore();
  for (const one of told) await toldStore.put(one, null);
  const report = runWeeklyReport({
    config,
    clock: { now: () => Date.parse('2026-11-19T07:00:00Z') },
    logFor: () => log,
    ledger: {
      facts,
      told: toldStore,
      alerts: { wasAlerted: (eventID) => Promise.resolve(alerted.includes(eventID)) },
    },
    place: 's3://reports/',
    keep: (key, file) => {
      files.set(key, file);
      return Promise.resolve();
    },
    notifier: {
      notice: (notice) => {
        notices.push(notice);
        return Promise.resolve();
      },
    },
    failedQuestions: (count) => {
      failures.push(count);
    },
    ...more,
  });
  await report.catch(() => undefined);
  return { report, files, notices, failures };
}

describe('the report function', () => {
  it('reports on the seven days before today, keeps every file, and tells where they are', async () => {
    const { report, files, notices } = await run();
    expect((await report).period).toEqual({ from: '2026-11-12T00:00:00Z', to: '2026-11-19T00:00:00Z' });
    expect([...files.keys()].slice(0, 2)).toEqual(['2026-11-18/report.html', '2026-11-18/report.json']);
    expect([...files.keys()]).toContain('2026-11-18/exposures.csv');
    expect(files.get('2026-11-18/report.html')?.contentType).toBe('text/html; charset=utf-8');
    expect(notices).toHaveLength(1);
    expect(notices[0]?.parts.at(-1)?.command).toBe(
      'aws s3 cp --recursive s3://reports/2026-11-18/ ./glasswatch-report',
    );
    expect(notices.map((notice) => noticeSlackMessage(notice).text)[0]).toContain('NOT COMPLETE');
  });

  it('tells an opening that the event path missed, and not one that an alert was recorded for', async () => {
    const missedIn = async (ran: Ran) =>
      (await ran.report).sections.find(({ id }) => id === 'missed')?.figures[0]?.value;
    expect(await missedIn(await run())).toBe(1);
    expect(await missedIn(await run({}, [String(opening.eventID)]))).toBe(0);
  });

  it('tells an exposure as the deadline handler last told it', async () => {
    const statesIn = async (ran: Ran) =>
      (await ran.report).sections
        .find(({ id }) => id === 'break-glass')
        ?.tables[1]?.rows.map(({ state, exposure }) => [state, exposure]);
    const [[state, exposure] = []] = (await statesIn(await run())) ?? [];
    expect(state).toBe('overdue');
    const told: Told = {
      v: 1,
      incident: 'i',
      from: Date.parse('2026-11-18T11:00:00Z'),
      exposures: {
        [String(exposure)]: {
          state: 'waived',
          reason: 'no-proof',
          deadline: null,
          terms: { deadlineHours: 4, clock: 'session-end', alternating: false },
        },
      },
      overdueAt: null,
      externalAt: null,
      askedAt: null,
      refused: [],
      recordedAt: null,
      closed: false,
    };
    expect(await statesIn(await run({}, [], [told]))).toEqual([['waived', exposure]]);
  });

  it('tells a question that failed before all else', async () => {
    const failing: LogQuery = {
      ask: (query, values) =>
        query.name === 'top-readers'
          ? Promise.reject(new QueryFailed(query.name, 'HIVE_BAD_DATA'))
          : log.ask(query, values),
    };
    const { notices, failures } = await run({ logFor: () => failing });
    expect(failures).toEqual([1]);
    expect(notices[0]?.parts[0]).toMatchObject({ label: 'missing' });
    expect(notices[0]?.parts[0]?.text).toContain('query top-readers failed: HIVE_BAD_DATA');
  });

  it('counts a question that failed though there is no report for it', async () => {
    const refusing: LogQuery = { ask: () => Promise.reject(new TypeError('credentials')) };
    const { report, failures } = await run({ logFor: () => refusing });
    await expect(report).rejects.toThrow('credentials');
    expect(failures).toEqual([1]);
  });

  it('tells that a report could not be kept, and fails', async () => {
    const { report, notices, failures } = await run({
      keep: () => Promise.reject(new Error('AccessDenied')),
    });
    await expect(report).rejects.toThrow('AccessDenied');
    expect(notices.map(({ type, severity }) => [type, severity])).toEqual([['report-failed', 'high']]);
    expect(JSON.stringify(notices)).not.toContain('AccessDenied');
    expect(failures).toEqual([0]);
  });

  it('asks on one occasion a week, whenever it is tried again', async () => {
    const occasions: string[] = [];
    const logFor = (occasion: string) => {
      occasions.push(occasion);
      return log;
    };
    await run({ logFor });
    await run({ logFor, clock: { now: () => Date.parse('2026-11-19T07:50:00Z') } });
    expect(occasions).toEqual(['report 2026-11-12 to 2026-11-18', 'report 2026-11-12 to 2026-11-18']);
  });
});
