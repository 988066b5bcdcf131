import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { deploymentOf, type Deployment } from '../../../handlers/checkup/deployment.ts';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { spanOf } from '../../../queries/span.ts';
import { makeChangeable } from '../../athena-endpoint/changeable-log.ts';
import { AthenaEndpoint } from '../../athena-endpoint/athena-endpoint.ts';
import { WebhookServer } from '../../handlers/channels/webhook-server.ts';
import { Folder, glasswatch, type Ended } from '../../local/cli/glasswatch.ts';
import { Emulator, emulatedAccount } from './emulator.ts';
import { breakages } from './standing/breakages.ts';
import { clientsOf } from './standing/clients.ts';
import { digestChain, LogBucket, logFile, type WrittenObject } from './standing/log.ts';
import { recordsOf } from './standing/records.ts';
import { noteCanary } from './standing/ledger.ts';
import { makeRoles } from './standing/roles.ts';
import { home, makeStanding, regions } from './standing/standing.ts';

const hourMs = 3_600_000;

const configText = {
  account: emulatedAccount,
  regions: [home],
  breakGlass: { roles: [`arn:aws:iam::${emulatedAccount}:role/BREAK-GLASS-ADMIN`] },
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
};

const folder = new Folder();
const now = Date.now();
const canaryAt = now - 2 * hourMs;
let emulator: Emulator;
let deployment: Deployment;
let slack: WebhookServer;
let log: LogTable;
let athena: AthenaEndpoint;
let bucket: LogBucket;
let webhookIsGone = false;
const digests = new Map<string, WrittenObject[]>();

beforeAll(async () => {
  emulator = await Emulator.start({ environment: { CLOUDTRAIL_RECORDING: '1' } });
  const config = parseConfig(configText, { source: 'test', detections, now });
  deployment = deploymentOf(config, detections) ?? expect.unreachable();
  slack = await WebhookServer.start((response) => {
    if (webhookIsGone) response.writeHead(404).end('no_service');
    else if (slack.posts.at(-1)?.body === '{}') response.writeHead(400).end('no_text');
    else response.writeHead(200).end('ok');
  });
  bucket = new LogBucket(emulator);
  await bucket.create();
  for (const region of regions) {
    for (const record of recordsOf(region, now, canaryAt) as { eventTime: string }[]) {
      const file = logFile(region, Date.parse(record.eventTime), [record]);
      await bucket.put(file);
      const path = join(folder.path, 'log', file.key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.body);
    }
    digests.set(region, digestChain(region, now - hourMs, 60));
    for (const digest of chain(region)) await bucket.put(digest);
  }
  await makeStanding(emulator, deployment, slack.url);
  // The emulator's event history knows the resources of few services: a call about a function of this name, though there
  // is none, stands for one about the role.
  const asked = new GetFunctionConfigurationCommand({ FunctionName: 'BREAK-GLASS-ADMIN' });
  await clientsOf(emulator, home)
    .lambda.send(asked)
    .catch(() => undefined);
  for (const region of regions) await noteCanary(emulator, region, canaryAt);
  log = await openLogTable(await findLogFiles([join(folder.path, 'log')]), {
    span: spanOf(undefined, undefined),
    onTrouble: (...trouble) => expect.unreachable(trouble.join(' ')),
    onProgress: () => undefined,
  });
  await makeChangeable(log);
  athena = await AthenaEndpoint.open(log.connection);
});

afterAll(async () => {
  await athena.close();
  log.close();
  await slack.stop();
  await emulator.stop();
  folder.remove();
});

/** Runs doctor; an object among its arguments is more of its environment. */
function run(...args: (string | Record<string, string>)[]): Promise<Ended> {
  const config = folder.write('config.json', JSON.stringify(configText));
  const flags = args.filter((one) => typeof one === 'string');
  const more = args.filter((one) => typeof one === 'object');
  return glasswatch(['doctor', '--config', config, ...flags], {
    env: Object.assign(
      { AWS_ENDPOINT_URL_ATHENA: athena.url },
      emulator.clientEnvironment(home),
      ...more,
    ) as Record<string, string>,
  });
}

async function doctor(...args: string[]): Promise<Ended & { readonly findings: readonly Finding[] }> {
  const ended = await run('--format', 'json', ...args);
  return { ...ended, findings: JSON.parse(ended.stdout) as Finding[] };
}

function chain(region: string): readonly WrittenObject[] {
  return digests.get(region) ?? [];
}

/** The lines that are not ok, each as `check Region`. */
function red(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ check, region }) => `${check} ${region ?? ''}`);
}

describe('doctor', () => {
  it('is green where all stands', async () => {
    const { code, findings, stderr } = await doctor();
    expect(
      findings.filter(({ state }) => state !== 'ok'),
      stderr,
    ).toEqual([]);
    expect(findings.length).toBeGreaterThan(20);
    expect(code).toBe(0);
  });

  it('says a line each for people, without colours in a pipe', async () => {
    // CI, for colour libraries, is a reason to colour even a pipe.
    const { stdout, stderr } = await run('--region', 'us-east-1', { CI: 'true' });
    expect(stdout).toMatch(/^ok {11}gate-rules +us-east-1 {2}\d+ rules on the default bus are on/m);
    expect(stdout).not.toContain('\u001b');
    // What is looked at in the home Region alone is not asked for another one.
    expect(stdout).not.toContain('eu-central-1 ');
    expect(stderr).toMatch(/account 111122223333: \d+ ok, 0 wrong, 0 cannot tell/);
  });

  it.each(breakages)('is red in one line when $what', async ({ check, region, says, ...breakage }) => {
    const scene = {
      home: clientsOf(emulator, home),
      away: clientsOf(emulator, 'us-east-1'),
      deployment,
      webhookUrl: slack.url,
    };
    await breakage.breakIt(scene);
    try {
      // One Region is looked at, to be quicker; the test above has seen both green.
      const { code, findings } = await doctor('--region', region);
      expect(new Set(red(findings))).toEqual(new Set([`${check} ${region}`]));
      const lines = findings.filter(({ state }) => state !== 'ok');
      expect(lines.map((line) => line.says).join('\n')).toMatch(says);
      expect(lines.every(({ todo }) => todo !== null && todo !== '')).toBe(true);
      expect(code).toBe(1);
      expect(JSON.stringify(findings)).not.toContain('PASSWORD');
    } finally {
      await breakage.mendIt(scene);
    }
  });

  it('notices two neighbouring digests that were removed, which no link shows', async () => {
    const gone = chain('us-east-1').slice(-30, -28);
    for (const digest of gone) await bucket.remove(digest);
    const { findings } = await doctor();
    expect(red(findings)).toEqual(['digests us-east-1']);
    expect(findings.find(({ state }) => state === 'wrong')?.says).toMatch(/^no digest for 2 hours, ended /);
    for (const digest of gone) await bucket.put(digest);
  });

  it('notices when the newest digests were removed, and nothing links to them', async () => {
    const gone = chain(home).slice(-6);
    for (const digest of gone) await bucket.remove(digest);
    const { findings } = await doctor();
    expect(red(findings)).toEqual([`digests ${home}`]);
    for (const digest of gone) await bucket.put(digest);
  });

  it('notices a digest that was written anew', async () => {
    // The tenth last hour, as the first of a chain of its own: it names no digest before it, and has another hash.
    const [changed, forged] = [chain(home).at(-10), digestChain(home, now - 10 * hourMs, 1)[0]];
    if (changed === undefined || forged === undefined) return expect.unreachable();
    expect(forged.key).toBe(changed.key);
    await bucket.put(forged);
    const { findings } = await doctor();
    expect(red(findings)).toEqual([`digests ${home}`, `digests ${home}`]);
    const says = findings.filter(({ state }) => state === 'wrong').map((line) => line.says);
    expect(says[0]).toMatch(/begins a new chain/);
    expect(says[1]).toMatch(/names another content of the digest before it/);
    await bucket.put(changed);
  });

  it('notices a day without records, and a Region without any', async () => {
    const day = new Date(now - 3 * 24 * hourMs).toISOString().slice(0, 10);
    const { connection } = log;
    await connection.run('CREATE TABLE kept AS SELECT * FROM cloudtrail_logs');
    await connection.run(`DELETE FROM cloudtrail_logs WHERE region = '${home}' AND eventtime LIKE '${day}%'`);
    const first = await doctor();
    expect(red(first.findings)).toEqual([`log-days ${home}`]);
    expect(first.findings.find(({ state }) => state === 'wrong')?.says).toContain(day);
    await connection.run(`DELETE FROM cloudtrail_logs WHERE region = 'us-east-1'`);
    const second = await doctor();
    expect(red(second.findings).sort()).toEqual([
      'canary-log us-east-1',
      `log-days ${home}`,
      'log-days us-east-1',
    ]);
    await connection.run('DELETE FROM cloudtrail_logs');
    await connection.run('INSERT INTO cloudtrail_logs SELECT * FROM kept');
  });

  it('notices when the log cannot be asked: that is no empty log', async () => {
    athena.next({ state: 'FAILED', reason: 'HIVE_BAD_DATA: broken file' });
    const { findings } = await doctor();
    expect(red(findings)).toHaveLength(1);
    expect(findings.find(({ state }) => state === 'cannot-tell')?.says).toContain('HIVE_BAD_DATA');
  });

  it('is red when Slack has forgotten the webhook', async () => {
    webhookIsGone = true;
    const { findings, stdout } = await doctor();
    webhookIsGone = false;
    expect(red(findings)).toEqual([`webhook ${home}`]);
    expect(stdout).toContain('HTTP 404 no_service');
  });

  it('cannot tell what the credentials may not see, line by line, and names the permission', async () => {
    await makeRoles(emulator, 'nobody', [
      { name: 'nobody', trusts: { AWS: `arn:aws:iam::${emulatedAccount}:root` } },
    ]);
    const { Credentials: given } = await new STSClient(emulator.clientConfig(home)).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${emulatedAccount}:role/nobody`,
        RoleSessionName: 'nobody',
      }),
    );
    const { code, stdout } = await run('--format', 'json', '--region', home, {
      AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: given?.SessionToken ?? '',
    });
    const findings = JSON.parse(stdout) as Finding[];
    expect(code).toBe(1);
    const of = (check: string) => findings.find((one) => one.check === check);
    expect(of('trail')).toMatchObject({
      state: 'cannot-tell',
      says: 'cloudtrail:DescribeTrails in eu-central-1 is not allowed',
      todo: 'Allow cloudtrail:DescribeTrails to whoever runs this.',
    });
    for (const [check, action] of [
      ['gate-rules', 'events:ListRules'],
      ['subscriptions', 'sns:ListSubscriptionsByTopic'],
      ['functions', 'lambda:GetFunctionConfiguration'],
      ['schedules', 'scheduler:GetSchedule'],
      ['log-table', 'glue:GetTable'],
      ['log-files', 's3:ListBucket'],
      ['webhook', 'secretsmanager:GetSecretValue'],
      ['canary-events', 'dynamodb:GetItem'],
    ] as const) {
      expect(of(check)?.todo, check).toBe(`Allow ${action} to whoever runs this.`);
    }
  });

  it('cannot tell anything with credentials of another account, and says so', async () => {
    const other = folder.write('other.json', JSON.stringify({ ...configText, account: '444455556666' }));
    const { code, stdout } = await glasswatch(['doctor', '--config', other], {
      env: emulator.clientEnvironment(home),
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^cannot tell {2}all \d+ checks .*the credentials are of account 111122223333, the config is of 444455556666$/m,
    );
    expect(stdout).not.toMatch(/^(ok|wrong)/m);
  });

  it('sends a test message through each channel only when it is asked to', async () => {
    expect(slack.posts.every(({ body }) => body === '{}')).toBe(true);
    const { findings } = await doctor('--send-test');
    const tests = findings.filter(({ check }) => check === 'send-test');
    expect(tests.map(({ state }) => state)).toEqual(['ok', 'ok']);
    const [test] = slack.posts.filter(({ body }) => body !== '{}');
    expect(test?.body).toContain('this is a test');
  });
});
