import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../../local/incident/incident.ts';
import {
  assumeRole,
  at,
  breakGlassRole,
  read,
  record,
  roleSession,
  secretArn,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';
import { attacks } from '../../hostile/texts.ts';
import { screenOf } from '../../hostile/screen.ts';
import { logFile, ndjson } from '../replay/day.ts';
import { alice, deadline, emergency, folder, log, payroll, put, verdictsOf } from './emergency.ts';
import { glasswatch } from './glasswatch.ts';

afterAll(() => {
  folder.remove();
});

describe('deadline --format json', () => {
  it('says of each secret what it knows: the fixed fields', async () => {
    const ended = await deadline([log], ['--format', 'json']);
    expect(ended.code).toBe(0);
    const found = verdictsOf(ended);
    const common = {
      session: `AROABREAKGLASSADMIN:alice@${at('09:00')}`,
      actor: 'alice',
      role: breakGlassRole,
      deadline: at('14:00'),
    };
    expect(found).toMatchObject([
      {
        ...common,
        secret: payroll,
        firstRead: at('09:10'),
        lastRead: at('09:11'),
        reads: 2,
        state: 'overdue',
        reason: 'no-proof',
        rotatedAt: null,
      },
      {
        ...common,
        secret: secretArn('ledger-AbCdEf'),
        firstRead: at('09:12'),
        lastRead: at('09:12'),
        reads: 1,
        state: 'rotated',
        reason: 'put-secret-value',
        rotatedAt: at('11:00'),
      },
    ]);
    for (const { exposure, incident } of found) {
      expect(exposure).toMatch(/^[0-9a-f]{16}$/);
      expect(incident).toBe(found[0]?.incident);
    }
  });

  it('is an empty array where nobody broke the glass', async () => {
    const quiet = folder.write('quiet.json.gz', logFile(put('11:00', 'ledger-AbCdEf')));
    const ended = await deadline([quiet], ['--format', 'json', '--check']);
    expect(ended).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it('goes through a pipe and a reader that leaves early without a word of complaint', async () => {
    const ended = await deadline(['-'], ['--format', 'json'], { input: ndjson(...emergency) });
    expect(verdictsOf(ended)).toHaveLength(2);
    const headed = await deadline([log], ['--format', 'json'], { head: true });
    expect(headed.stderr).not.toMatch(/EPIPE|at .*:\d+/);
  });
});

describe('deadline for people', () => {
  it('shows who, what, until when, why, and the command to do next', async () => {
    const { code, stdout, stderr } = await deadline([log]);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^alice in BREAK-GLASS-ADMIN {2}incident [0-9a-f]{16} .*ended 2026-11-20T10:00:00Z · 2 secrets read$/,
    );
    expect(lines[1]).toMatch(/^ {2}STATE +WHEN +WHY +SECRET$/);
    expect(lines[2]).toMatch(
      /^ {2}OVERDUE +since 2026-11-20T14:00:00Z, 19 h 0 min +no-proof +arn:\S+payroll-QwErTy$/,
    );
    expect(stdout).toContain(
      `$ aws secretsmanager rotate-secret --secret-id ${payroll} --region eu-central-1\n`,
    );
    expect(stdout).toMatch(
      /^ {2}REPLACED IN TIME +at 2026-11-20T11:00:00Z +put-secret-value +arn:\S+ledger-AbCdEf$/m,
    );
    expect(stderr).toContain('2 exposures in 1 incident: 1 overdue, 1 replaced in time');
  });

  it('has no colour in a pipe or under NO_COLOR, and none in JSON ever', async () => {
    for (const [more, env] of [
      [[], {}],
      [[], { NO_COLOR: '1' }],
      [['--format', 'json'], { FORCE_COLOR: '1' }],
    ] as const) {
      const { stdout } = await deadline([log], more, { env });
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toContain('payroll');
    }
  });

  it('says that there was no emergency', async () => {
    const quiet = folder.write('quiet.ndjson', ndjson(put('11:00', 'ledger-AbCdEf')));
    expect(await deadline([quiet])).toMatchObject({
      code: 0,
      stdout: 'no break-glass session in this log\n',
    });
  });

  it('shows hostile names as text, which a terminal does not obey', async () => {
    const records = attacks.flatMap((text, n): CloudTrailRecord[] => {
      const session = roleSession(breakGlassRole, text, '09:00');
      return [
        assumeRole(`o${n}`, '09:00', { as: text }),
        read(`r${n}`, '09:10', text, session),
        record(`p${n}`, '09:11', { userIdentity: session, requestParameters: { secretId: `x${text}` } }),
      ];
    });
    const hostile = folder.write('hostile.ndjson', ndjson(...records));
    for (const format of ['table', 'json']) {
      const { code, stdout, stderr } = await deadline([hostile], ['--format', format]);
      expect(code).toBe(0);
      expect((await screenOf(stdout)).deeds).toEqual([]);
      expect((await screenOf(stderr)).deeds).toEqual([]);
      if (format === 'json') {
        const actors = new Set((JSON.parse(stdout) as { actor: string }[]).map(({ actor }) => actor));
        for (const text of attacks) expect(actors).toContain(text);
      }
    }
  });
});

describe('deadline ends', () => {
  const damaged = folder.write('damaged.json.gz', logFile(...emergency).subarray(0, 40));

  it('with 3 under --check where something is overdue, and with 0 where nothing is', async () => {
    expect(await deadline([log], ['--check'])).toMatchObject({ code: 3 });
    expect(await deadline([log], ['--check', '--now', at('13:30')])).toMatchObject({ code: 0 });
    expect(await deadline([log])).toMatchObject({ code: 0 });
  });

  it('with 3 under --check where something is unresolved', async () => {
    const batch = record('b', '09:10', {
      eventName: 'BatchGetSecretValue',
      userIdentity: alice,
      requestParameters: { filters: [{ key: 'name', values: ['prod'] }] },
    });
    const file = folder.write('batch.json.gz', logFile(assumeRole('opened', '09:00'), batch));
    expect(await deadline([file], ['--check', '--now', at('09:30')])).toMatchObject({ code: 3 });
  });

  it('with 1 where a file cannot be read, which 3 outranks; the rest is judged', async () => {
    const ended = await deadline([log, damaged], ['--format', 'json']);
    expect(ended.code).toBe(1);
    expect(verdictsOf(ended)).toHaveLength(2);
    expect(ended.stderr).toContain('damaged.json.gz');
    expect(await deadline([log, damaged], ['--check'])).toMatchObject({ code: 3 });
    expect(await deadline([log, damaged], ['--check', '--now', at('13:30')])).toMatchObject({ code: 1 });
  });

  it('with 1 where a line is no event', async () => {
    const file = folder.write('lines.ndjson', ndjson(...emergency, '{"eventID":'));
    const ended = await deadline([file], ['--format', 'json']);
    expect(ended.code).toBe(1);
    expect(verdictsOf(ended)).toHaveLength(2);
  });

  it.each([
    ['a PATH that does not exist', ['nowhere.json']],
    ['a folder without logs', [folder.path.replace(/$/, '/empty')]],
    ['no PATH', []],
  ])('with 2 for %s', async (_, paths) => {
    folder.write('empty/readme.txt', 'nothing');
    expect(await deadline(paths)).toMatchObject({ code: 2, stdout: '' });
  });

  it('with 2 for a wrong config or format', async () => {
    const wrong = folder.write('wrong.json', '{"breakGlass":{},"deadlineHours":0}');
    const ended = await glasswatch(['deadline', log, '--config', wrong]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('deadlineHours');
    expect(await deadline([log], ['--format', 'csv'])).toMatchObject({ code: 2, stdout: '' });
  });
});

it.each([
  { seed: 1, records: 0 },
  { seed: 5, records: 3_000 },
  { seed: 20_261_121, records: 9_000 },
])(
  'deadline says of the built-in incident what its script expects: seed $seed, $records records',
  async ({ seed, records }) => {
    const {
      logs,
      config: file,
      expected,
    } = await writeIncident({ out: `${folder.path}/${seed}`, records, seed });
    const { now, verdicts } = JSON.parse(readFileSync(expected, 'utf8')) as {
      now: string;
      verdicts: { secret: string }[];
    };
    const ended = await glasswatch([
      'deadline',
      logs,
      '--config',
      file,
      '--now',
      now,
      '--format',
      'json',
      '--check',
    ]);
    expect(ended.code).toBe(3);
    const found = new Map(verdictsOf(ended).map((one) => [one.secret, one]));
    expect([...found.keys()].sort()).toEqual(verdicts.map(({ secret }) => secret).sort());
    for (const verdict of verdicts) expect(found.get(verdict.secret)).toMatchObject(verdict);
  },
);
