import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeReport } from '../../../handlers/report/make-report.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { spanOf } from '../../../queries/span.ts';
import { assumeRole, iamUser, roleArn } from '../../detections/event-builders.ts';
import { configOf, now } from './reporting.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-openings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Forty openings, each by another session name: more alerts than one value of a question holds. */
const openings = Array.from({ length: 40 }, (_, index) => {
  const clock = `10:${String(index).padStart(2, '0')}:00`;
  const opening = assumeRole(iamUser('ana'), roleArn('BREAK-GLASS-admin'), {
    session: `ana-${index}`,
    at: clock,
  });
  return { ...opening, eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` };
});

it('what the event path missed are the openings of which no alert at all was recorded', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: openings }));
  const ignored = () => undefined;
  const options = { span: spanOf(undefined, undefined), onTrouble: ignored, onProgress: ignored };
  const table = await openLogTable(await findLogFiles([folder]), options);
  try {
    const report = await makeReport({
      log: duckdbLogQuery(table.connection),
      config: configOf(),
      period: { from: '2026-11-18T00:00:00Z', to: '2026-11-19T00:00:00Z' },
      now,
      incidents: [],
      alertedOpenings: openings
        .filter((_, index) => index !== 7 && index !== 33)
        .map(({ eventID }) => eventID),
      read: { source: 'log', files: 1, records: 40, unreadable: 0 },
    });
    const missed = report.sections.find(({ id }) => id === 'missed');
    expect(missed?.tables[0]?.rows.map(({ event_time }) => event_time)).toEqual([
      '2026-11-18T10:07:00Z',
      '2026-11-18T10:33:00Z',
    ]);
    expect(missed?.figures[0]).toMatchObject({ value: 2, tone: 'critical' });
  } finally {
    table.close();
  }
});
