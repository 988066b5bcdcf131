import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { breakGlassRole, home } from '../handlers/alert/events.ts';
import { password, WebhookServer } from '../handlers/channels/webhook-server.ts';
import { AwsServer } from '../handlers/deployed/aws-server.ts';
import { Folder, glasswatch, type Ended } from '../local/cli/glasswatch.ts';
import { canaryOf, leaksIn } from './leaks.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const inShell = ['AWS_SESSION_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'GITHUB_TOKEN'];
const webhookUrl = `https://hooks.slack.com/services/T0/B0/${canaryOf('webhook')}`;
const env = {
  ...Object.fromEntries(inShell.map((name) => [name, canaryOf(name)])),
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_REGION: 'eu-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  GLASSWATCH_SLACK_WEBHOOK_URL: webhookUrl,
};
const fromShell = [...inShell, 'webhook'].map(canaryOf);

function expectNoLeak({ stdout, stderr }: Ended, secrets: readonly string[]): void {
  expect(leaksIn(stdout, [...secrets, ...fromShell])).toEqual([]);
  expect(leaksIn(stderr, [...secrets, ...fromShell])).toEqual([]);
}

const good = { account: home, regions: ['eu-central-1'], breakGlass: { roles: [breakGlassRole] } };

describe('a config that is wrong', () => {
  const wrong = (key: string) => canaryOf(`config.${key}`);
  const config = {
    name: wrong('name'),
    account: wrong('account'),
    regions: [wrong('regions')],
    breakGlass: { roles: [wrong('roles')], users: [wrong('users')] },
    trustedAccounts: [wrong('trustedAccounts')],
    deadlineHours: wrong('deadlineHours'),
    clock: wrong('clock'),
    decoys: [`${wrong('decoys')} `],
    declaredIncidents: [{ principal: wrong('principal'), from: wrong('from'), to: wrong('to'), reason: 'x' }],
    runbook: wrong('runbook'),
    detections: { 'bulk-read': { mode: wrong('mode'), secrets: wrong('secrets') } },
    suppressions: [
      {
        detection: wrong('detection'),
        principal: wrong('by'),
        owner: 'x',
        reason: 'x',
        expires: wrong('expires'),
      },
    ],
    slack: { webhookSecret: `https://hooks.slack.com/services/${wrong('webhookSecret')}` },
    email: [wrong('email')],
    topic: wrong('topic'),
  };
  const planted = [...JSON.stringify(config).matchAll(/CANARY-in-[\w.-]+/g)].map(([text]) => text);

  it('names its keys, and prints no value of it', async () => {
    const file = folder.write('wrong.json', JSON.stringify(config));
    const ended = await glasswatch(['check', '--config', file], { env });
    expect(ended.code).toBe(2);
    expect(planted.length).toBeGreaterThan(15);
    for (const key of [
      'account',
      'regions[0]',
      'breakGlass.roles[0]',
      'slack.webhookSecret',
      'suppressions[0]',
    ])
      expect(ended.stderr).toContain(`  ${key}`);
    expectNoLeak(ended, planted);
  });

  it.each([
    ['webhookSecret', `hooks.slack.com/services/T0/B0/${wrong('secret')}`],
    ['webhookParameter', `/services/T0/B0/${wrong('parameter')}`],
  ])('because of the webhook’s URL in slack.%s is refused, and not printed', async (key, value) => {
    const file = folder.write('webhook.json', JSON.stringify({ ...good, slack: { [key]: value } }));
    const ended = await glasswatch(['check', '--config', file], { env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/never the URL itself/);
    expectNoLeak(ended, [wrong('secret'), wrong('parameter')]);
  });

  it('because it is cut off is told by line and column', async () => {
    const file = folder.write('cut.json', `{"slack": {"webhookSecret": "${webhookUrl}`);
    const ended = await glasswatch(['detections'], { env });
    const checked = await glasswatch(['check', '--config', file], { env });
    expect([ended.code, checked.code]).toEqual([0, 2]);
    expect(checked.stderr).toMatch(/line 1, column/);
    expectNoLeak(ended, []);
    expectNoLeak(checked, []);
  });
});

describe('doctor', () => {
  it('shows nothing of what AWS and Slack say where they refuse and quote a secret', async () => {
    const slack = await WebhookServer.start((response, request) => {
      response.writeHead(500).end(`${canaryOf('slack')} ${request.url ?? ''}`);
    });
    const aws = await AwsServer.start(({ action }) => {
      if (action === 'GetCallerIdentity') return { xml: identity };
      if (action === 'secretsmanager.GetSecretValue') return { value: { SecretString: slack.url } };
      return { refuse: 'InternalFailure', says: `${canaryOf('refusal')} ${slack.url}` };
    });
    const file = folder.write(
      'doctor.json',
      JSON.stringify({ ...good, slack: { webhookSecret: 'glasswatch-slack-webhook' } }),
    );
    const args = ['doctor', '--config', file, '--send-test', '--region', 'eu-central-1'];
    const ended = await glasswatch(args, { env: { ...env, AWS_ENDPOINT_URL: aws.url } });
    await Promise.all([slack.stop(), aws.stop()]);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/failed: InternalFailure/);
    expect(ended.stdout).toMatch(/Slack did not take a test message: Slack: HTTP 500$/m);
    expectNoLeak(ended, [canaryOf('slack'), canaryOf('refusal'), password]);
  });
});

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${home}:user/x</Arn><UserId>x</UserId><Account>${home}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

describe('demo', () => {
  it('shows and writes no session token of its own logs, and nothing of the shell', async () => {
    const out = join(folder.path, 'demo');
    const ended = await glasswatch(['demo', '--out', out], { env });
    expect(ended.code).toBe(0);
    const files = filesIn(out);
    const isLog = (file: string) => file.includes('CloudTrail');
    const logs = files
      .filter(isLog)
      .map((file) => textOf(file))
      .join('\n');
    const tokens = [
      ...new Set([...logs.matchAll(/"sessionToken":\s*"([^"]+)"/g)].map(([, token = '']) => token)),
    ];
    expect(tokens.length).toBeGreaterThan(3);
    expectNoLeak(ended, tokens);
    const pages = files.filter((file) => !isLog(file));
    expect(pages.length).toBeGreaterThan(10);
    for (const file of pages) expect(leaksIn(textOf(file), [...tokens, ...fromShell]), file).toEqual([]);
    expect(leaksIn(logs, fromShell)).toEqual([]);
  });
});

function textOf(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
