import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { foreignAccount } from '../detections/event-builders.ts';
import { configOf, reportOver } from '../handlers/report/reporting.ts';
import { openLog } from '../queries/asking.ts';
import { config as recordedConfig } from './expected.ts';
import { recordedFolder } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-numbers-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeAll(async () => {
  await writeIncident({ out: folder, records: 2_000, seed: 1 });
});

const cases = [
  {
    name: 'the incident',
    logs: join(folder, 'logs'),
    from: '2026-11-18',
    to: '2026-11-18',
    config: configOf(),
  },
  {
    name: 'the recordings',
    logs: recordedFolder,
    from: '2024-01-01',
    to: '2024-12-31',
    config: configOf({ ...recordedConfig, account: undefined }),
  },
];
const questions = [
  'cross-account-reads',
  'denied-access',
  'rotation-health',
  'top-readers',
  'records-per-day',
];

describe.each(cases)('over $name', ({ name, logs, from, to, config }) => {
  test.skipIf(name === 'the recordings' && !existsSync(recordedFolder))(
    'every table, file and page of the report has the rows of its question',
    async () => {
      const { report, out } = await reportOver(logs, {
        from,
        to,
        config,
        out: join(folder, `report of ${name}`),
      });
      const page = readFileSync(join(out, 'report.html'), 'utf8');
      const log = await openLog(logs, from, to);
      const trusted = name === 'the incident' ? foreignAccount : '';
      for (const question of questions) {
        const values =
          question === 'cross-account-reads'
            ? { trusted_accounts: trusted, account: config.account ?? '' }
            : {};
        const rows = await log.ask(question, values);
        const table = report.sections.flatMap(({ tables }) => tables).find(({ id }) => id === question);
        const told = table?.rows.map(({ new: _, ...row }) => row);
        expect(told, question).toEqual(rows);
        if (rows.length > 0) expect(page, question).toContain(`id="${question}"`);
        const shown =
          page
            .split(`id="${question}"`)[1]
            ?.split('</tbody>')[0]
            ?.match(/<tr><td/g)?.length ?? 0;
        expect(shown, question).toBe(rows.length);
      }
      log.close();
    },
  );
});
