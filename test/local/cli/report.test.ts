import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../handlers/report/report.ts';
import { writeTwoWeeks } from '../../handlers/report/two-weeks.ts';
import { Folder, glasswatch } from './glasswatch.ts';

const folder = new Folder();
const logs = join(folder.path, 'logs');
const config = folder.write(
  'config.json',
  JSON.stringify({ breakGlass: {}, trustedAccounts: ['444455556666'] }),
);

beforeAll(() => {
  writeTwoWeeks(logs);
});
afterAll(() => {
  folder.remove();
});

function reportIn(out: string): Report {
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
}

function run(out: string, ...more: string[]) {
  return glasswatch(['report', logs, '--config', config, '--out', out, ...more]);
}

const tables = [
  'exposures.csv',
  'incidents.csv',
  'cross-account-reads.csv',
  'denied-access.csv',
  'new-readers.csv',
  'questions.csv',
  'reads-per-day.csv',
  'records-per-day.csv',
  'rotation-health.csv',
  'suppressions-list.csv',
  'top-readers.csv',
];

describe('glasswatch report', () => {
  it('writes the page, the JSON and a CSV for each table, over the last seven days of the log', async () => {
    const out = join(folder.path, 'first');
    const ended = await run(out);
    expect(ended.stderr).toContain(
      'report on 2026-11-12 to 2026-11-18, compared with 2026-11-05 to 2026-11-11',
    );
    expect(ended.stderr).toContain('INCOMPLETE: The log holds no record of 2026-11-15');
    expect(ended.stdout).toBe(`${join(out, 'report.html')}\n`);
    expect(ended.code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual([...tables, 'report.html', 'report.json'].toSorted());
    const csv = readFileSync(join(out, 'cross-account-reads.csv'), 'utf8').split('\n');
    expect(csv[0]).toBe(
      'new,trusted,caller_account,owner_account,kind,principal,assumed_by,secret,reads,first_read,last_read',
    );
    expect(csv[2]).toBe(
      'true,false,777788889999,111122223333,inbound,AIDASTRANGER000000001,,arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/feed-Ef34Gh,1,2026-11-14T10:00:00Z,2026-11-14T10:00:00Z',
    );
  });

  it('gives the same bytes twice, but for the time of making', async () => {
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')];
    await run(one, '--now', '2026-11-24T07:00:00Z');
    await run(two, '--now', '2026-11-24T08:00:01Z');
    for (const name of readdirSync(one)) {
      const differing = readFileSync(join(two, name), 'utf8')
        .replaceAll('2026-11-24T08:00:01.000Z', '2026-11-24T07:00:00.000Z')
        .replaceAll('2026-11-24 08:00:01', '2026-11-24 07:00:00');
      expect(differing, name).toBe(readFileSync(join(one, name), 'utf8'));
    }
    const stated = readFileSync(join(one, 'report.json'), 'utf8').match(/2026-11-24T07/g);
    expect(stated).toHaveLength(1);
  });

  it('reports on the days that it is asked for', async () => {
    const out = join(folder.path, 'asked');
    const ended = await run(out, '--from', '2026-11-13', '--to', '2026-11-14');
    expect(ended.code).toBe(0);
    const { period, before, log } = reportIn(out);
    expect(period).toEqual({ from: '2026-11-13T00:00:00Z', to: '2026-11-15T00:00:00Z' });
    expect(before).toEqual({ from: '2026-11-11T00:00:00Z', to: '2026-11-13T00:00:00Z' });
    // Only the days of both, and one more on either side, are read: 10 to 14.
    expect(log).toMatchObject({ files: 5, unreadable: 0 });
  });

  it('leaves out the table of a section that has no answer, also where an earlier report had one', async () => {
    const out = join(folder.path, 'again');
    await run(out);
    writeFileSync(join(out, 'notes.txt'), 'somebody else’s');
    await run(out, '--from', '2026-11-05', '--to', '2026-11-11');
    expect(readdirSync(out).toSorted()).toEqual(
      [
        ...tables.filter((name) => name !== 'new-readers.csv'),
        'notes.txt',
        'report.html',
        'report.json',
      ].toSorted(),
    );
  });

  it('tells of what it could not read at the top of the page, and ends with 1', async () => {
    const damaged = join(folder.path, 'damaged');
    mkdirSync(damaged);
    writeTwoWeeks(damaged);
    writeFileSync(join(damaged, 'broken.json'), '{"Records":[');
    const out = join(folder.path, 'incomplete');
    const ended = await glasswatch(['report', damaged, '--config', config, '--out', out]);
    expect(ended.stderr).toMatch(/unreadable: .*broken\.json/);
    expect(ended.code).toBe(1);
    expect(reportIn(out).troubles.map(({ kind }) => kind)).toEqual(['no-log', 'unreadable']);
  });

  it('runs nothing for a wrong day, a missing folder of logs, or no --out', async () => {
    const out = join(folder.path, 'never');
    const wrong = [
      await run(out, '--from', '2026-02-30'),
      await run(out, '--from', '2026-11-18', '--to', '2026-11-12'),
      await run(out, '--now', 'yesterday'),
      await glasswatch(['report', join(folder.path, 'nowhere'), '--config', config, '--out', out]),
      await glasswatch(['report', logs, '--config', config]),
    ];
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
    expect(wrong[0]?.stderr).toContain('--from: expected a day such as 2026-11-18');
    expect(existsSync(out)).toBe(false);
  });

  it('interrupted, leaves no half report', async () => {
    const many = join(folder.path, 'many');
    mkdirSync(many);
    writeTwoWeeks(many);
    writeFileSync(join(many, '0.json'), '{');
    for (let index = 0; index < 300; index += 1)
      writeFileSync(join(many, `z${index}.json`), '{"Records":[]}');
    const out = join(folder.path, 'interrupted');
    const args = ['report', many, '--config', config, '--out', out];
    const ended = await glasswatch(args, { interruptAt: /unreadable/ });
    expect(ended.code).toBe(130);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  });
});
