import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  home,
  read,
  record,
  roleSession,
  rotationFailed,
  secretArn,
} from '../handlers/alert/events.ts';
import { password, WebhookServer } from '../handlers/channels/webhook-server.ts';
import { Folder, glasswatch, type Ended } from '../local/cli/glasswatch.ts';
import { leaksIn } from './leaks.ts';
import { canary, places, planted } from './token-places.ts';

const folder = new Folder();
const output = new Folder();
afterAll(() => {
  folder.remove();
  output.remove();
});

const config = folder.write(
  'config.json',
  JSON.stringify({ account: home, regions: ['eu-central-1'], breakGlass: { roles: [breakGlassRole] } }),
);
const alice = roleSession(breakGlassRole, 'alice', '09:00');
const events = [
  assumeRole('e1', '09:00', { as: 'alice' }),
  read('e2', '09:10', secretArn('payroll-QwErTy'), alice),
  record('e3', '09:20', {
    eventName: 'PutSecretValue',
    userIdentity: alice,
    requestParameters: { secretId: secretArn('payroll-QwErTy'), secretString: canary, secretBinary: canary },
  }),
  record('e4', '09:25', {
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    userIdentity: alice,
    requestParameters: { userName: 'x' },
    responseElements: { accessKey: { accessKeyId: 'AKIAX', secretAccessKey: canary } },
  }),
  deniedRead('e5', '09:30', {}),
  rotationFailed('e6', '09:40', 'db-AbCdEf'),
];
// Not where an event says whom it is about: those texts are told, whatever stands there.
const plant = (event: Record<string, unknown>) => places.reduce(planted, event);
const records = [
  ...events.map(plant),
  { ...plant(assumeRole('e7', '09:50')), eventTime: 'yesterday' },
  { sessionToken: canary },
];
const log = folder.write('logs/day.json', JSON.stringify({ Records: records }));
const damaged = folder.write('logs/cut.json', JSON.stringify({ Records: records }).slice(0, -9));
const lines = folder.write(
  'logs/lines.ndjson',
  `{"sessionToken":"${canary}"\n${JSON.stringify(records[0])}\n`,
);
const waivers = folder.write(
  'waivers.json',
  JSON.stringify([{ exposure: '0123456789abcdef', reason: 'x', author: 'x', expires: canary }]),
);
const logs = [log, damaged, lines];

/** What a shell has in its environment. */
const env = {
  AWS_SESSION_TOKEN: canary,
  AWS_SECRET_ACCESS_KEY: canary,
  GITHUB_TOKEN: canary,
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_REGION: 'eu-central-1',
};

let slack: WebhookServer;
beforeAll(async () => {
  slack = await WebhookServer.start({
    status: 500,
    body: `${canary} ${password}`,
    headers: { 'x-slack-failure': canary, location: `https://example.com/${password}` },
  });
});
afterAll(() => slack.stop());

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

const at = ['--config', config, '--now', '2026-11-20T18:00:00Z'];

test.each<[string, readonly string[], RegExp]>([
  ['replay', ['replay', ...logs, '--config', config], /break-glass/i],
  ['replay to NDJSON', ['replay', ...logs, '--config', config, '--format', 'ndjson'], /"eventID":"e1"/],
  ['deadline', ['deadline', ...logs, ...at], /payroll/],
  ['deadline with waivers', ['deadline', ...logs, ...at, '--waivers', waivers], /waivers/],
  ['deadline to JSON', ['deadline', ...logs, ...at, '--format', 'json'], /payroll/],
  ['report', ['report', ...logs, '--config', config, '--out', join(output.path, 'report')], /./],
  ['incident', ['incident', ...logs, ...at, '--out', join(output.path, 'incident')], /./],
  ['query', ['query', 'secret-access', ...logs, '--config', config, '--format', 'json'], /payroll/],
  ['query of a session', ['query', 'session-timeline', ...logs, '--config', config, '--format', 'csv'], /./],
  ['query of persistence', ['query', 'persistence', ...logs, '--config', config, '--format', 'json'], /./],
])('%s shows no token, no secret and nothing of the environment', async (_, args, says) => {
  const ended = await glasswatch(args, { env });
  expect(`${ended.stdout}${ended.stderr}`).toMatch(says);
  expectNoLeak(ended);
});

test('what report and incident wrote holds none either', () => {
  const written = filesIn(output.path);
  expect(written.length).toBeGreaterThan(5);
  for (const file of written) expect(leaksIn(readFileSync(file), [canary, password]), file).toEqual([]);
});

test('a webhook that fails and quotes its own URL gives nothing of it away', async () => {
  const ended = await glasswatch(['replay', log, '--config', config, '--notify'], {
    env: { ...env, GLASSWATCH_SLACK_WEBHOOK_URL: slack.url },
  });
  expect(slack.posts.length).toBeGreaterThan(0);
  expect(ended.code).toBe(1);
  expectNoLeak(ended);
  for (const { body } of slack.posts) expect(leaksIn(body, [canary, password])).toEqual([]);
});

/** What clears a screen, rings, or turns text round. */
const escapes = '\u001b[2J\u0007\u202e';
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const oddly = folder.write(`logs/od${escapes}d.json`, '{"Records": [');

test.each<[string, readonly string[], number, RegExp]>([
  ['a file that is cut off', ['replay', oddly, '--config', config], 1, /od.*d\.json/],
  ['a file that is not there', ['replay', `${oddly}.gone`, '--config', config], 2, /od.*d\.json\.gone/],
  ['a config that is not there', ['check', '--config', `${oddly}.gone`], 2, /od.*d\.json\.gone/],
  [
    'a folder that cannot be made',
    ['report', log, '--config', config, '--out', join(log, escapes)],
    1,
    /day\.json/,
  ],
  ['a question', ['query', `se${escapes}cret`, log, '--config', config], 2, /there is no query/],
  [
    'a parameter',
    ['query', 'secret-access', log, '--config', config, '--param', `fr${escapes}om=1`],
    2,
    /from/,
  ],
  ['a moment', ['deadline', log, '--config', config, '--now', `to${escapes}day`], 2, /--now/],
  ['an option', ['replay', `--fo${escapes}rm`, log], 2, /--fo/],
])('%s whose name holds control characters is told, and none of them', async (_, args, code, says) => {
  const ended = await glasswatch(args, { env });
  expect(ended.stderr).toMatch(says);
  expect(ended.code).toBe(code);
  expect(`${ended.stdout}${ended.stderr}`).not.toMatch(controls);
});

test('a parameter that is wrong is told without the values of the others', async () => {
  const given = ['--param', `secret=${canary}`, '--param', 'from=yesterday'];
  const ended = await glasswatch(['query', 'secret-access', log, '--config', config, ...given], { env });
  expect([ended.code, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toMatch(/from/);
  expectNoLeak(ended);
});

function expectNoLeak({ stdout, stderr }: Ended): void {
  expect(leaksIn(stdout, [canary, password, 'FAKE-SESSION-TOKEN'])).toEqual([]);
  expect(leaksIn(stderr, [canary, password, 'FAKE-SESSION-TOKEN'])).toEqual([]);
}
