import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { Folder, glasswatch } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const config = folder.write('config.json', JSON.stringify({ breakGlass: {} }));

function read(eventID: string, eventTime: string): Record<string, unknown> {
  return {
    eventID,
    eventTime,
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    awsRegion: 'eu-central-1',
    recipientAccountId: '111122223333',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDA1',
      arn: 'arn:aws:iam::111122223333:user/ana',
      userName: 'ana',
    },
    requestParameters: { secretId: 'prod/db' },
    readOnly: true,
  };
}

for (const day of ['16', '17', '18', '19', '20']) {
  folder.write(
    `logs/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/${day}/a.json.gz`,
    gzipSync(JSON.stringify({ Records: [read(`e${day}`, `2026-11-${day}T12:00:00Z`)] })),
  );
}
const logs = `${folder.path}/logs`;

describe.concurrent('glasswatch query', () => {
  it('without a name lists the questions, as JSON too', async () => {
    const { code, stdout } = await glasswatch(['query', '--format', 'json']);
    expect(code).toBe(0);
    const listed = JSON.parse(stdout) as { name: string; answers: string }[];
    expect(listed.map(({ name }) => name)).toContain('secret-access');
    expect(listed.every(({ answers }) => answers.length > 10)).toBe(true);
  });

  it('without a PATH explains one, with its parameters', async () => {
    const { code, stdout } = await glasswatch(['query', 'secret-access']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/--param NAME=VALUE[\s\S]*\bfrom\b[\s\S]*\bprincipal\b[\s\S]*event_id/);
  });

  it('answers from the days asked for, and says how many files it passed over', async () => {
    const run = [
      'query',
      'secret-access',
      logs,
      '--config',
      config,
      '--param',
      'from=2026-11-18',
      '--param',
      'to=2026-11-18',
    ];
    const { code, stdout, stderr } = await glasswatch([...run, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        event_id: 'e18',
        actor: 'ana',
        secret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db',
        access: 'read',
        error_code: null,
      },
    ]);
    expect(stderr).toContain('1 row from 3 records in 3 files (2 files of other days passed over)');
  });

  it('answers what it can, names what it cannot read, and exits with 1', async () => {
    const cut = folder.write(
      'bad/cut.json.gz',
      gzipSync(JSON.stringify({ Records: [read('x', '2026-11-18T12:00:00Z')] })).subarray(0, 50),
    );
    const { code, stdout, stderr } = await glasswatch([
      'query',
      'secret-access',
      logs,
      cut,
      '--config',
      config,
      '--format',
      'csv',
    ]);
    expect(code).toBe(1);
    expect(stdout.trim().split('\n')).toHaveLength(6);
    expect(stderr).toMatch(/unreadable: .*cut\.json\.gz: /);
  });

  it.each([
    ['an unknown name', ['secret-acess', logs], /no query "secret-acess"; did you mean "secret-access"/],
    ['an unknown parameter', ['secret-access', logs, '--param', 'principle=x'], /did you mean "principal"/],
    ['a day that is none', ['secret-access', logs, '--param', 'from=18.11.2026'], /expected a day such as/],
    ['a PATH without logs', ['secret-access', `${folder.path}/nothing`], /"[^"]*nothing" does not exist/],
  ])('exits with 2 and one sentence for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await glasswatch(['query', ...args, '--config', config]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
