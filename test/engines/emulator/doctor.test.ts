import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { deploymentOf, type Deployment } from '../../../handlers/checkup/deployment.ts';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { spanOf } from '../../../queries/span.ts';
import { AthenaEndpoint } from '../../athena-endpoint/athena-endpoint.ts';
import { WebhookServer } from '../../handlers/channels/webhook-server.ts';
import { Folder, glasswatch } from '../../local/cli/glasswatch.ts';
import { Emulator, emulatedAccount } from './emulator.ts';
import { digestChain, LogBucket, logFile, type WrittenObject } from './standing/log.ts';
import { recordsOf } from './standing/records.ts';
import { home, makeStanding, noteCanary, regions } from './standing/standing.ts';

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
const digests: Record<string, WrittenObject[]> = {};

beforeAll(async () => {
  emulator = await Emulator.start({ environment: { CLOUDTRAIL_RECORDING: '1' } });
  const config = parseConfig(configText, { source: 'test', detections, now });
  deployment = deploymentOf(config, detections) ?? expect.unreachable();
  slack = await WebhookServer.start({ status: 400, body: 'no_text' });
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
    digests[region] = digestChain(region, now - hourMs, 60);
    for (const digest of digests[region]) await bucket.put(digest);
  }
  await makeStanding(emulator, deployment, slack.url);
  for (const region of regions) await noteCanary(emulator, region, canaryAt);
  log = await openLogTable(await findLogFiles([join(folder.path, 'log')]), {
    span: spanOf(undefined, undefined),
    onTrouble: (...trouble) => expect.unreachable(trouble.join(' ')),
    onProgress: () => undefined,
  });
  athena = await AthenaEndpoint.open(log.connection);
});

afterAll(async () => {
  await athena.close();
  log.close();
  await slack.stop();
  await emulator.stop();
  folder.remove();
});

async function doctor(
  ...args: string[]
): Promise<{ code: number | null; findings: Finding[]; stderr: string }> {
  const config = folder.write('config.json', JSON.stringify(configText));
  const { code, stdout, stderr } = await glasswatch(
    ['doctor', '--config', config, '--format', 'json', ...args],
    {
      env: { ...emulator.clientEnvironment(home), AWS_ENDPOINT_URL_ATHENA: athena.url },
    },
  );
  return { code, findings: stdout === '' ? [] : (JSON.parse(stdout) as Finding[]), stderr };
}

describe('doctor', () => {
  it('is green where all stands', async () => {
    const { code, findings, stderr } = await doctor();
    expect(
      findings.filter(({ state }) => state !== 'ok'),
      stderr,
    ).toEqual([]);
    expect(code).toBe(0);
  });
});
