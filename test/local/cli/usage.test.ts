import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';

import { main } from '../../../local/cli/main.ts';
import { config, day, logFile } from '../replay/day.ts';
import { Folder, type Ended } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const configFile = folder.write('config.json', config);
const log = folder.write('log.json.gz', logFile(day.opened));

/** Runs the command line in this process: what ends before any log is read needs none of its own. */
async function glasswatch(...args: string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await main(args);
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = before;
    vi.restoreAllMocks();
  }
}

describe('help on a narrow terminal', () => {
  const help = async (...args: string[]) => {
    const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
    Object.assign(process.stdout, { isTTY: true, columns: 60 });
    const { stdout } = await glasswatch(...args, '--help');
    Object.assign(process.stdout, before);
    return stdout;
  };
  const commands = [
    'demo',
    'replay',
    'query',
    'deadline',
    'report',
    'incident',
    'detections',
    'check',
    'doctor',
  ];

  const all = [[], ...commands.map((name) => [name])].map((args) => ['glasswatch', ...args].join(' '));

  it.each(all)('is broken between words: %s', async (line) => {
    const text = await help(...line.split(' ').slice(1));
    // An example stays whole, so that it can be copied.
    const long = text
      .split('\n')
      .filter((line) => line.length > 60 && !/^ {2}(glasswatch|aws|jq) /.test(line));
    expect(long).toEqual([]);
    expect(text).toMatch(/^Usage: glasswatch/);
  });

  it('has the same words as in a pipe', async () => {
    const wide = await glasswatch('report', '--help');
    const words = (text: string) => text.split(/\s+/);
    expect(words(await help('report'))).toEqual(words(wide.stdout));
  });
});

describe('wrong usage', () => {
  it.each([
    [
      'a PATH that does not exist',
      ['replay', log, 'nowhere.json', '--config', configFile],
      /"nowhere\.json" does not exist/,
    ],
    [
      'a pattern without match',
      ['replay', 'nothing-here/*.gz', '--config', configFile],
      /nothing matches the pattern/,
    ],
    ['no PATH', ['replay', '--config', configFile], /missing required argument 'PATH'/],
    ['an unknown command', ['replya', log], /unknown command 'replya'\n\(Did you mean replay\?\)/],
    ['an unknown option', ['check', '--confg', 'x'], /unknown option '--confg'\n\(Did you mean --config\?\)/],
    ['an unknown format', ['replay', log, '--format', 'xml'], /Allowed choices are pretty, ndjson/],
    ['a number that is none', ['demo', '--records', 'many'], /expected a whole number/],
    [
      'standard input twice',
      ['replay', '-', '-', '--config', configFile],
      /standard input \(-\) can be read only once/,
    ],
    [
      'a config that is missing',
      ['replay', log, '--config', 'nowhere.json'],
      /nowhere\.json: wrong config\n.*no such file/,
    ],
    [
      '--notify without a webhook',
      ['replay', log, '--config', configFile, '--notify'],
      /GLASSWATCH_SLACK_WEBHOOK_URL/,
    ],
    [
      'a detection that is mistyped',
      ['replay', log, '--config', configFile, '--detection', 'bulk-raed'],
      /did you mean "bulk-read"\?/,
    ],
    [
      'a severity that there is none of',
      ['replay', log, '--config', configFile, '--severity', 'urgent'],
      /Allowed choices are critical, high, medium, low\.$/m,
    ],
    ['a format that is mistyped', ['replay', log, '--format', 'prety'], /did you mean "pretty"\?/],
    [
      'a day that is none',
      ['replay', log, '--config', configFile, '--from', '2026-02-30'],
      /--from: expected a day such as/,
    ],
    [
      'an end before the beginning',
      ['replay', log, '--config', configFile, '--from', '2026-11-20', '--to', '2026-11-19'],
      /must lie before to/,
    ],
    [
      'a summary that is to be posted',
      ['replay', log, '--config', configFile, '--summary', '--notify'],
      /nothing for --notify to post/,
    ],
    ['a query that is mistyped', ['query', 'secret-acess', log], /did you mean "secret-access"\?/],
    [
      'a query that is like none',
      ['query', 'zzzzzzzzzz', log],
      /^glasswatch: there is no query "zzzzzzzzzz"; "glasswatch query" lists them\n$/,
    ],
    [
      'a parameter that is mistyped',
      ['query', 'secret-access', log, '--config', configFile, '--param', 'regoin=x'],
      /did you mean "region"\?/,
    ],
    ['help of a command that is mistyped', ['help', 'replya'], /did you mean "replay"\?/],
    ['no command at all', [], /Usage: glasswatch/],
  ])('(%s) exits with 2, says what was expected, and does nothing', async (_, args, message) => {
    vi.stubEnv('GLASSWATCH_SLACK_WEBHOOK_URL', '');
    const ended = await glasswatch(...args);
    vi.unstubAllEnvs();
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/^summary /m);
  });

  it('(a folder without logs) exits with 2', async () => {
    folder.write('empty/readme.txt', 'nothing');
    const ended = await glasswatch('replay', `${folder.path}/empty`, '--config', configFile);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('no logs in the folder');
  });

  it('(a wrong config) exits with 2 and names every wrong key', async () => {
    const wrong = folder.write(
      'wrong.json',
      '{"breakGlass":{"roles":["ADMIN"]},"deadlineHour":0,"clock":"sesion-end","suppressions":[{"detection":"bulk-raed"}]}',
    );
    for (const command of [['check'], ['replay', log]]) {
      const ended = await glasswatch(...command, '--config', wrong);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain('breakGlass.roles[0]: expected the ARN of an IAM role');
      expect(ended.stderr).toContain('deadlineHour: unknown key; did you mean "deadlineHours"?');
      expect(ended.stderr).toContain(
        'clock: expected one of "session-end", "last-read"; did you mean "session-end"?',
      );
      expect(ended.stderr).toMatch(
        /suppressions\[0\]\.detection: expected one of .*did you mean "bulk-read"\?/,
      );
    }
  });

  it('cannot make the terminal do anything', async () => {
    const ended = await glasswatch('replay', 'x\u001b[2J', '--config', configFile);
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toContain('\u001b');
  });
});

describe('help', () => {
  it('lists the commands', async () => {
    const { code, stdout, stderr } = await glasswatch('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['demo', 'replay', 'detections', 'check']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  it.each(['replay', 'query', 'incident'])('of %s is the same by "help" as by --help', async (command) => {
    const { code, stdout } = await glasswatch('help', command);
    expect(code).toBe(0);
    expect(stdout).toBe((await glasswatch(command, '--help')).stdout);
  });

  it.each([
    ...['demo', 'replay', 'query', 'deadline', 'report', 'incident'],
    ...['detections', 'check', 'doctor', 'help'],
  ])('of %s shows examples of it', async (command) => {
    const { code, stdout, stderr } = await glasswatch(command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: glasswatch ${command}`, 'm'));
    expect(stdout).toMatch(new RegExp(`^Examples:\\n(?:  .+\\n)*  glasswatch ${command}`, 'm'));
  });

  it('is not the version, which is one line', async () => {
    const { code, stdout } = await glasswatch('--version');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('check', () => {
  it('prints the effective config, defaults included, and warns beside it', async () => {
    const file = folder.write('least.jsonc', '{ "breakGlass": {}, /* nothing yet */ }');
    const { code, stdout, stderr } = await glasswatch('check', '--config', file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'glasswatch',
      deadlineHours: 4,
      clock: 'session-end',
      suppressions: [],
    });
    expect(stderr).toContain('warning: breakGlass names no role and no user');
  });

  it('warns of a suppression that has run out, and of no other', async () => {
    const { code, stdout, stderr } = await glasswatch('check', '--config', configFile);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('suppressions.1.expires', '2020-01-31');
    expect(stderr.match(/suppression of \S+/g)).toEqual(['suppression of bulk-read']);
    expect(stderr).toContain('expired on 2020-01-31');
  });
});

describe('detections', () => {
  it('lists all, in both formats', async () => {
    const table = await glasswatch('detections');
    const json = await glasswatch('detections', '--format', 'json');
    const ids = [
      'audit-tampering',
      'break-glass-chained',
      'break-glass-denied',
      'break-glass-opened',
      'break-glass-read',
      'break-glass-role-changed',
      'bulk-read',
      'decoy-read',
      'rotation-failed',
      'secret-access-denied',
      'secret-at-risk',
      'secret-exposed',
    ];
    const listed = JSON.parse(json.stdout) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(
      table.stdout
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(ids);
    expect(listed[3]).toMatchObject({
      id: 'break-glass-opened',
      severity: 'critical',
      readOnly: true,
      runbook: 'docs/runbook.md#break-glass-opened',
    });
  });
});
