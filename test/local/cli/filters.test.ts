import { afterAll, describe, expect, it } from 'vitest';
import { ok, WebhookServer } from '../../handlers/channels/webhook-server.ts';
import { config, day, logFile } from '../replay/day.ts';
import { Folder, glasswatch, linesOf, summaryOf } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const configFile = folder.write('config.json', config);
const log = folder.write('day.json.gz', logFile(...Object.values(day)));

/** What becomes of the day, by hand (test/local/replay/day.ts): a filter changes nothing of it. */
const dispositions = {
  records: 11,
  alerted: 3,
  grouped: 2,
  suppressed: 1,
  shadowed: 1,
  unmatched: 2,
  'dead-lettered': 1,
  canary: 1,
  duplicate: 0,
};

function replay(...args: string[]) {
  return glasswatch(['replay', log, '--config', configFile, '--format', 'ndjson', ...args]);
}

describe.concurrent('replay shows', () => {
  it.each([
    ['all, without a filter', [], ['e10', 'e01', 'e03', 'e05', 'e07']],
    // e10 has a time that nobody can read: it may belong to any.
    ['what happened from an instant on', ['--from', '2026-11-20T09:05:00Z'], ['e10', 'e03', 'e05', 'e07']],
    ['what happened before an instant', ['--to', '2026-11-20T09:05:00Z'], ['e10', 'e01']],
    ['a day to its end', ['--from', '2026-11-20', '--to', '2026-11-20'], ['e10', 'e01', 'e03', 'e05', 'e07']],
    ['nothing of another day', ['--from', '2026-11-21'], ['e10']],
    ['what one detection says', ['--detection', 'decoy-read'], ['e05']],
    [
      'what several say, however they are given',
      ['--detection', 'decoy-read', 'break-glass-read', '--detection', 'rotation-failed'],
      ['e03', 'e05', 'e07'],
    ],
    ['what is so bad', ['--severity', 'high'], ['e03', 'e07']],
    ['what passes every filter', ['--severity', 'critical', '--to', '2026-11-20T09:01:00Z'], ['e10', 'e01']],
  ] as const)('%s, and counts every record all the same', async (_, args, ids) => {
    const ended = await replay(...args);
    expect(linesOf(ended).map(({ eventID }) => eventID)).toEqual(ids);
    expect(summaryOf(ended)).toMatchObject(dispositions);
  });

  it('the last word only on what it has shown', async () => {
    const pretty = ['--format', 'pretty', '--detection', 'break-glass-read'];
    expect((await replay(...pretty)).stdout).toContain('break-glass-read, repeats: 2 in all');
    const other = await replay('--format', 'pretty', '--detection', 'decoy-read');
    expect(other.stdout).not.toContain('in all');
  });

  it('and posts what the filter leaves, no more', async () => {
    const server = await WebhookServer.start(ok);
    const ended = await glasswatch(
      ['replay', log, '--config', configFile, '--detection', 'decoy-read', '--notify'],
      { env: { GLASSWATCH_SLACK_WEBHOOK_URL: server.url } },
    );
    await server.stop();
    expect(ended.stderr).toContain('Slack: 1 delivered, 0 not delivered');
    expect(server.posts.map(({ body }) => body.includes('bait'))).toEqual([true]);
  });
});

describe.concurrent('replay --summary', () => {
  it('says of each detection how often it spoke, or would have in shadow, and when', async () => {
    const ended = await replay('--summary');
    const lines = linesOf(ended);
    expect(lines).toHaveLength(12);
    const row = (id: string) => lines.find(({ detection }) => detection === id);
    expect(row('break-glass-opened')).toMatchObject({
      ...{ mode: 'alert', severity: 'critical', alerted: 1, grouped: 1, shadowed: 0, suppressed: 0 },
      ...{ first: '2026-11-20T09:00:00Z', last: '2026-11-20T09:00:01Z' },
    });
    expect(row('break-glass-read')).toMatchObject({
      ...{ alerted: 1, grouped: 1, first: '2026-11-20T09:05:00Z', last: '2026-11-20T09:06:00Z' },
    });
    expect(row('rotation-failed')).toMatchObject({
      ...{ mode: 'shadow', alerted: 0, shadowed: 1, first: '2026-11-20T09:20:00Z' },
    });
    // It matched beside the decoy once; its own was suppressed.
    expect(row('secret-access-denied')).toMatchObject({ alerted: 0, suppressed: 1, also: 1 });
    expect(row('secret-exposed')).toMatchObject({
      ...{
        alerted: 0,
        grouped: 0,
        shadowed: 0,
        suppressed: 0,
        also: 0,
        first: null,
        last: null,
        title: null,
      },
    });
    expect(summaryOf(ended)).toMatchObject(dispositions);
  });

  it('is for people too: what spoke, and what did not', async () => {
    const { stdout } = await replay('--summary', '--format', 'pretty');
    const lines = stdout.split('\n');
    const cells = (name: string) =>
      lines
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length)
        .trim()
        .split(/ {2,}/);
    expect(cells('DETECTION')).toEqual(['SEVERITY', 'TOLD', 'REPEATS', 'SHADOW', 'SUPPRESSED', 'BESIDE']);
    expect(cells('break-glass-read')).toEqual(['high', '1', '1', '0', '0', '0']);
    expect(cells('rotation-failed (shadow)')).toEqual(['high', '0', '0', '1', '0', '0']);
    expect(cells('secret-access-denied')).toEqual(['medium', '0', '0', '0', '1', '1']);
    expect(cells('in all')).toEqual([
      String(dispositions.alerted),
      String(dispositions.grouped),
      String(dispositions.shadowed),
      String(dispositions.suppressed),
      '1',
    ]);
    expect(stdout).toContain('  2026-11-20T09:05:00Z to 2026-11-20T09:06:00Z, first: ');
    expect(stdout).toContain('REPEATS: counted instead of told');
    expect(stdout).toMatch(/^silent: .*secret-exposed/m);
    expect(stdout).not.toContain('aws ');
  });

  it('counts what passes the filters', async () => {
    const rows = linesOf(await replay('--summary', '--from', '2026-11-20T09:06:00Z', '--severity', 'high'));
    const spoke = rows.filter(({ first }) => first !== null);
    expect(spoke.map(({ detection }) => detection)).toEqual(['break-glass-read', 'rotation-failed']);
    expect(spoke[0]).toMatchObject({ alerted: 0, grouped: 1 });
  });
});
