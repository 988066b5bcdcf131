import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { breakGlassRole, breakGlassUser, home } from '../../handlers/alert/events.ts';
import { Folder, glasswatch, linesOf, summaryOf, type Ended } from '../cli/glasswatch.ts';
import { config, day, logFile, ndjson, unseenRole } from './day.ts';

const folder = new Folder();
const configFile = folder.write('config.json', config);
const damaged = logFile(day.listed).slice(0, -10);

folder.write(
  'logs/eu/one.json.gz',
  logFile(day.secondRead, day.opened, day.scanned, day.listed, day.timeless),
);
folder.write(
  'logs/eu/two.ndjson',
  ndjson(
    day.firstRead,
    '{"eventID":',
    day.bait,
    day.switched,
    day.rotation,
    day.written,
    day.scanned,
    day.canary,
  ),
);
folder.write('logs/eu/damaged.json.gz', damaged);
folder.write('logs/eu/digest.json', '{"digestStartTime":"2026-11-20T09:00:00Z","logFiles":[]}');

const replay = (...args: string[]) =>
  glasswatch(['replay', '--config', configFile, ...args], { cwd: folder.path });

let grouped: Ended;
let ungrouped: Ended;
let pretty: Ended;

beforeAll(async () => {
  [grouped, ungrouped, pretty] = await Promise.all([
    replay('logs', '--format', 'ndjson'),
    replay('logs', '--format', 'ndjson', '--no-group'),
    replay('logs'),
  ]);
});

afterAll(() => {
  folder.remove();
});

describe('a replay', () => {
  it('ends each record in exactly one disposition', () => {
    const summary = {
      files: 4,
      unreadable: 1,
      skipped: 1,
      records: 13,
      alerted: 3,
      grouped: 2,
      suppressed: 1,
      duplicate: 1,
      canary: 1,
      shadowed: 1,
      unmatched: 2,
      'dead-lettered': 2,
    };
    expect(summaryOf(grouped)).toEqual(summary);
    expect(summaryOf(pretty)).toEqual(summary);
    expect(summaryOf(ungrouped)).toEqual({ ...summary, alerted: 5, grouped: 0 });
  });

  it('ends with the summary, as the last line of standard error', () => {
    expect(grouped.stderr.trimEnd().split('\n').at(-1)).toMatch(/^summary \{.*\}$/);
  });

  it('exits with 1 where something was unreadable', () => {
    expect([grouped.code, ungrouped.code, pretty.code]).toEqual([1, 1, 1]);
  });

  it('names what it could not read, and where', () => {
    expect(grouped.stderr).toMatch(/^unreadable: logs\/eu\/damaged\.json\.gz: .+$/m);
    expect(grouped.stderr).toMatch(/^no event: logs\/eu\/two\.ndjson, line 2: .+$/m);
  });

  it('warns of a suppression that has run out, and not of one that has not', () => {
    expect(grouped.stderr).toContain(
      'warning: the suppression of bulk-read by old team expired on 2020-01-31 and no longer suppresses',
    );
    expect(grouped.stderr).not.toContain('suppression of secret-access-denied');
  });

  it('warns of break-glass principals that no event concerns: the ARN may be wrong', () => {
    const warnings = grouped.stderr.split('\n').filter((line) => line.includes('break-glass principal'));
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain(unseenRole);
    expect(warnings[1]).toContain(breakGlassUser);
  });
});

describe('the lines of ndjson', () => {
  const told = (ended: Ended) => linesOf(ended).filter(({ bare }) => bare !== true);

  it('are one for each alerted or shadowed event, in order of time', () => {
    expect(told(grouped).map(({ eventID, mode, detection }) => [eventID, mode, detection])).toEqual([
      ['e01', 'alert', 'break-glass-opened'],
      ['e03', 'alert', 'break-glass-read'],
      ['e05', 'alert', 'decoy-read'],
      ['e07', 'shadow', 'rotation-failed'],
    ]);
  });

  it('are one for each matched event where nothing is grouped', () => {
    expect(told(ungrouped).map(({ eventID }) => eventID)).toEqual(['e01', 'e02', 'e03', 'e04', 'e05', 'e07']);
  });

  it('hold the fields that scripts count on', () => {
    const [opened, firstRead, bait, rotation] = told(grouped);
    expect(opened).toMatchObject({
      detection: 'break-glass-opened',
      also: [],
      severity: 'critical',
      title: expect.stringContaining('BREAK-GLASS-ADMIN') as string,
      eventID: 'e01',
      eventTime: '2026-11-20T09:00:00Z',
      account: home,
      region: 'eu-central-1',
      actor: 'alice',
      target: breakGlassRole,
      mode: 'alert',
    });
    expect(firstRead).toMatchObject({
      severity: 'high',
      actor: 'alice',
      // Typed as a name; a later record of another file shows the full ARN.
      target: `arn:aws:secretsmanager:eu-central-1:${home}:secret:payroll-QwErTy`,
    });
    expect(bait).toMatchObject({ severity: 'critical', also: ['secret-access-denied'], actor: 'bob' });
    expect(rotation).toMatchObject({
      actor: null,
      target: `arn:aws:secretsmanager:eu-central-1:${home}:secret:db-AbCdEf`,
    });
  });

  it('carry a count where repeats are grouped, and only there', () => {
    expect(told(grouped).map(({ count }) => count)).toEqual([1, 1, 1, undefined]);
    expect(told(ungrouped).every((line) => !('count' in line))).toBe(true);
  });

  it('tell what matched and could not be read, bare', () => {
    expect(linesOf(grouped).filter(({ bare }) => bare === true)).toMatchObject([
      {
        mode: 'alert',
        detection: 'break-glass-opened',
        severity: 'critical',
        eventID: 'e10',
        eventTime: 'yesterday',
        account: home,
      },
    ]);
  });

  it('hold no session token, nor does anything else that is printed', () => {
    for (const { stdout, stderr } of [grouped, ungrouped, pretty]) {
      expect(stdout + stderr).not.toContain('SESSION-TOKEN-MARKER');
    }
  });
});

describe('pretty output', () => {
  it('tells the same events in the same order, without colours in a pipe', () => {
    const heads = pretty.stdout.split('\n').filter((line) => /^\S+ {2,}[A-Z]+ /.test(line));
    expect(heads.map((line) => line.replace(/^(\S+) +(\S+) .*/, '$1 $2'))).toEqual([
      'yesterday UNREADABLE',
      '2026-11-20T09:00:00Z CRITICAL',
      '2026-11-20T09:05:00Z HIGH',
      '2026-11-20T09:10:00Z CRITICAL',
      '2026-11-20T09:20:00Z HIGH',
    ]);
    expect(pretty.stdout + pretty.stderr).not.toContain('\u001b');
  });

  it('has the last word on what was grouped', () => {
    expect(pretty.stdout).toContain('break-glass-read, repeats: 2 in all');
    expect(pretty.stdout).not.toContain('break-glass-opened, repeats');
  });

  it('keeps standard output to the results', () => {
    expect(pretty.stdout).not.toMatch(/summary|warning|unreadable:/);
    expect(pretty.stderr).toMatch(/^13 records in 4 files: 3 alerts, 2 repeats grouped/m);
  });
});

describe('the same records', () => {
  const all = [
    day.timeless,
    day.opened,
    day.switched,
    day.firstRead,
    day.secondRead,
    day.bait,
    day.scanned,
    day.scanned,
    day.rotation,
    day.listed,
    day.written,
    day.canary,
  ];
  const backwards = all.toReversed();

  it('give the same output, byte for byte, in any order and split of files', async () => {
    const each = backwards.map((one, n) => folder.write(`each/${n}.json.gz`, logFile(one)));
    const half = [
      folder.write('half-1.json', JSON.stringify({ Records: backwards.filter((_, n) => n % 2 === 1) })),
      folder.write('half-2.ndjson', ndjson(...backwards.filter((_, n) => n % 2 === 0))),
    ];
    const whole = folder.write('whole.json.gz', logFile(...all));
    const runs = await Promise.all([
      replay('--format', 'ndjson', whole),
      replay('--format', 'ndjson', ...each),
      replay('--format', 'ndjson', ...half.toReversed()),
      glasswatch(['replay', '-', '--config', configFile, '--format', 'ndjson'], {
        input: ndjson(...backwards),
      }),
    ]);
    expect(linesOf(runs[0]).map(({ eventID }) => eventID)).toEqual(['e10', 'e01', 'e03', 'e05', 'e07']);
    for (const run of runs) {
      expect(run.stdout).toBe(runs[0].stdout);
      expect({ ...summaryOf(run), files: 0 }).toEqual({ ...summaryOf(runs[0]), files: 0 });
    }
  });
});

describe('a storm', () => {
  it('is told at 1 and 10 of its kind, and sums up', async () => {
    const storm = Array.from({ length: 37 }, (_, n) => ({
      ...day.bait,
      eventID: `s${String(n).padStart(2, '0')}`,
      eventTime: `2026-11-20T10:00:${String(n).padStart(2, '0')}Z`,
    }));
    const file = folder.write('storm.json.gz', logFile(...storm.toReversed()));
    const ended = await replay(file, '--format', 'ndjson');
    expect(linesOf(ended).map(({ eventID, count }) => [eventID, count])).toEqual([
      ['s00', 1],
      ['s09', 10],
    ]);
    expect(summaryOf(ended)).toMatchObject({ records: 37, alerted: 2, grouped: 35 });
    expect(ended.code).toBe(0);
  });
});

describe('hostile text in a log', () => {
  const hostile = 'x\u001b[2J\nsummary {"alerted":0}\r\u202egnp.exe';
  const opened = {
    ...day.opened,
    requestParameters: { roleArn: breakGlassRole, roleSessionName: hostile },
    userIdentity: {
      type: 'IAMUser',
      userName: hostile,
      principalId: 'AIDAX',
      arn: `arn:aws:iam::${home}:user/x`,
    },
  };
  const noEvent = { eventID: hostile };

  it('comes out harmless, in either format', async () => {
    const file = folder.write('hostile.ndjson', ndjson(opened, noEvent));
    const [asPretty, asNdjson] = await Promise.all([replay(file), replay(file, '--format', 'ndjson')]);
    for (const { stdout, stderr } of [asPretty, asNdjson]) {
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(stdout).not.toMatch(/^summary/m);
    }
    expect(linesOf(asNdjson)).toMatchObject([{ eventID: 'e01', actor: hostile }]);
    expect(summaryOf(asPretty)).toMatchObject({ records: 2, alerted: 1, 'dead-lettered': 1 });
    expect(asPretty.stdout).toContain('x\\u{1b}[2J\\u{a}summary');
  });
});
