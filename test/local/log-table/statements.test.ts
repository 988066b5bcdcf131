import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { withoutCopies } from '../../../local/log-table/statements.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { queries } from '../../../queries/catalogue.ts';
import { spanOf } from '../../../queries/span.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-statements-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-Ab12Cd';

function read(eventID: string, eventTime: string): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', principalId: 'AIDA1', arn: 'arn:aws:iam::111122223333:user/ann' },
    eventTime,
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    awsRegion: 'eu-central-1',
    requestParameters: { secretId: secret },
    responseElements: null,
    eventID,
    recipientAccountId: '111122223333',
  };
}

const other = {
  ...read('other', '2026-11-17T09:00:00Z'),
  eventSource: 'ec2.amazonaws.com',
  eventName: 'Run',
};

/** Two reads on the 17th, one on the 18th, and a call of another service. */
const once = [
  read('one', '2026-11-17T10:00:00Z'),
  read('two', '2026-11-17T11:00:00Z'),
  read('three', '2026-11-18T10:00:00Z'),
  other,
];

function logOf(name: string, ...files: unknown[][]): string {
  for (const [index, records] of files.entries()) {
    const place = join(folder, name, 'CloudTrail', 'eu-central-1', '2026', '11', `1${7 + index}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'log.json'), JSON.stringify({ Records: records }));
  }
  return join(folder, name);
}

const asked = ['reads-per-day', 'top-readers', 'records-per-day'].map((name) => {
  const query = queries.find((one) => one.name === name);
  if (query === undefined) throw new Error(name);
  return query;
});

function valuesOf(from: string, to: string) {
  const span = spanOf(from, to);
  return { from: span.from, to: span.to, from_day: span.fromDay, to_day: span.toDay, region: '%' };
}

async function tableOf(log: string): Promise<LogTable> {
  return await openLogTable(await findLogFiles([log]), {
    span: spanOf(undefined, undefined),
    questions: asked.map((query) => ({ query, values: valuesOf('2026-11-17', '2026-11-18') })),
    onTrouble: (file, _position, reason) => {
      throw new Error(`${file}: ${reason}`);
    },
    onProgress: () => undefined,
  });
}

async function counts({ log }: LogTable, from: string, to: string) {
  const answers = [];
  for (const query of asked) answers.push((await log.ask(query, valuesOf(from, to))).rows);
  const [reads, readers, records] = answers;
  return {
    reads: reads?.map(({ day, reads: number }) => `${String(day)} ${String(number)}`),
    readers: readers?.map(({ principal, reads: number }) => `${String(principal)} ${String(number)}`),
    records: records?.map(({ day, records: number }) => `${String(day)} ${String(number)}`),
  };
}

function deliveredTwice(name: string, records: unknown[]): string {
  const log = logOf(name, records);
  const place = join(log, 'CloudTrail', 'eu-central-1', '2026', '11', '17');
  writeFileSync(join(place, 'again.json'), JSON.stringify({ Records: records }));
  return log;
}

describe.each([
  ['whose events are all there once', () => logOf('once', once)],
  [
    'that was delivered twice in part',
    () =>
      logOf(
        'twice',
        [...once, read('two', '2026-11-17T11:00:00Z')],
        [read('three', '2026-11-18T10:00:00Z'), other],
      ),
  ],
  ['of which a file was delivered twice', () => deliveredTwice('again', once)],
])('several questions to a log %s', (_, log) => {
  test('count each event once, on the days that each is asked about', async () => {
    const table = await tableOf(log());
    const ann = 'arn:aws:iam::111122223333:user/ann';
    expect(await counts(table, '2026-11-17', '2026-11-18')).toEqual({
      reads: ['2026-11-17 2', '2026-11-18 1'],
      readers: [`${ann} 3`],
      records: ['2026-11-17 3', '2026-11-18 1'],
    });
    expect(await counts(table, '2026-11-18', '2026-11-18')).toEqual({
      reads: ['2026-11-18 1'],
      readers: [`${ann} 1`],
      records: ['2026-11-18 1'],
    });
    // And again, of what was answered before.
    expect((await counts(table, '2026-11-17', '2026-11-18')).readers).toEqual([`${ann} 3`]);
    table.close();
  });

  test('about more than it holds are answered by all of it, about less by that alone', async () => {
    const table = await tableOf(log());
    const reads = async (from: string, to: string) => (await counts(table, from, to)).reads;
    const all = ['2026-11-17 2', '2026-11-18 1'];
    expect(await reads('2026-11-17T09:00:00Z', '2026-11-18T10:00:01Z')).toEqual(all);
    expect(await reads('2026-10-01', '2026-12-31')).toEqual(all);
    expect(await reads('2026-11-17T10:00:01Z', '2026-12-31')).toEqual(['2026-11-17 1', '2026-11-18 1']);
    expect(await reads('2026-10-01', '2026-11-18T10:00:00Z')).toEqual(['2026-11-17 2']);
    table.close();
  });

  test('are refused where the table was not made for them', async () => {
    const table = await tableOf(log());
    const query = queries.find(({ name }) => name === 'secret-access');
    if (query === undefined) throw new Error('no secret-access');
    await expect(table.log.ask(query, valuesOf('2026-11-17', '2026-11-18'))).rejects.toThrow(
      'not made for secret-access',
    );
    table.close();
  });
});

test('every question knows an event by its first copy, and looks for no copies where there are none', () => {
  const looking = queries.filter(({ sql }) => sql.includes('AS copy'));
  expect(looking).toHaveLength(queries.length);
  for (const { name, sql } of looking)
    expect(withoutCopies(sql), name).not.toContain('PARTITION BY eventid ORDER BY eventtime, region');
});
