import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FactBook } from '../../../../handlers/deadline/facts/fact-book.ts';
import { judge } from '../../../../handlers/deadline/judge.ts';
import { logCoverage } from '../../../../handlers/deadline/log-pass/log-coverage.ts';
import { logFacts } from '../../../../handlers/deadline/log-pass/log-facts.ts';
import { duckdbLogQuery } from '../../../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../../local/reader/reader.ts';
import { dayOf, spanOf } from '../../../../queries/span.ts';
import {
  account,
  apiCall,
  assumeRole,
  at,
  iamUser,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  type Fields,
} from '../../../detections/event-builders.ts';
import { configOf } from './both-ways.ts';

const dayMs = 86_400_000;
const incidentDay = Date.parse('2026-11-18T00:00:00Z');
const role = roleArn('BREAK-GLASS-admin');
const config = configOf({ account, breakGlass: { roles: [role], users: [] } });
const ana = roleSession('BREAK-GLASS-admin');
const incident = [
  assumeRole(roleSession('developer', { session: 'ana' }), role, { at: '09:00:00' }),
  readSecret(ana, secretArn('prod/db-Ab12Cd'), { at: '09:10:00' }),
];

/** The days around the incident, each with the same busy hour of others in a file of its own. */
async function write(folder: string, days: number): Promise<void> {
  for (let index = -days; index <= 3; index += 1) {
    const day = dayOf(incidentDay + index * dayMs);
    const others = Array.from({ length: 20 }, (_, n) => ({
      ...apiCall('ec2', 'DescribeInstances', iamUser('worker')),
      eventID: `${day}/${n}`,
      eventTime: new Date(incidentDay + index * dayMs + n * 60_000).toISOString().replace('.000Z', 'Z'),
    }));
    const records: Fields[] = index === 0 ? [...others, ...incident] : others;
    const path = join(folder, 'AWSLogs', account, 'CloudTrail', 'eu-central-1', ...day.split('/'));
    await mkdir(path, { recursive: true });
    await writeFile(join(path, `${account}_CloudTrail_1.json`), JSON.stringify({ Records: records }));
  }
}

/** Makes the deadline's pass over the days of the incident, and says what was read for it. */
async function pass(folder: string) {
  const span = spanOf(at('00:00:00'), '2026-11-19T00:00:00Z');
  const table = await openLogTable(await findLogFiles([folder]), {
    span,
    onTrouble: () => undefined,
    onProgress: () => undefined,
  });
  try {
    const log = duckdbLogQuery(table.connection);
    const book = new FactBook(incidentDay + dayMs);
    book.add(await logFacts(log, config, span));
    const coverage = await logCoverage(log, span);
    const { incidents } = judge(book, { config, now: incidentDay + dayMs, waivers: [], coverage });
    return { counts: table.counts, exposures: incidents.flatMap(({ exposures }) => exposures) };
  } finally {
    table.close();
  }
}

describe('what a deadline pass reads', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
    for (const days of [10, 365]) await write(join(folder, String(days)), days);
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('depends on the days of the incident, and not on the history before it', async () => {
    const [short, long] = [await pass(join(folder, '10')), await pass(join(folder, '365'))];
    expect(short.exposures.map(({ secret, state }) => [secret, state])).toEqual([
      [secretArn('prod/db-Ab12Cd'), 'overdue'],
    ]);
    expect(long.exposures).toEqual(short.exposures);
    // The day itself, with one more on each side: a record lies in the folder of the day on which it was delivered.
    expect(short.counts).toMatchObject({ filesRead: 3, filesPassedOver: 11 });
    expect(long.counts).toMatchObject({ filesRead: 3, filesPassedOver: 366 });
    expect(long.counts.bytesRead).toBe(short.counts.bytesRead);
    expect(long.counts.bytesRead).toBe(
      await bytesOf(join(folder, '365'), ['2026/11/17', '2026/11/18', '2026/11/19']),
    );
  });
});

async function bytesOf(folder: string, days: readonly string[]): Promise<number> {
  let sum = 0;
  for (const day of days) {
    const path = join(folder, 'AWSLogs', account, 'CloudTrail', 'eu-central-1', ...day.split('/'));
    sum += (await stat(join(path, `${account}_CloudTrail_1.json`))).size;
  }
  return sum;
}
