import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReport } from '../../../handlers/report/make-report.ts';
import { reportFiles } from '../../../handlers/report/render/files.ts';
import { reportNotice } from '../../../handlers/report/render/notice.ts';
import type { Report } from '../../../handlers/report/report.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { QueryCancelled, QueryFailed, type LogQuery } from '../../../queries/log-query.ts';
import { spanOf } from '../../../queries/span.ts';
import { configOf, now } from './reporting.ts';
import { writeTwoWeeks } from './two-weeks.ts';

const logs = mkdtempSync(join(tmpdir(), 'glasswatch-weeks-'));
let table: LogTable;

beforeAll(async () => {
  writeTwoWeeks(logs);
  const ignored = () => undefined;
  const options = { span: spanOf(undefined, undefined), onTrouble: ignored, onProgress: ignored };
  table = await openLogTable(await findLogFiles([logs]), options);
});

afterAll(() => {
  table.close();
  rmSync(logs, { recursive: true, force: true });
});

/** The log, in which some questions fail. */
function reportWhere(fails: (query: string, from: string) => Error | null): Promise<Report> {
  const real = duckdbLogQuery(table.connection);
  const log: LogQuery = {
    ask: (query, values) => {
      const failure = fails(query.name, values.from ?? '');
      return failure === null ? real.ask(query, values) : Promise.reject(failure);
    },
  };
  const period = { from: '2026-11-12T00:00:00Z', to: '2026-11-19T00:00:00Z' };
  const read = { source: 'logs', files: null, records: null, unreadable: null };
  return makeReport({ log, config: configOf(), period, now, incidents: [], alertedOpenings: [], read });
}

describe('a question that failed', () => {
  it('is told at the top and in its section, which has no table and no figure', async () => {
    const report = await reportWhere((query) =>
      query === 'denied-access' ? new QueryFailed(query, 'bytes <limit> reached') : null,
    );
    expect(report.troubles.filter(({ kind }) => kind === 'query-failed').map(({ says }) => says)).toEqual([
      'query denied-access failed: bytes <limit> reached (2026-11-12 to 2026-11-18)',
      'query denied-access failed: bytes <limit> reached (2026-11-05 to 2026-11-11)',
    ]);
    const section = report.sections.find(({ id }) => id === 'denied');
    expect(section).toMatchObject({ state: 'failed', figures: [], tables: [] });
    const files = reportFiles(report);
    expect(files.map(({ name }) => name)).not.toContain('denied-access.csv');
    const page = files.find(({ name }) => name === 'report.html')?.text ?? '';
    expect(page.indexOf('This report is not complete')).toBeLessThan(
      page.indexOf('New since the 7 days before'),
    );
    expect(page).toContain('bytes &lt;limit&gt; reached');
  });

  it('about the week before only leaves this week told, but not what is new in it', async () => {
    const report = await reportWhere((query, from) =>
      query === 'denied-access' && from.startsWith('2026-11-05')
        ? new QueryCancelled(query, 'took too long')
        : null,
    );
    expect(report.troubles.map(({ kind }) => kind)).toEqual(['query-failed', 'no-log']);
    const rows = report.sections.find(({ id }) => id === 'denied')?.tables[0]?.rows;
    expect(rows?.map((row) => row.new)).toEqual([null, null]);
    expect(report.news.map(({ section }) => section)).not.toContain('denied');
  });

  it('about the coverage of the week before leaves nothing called new', async () => {
    const report = await reportWhere((query, from) =>
      query === 'records-per-day' && from.startsWith('2026-11-05') ? new QueryFailed(query, 'no') : null,
    );
    expect(report.beforeIsKnown).toBe(false);
    expect(report.news).toEqual([]);
    expect(report.troubles[0]?.says).toBe('query records-per-day failed: no (2026-11-05 to 2026-11-11)');
  });

  // Thirteen questions: eight about this week or both, five about the week before.
  it('is as loud as an alert also where nothing else is to be told', async () => {
    const report = await reportWhere((query) => new QueryFailed(query, 'no'));
    expect(report.news).toEqual([]);
    const notice = reportNotice(report, 's3://reports/2026-11-18/report.html');
    expect(notice.severity).toBe('high');
    expect(notice.title).toBe('Who read our secrets, 2026-11-12 to 2026-11-18: NOT COMPLETE');
    expect(notice.parts[0]?.text).toContain('; and 1 more');
    expect(reportFiles(report).map(({ name }) => name)).toEqual([
      'report.html',
      'report.json',
      'incidents.csv',
      'exposures.csv',
      'suppressions-list.csv',
      'questions.csv',
    ]);
  });

  it('is no cover for other errors: those are thrown', async () => {
    await expect(
      reportWhere((query) => (query === 'top-readers' ? new TypeError('a bug') : null)),
    ).rejects.toThrow('a bug');
  });
});
