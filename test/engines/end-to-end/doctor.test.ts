import { DeleteFunctionCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { Folder, glasswatch } from '../../local/cli/glasswatch.ts';
import { emulatedAccount } from '../emulator/emulator.ts';
import { clientsOf } from '../emulator/standing/clients.ts';
import { noteCanary } from '../emulator/standing/ledger.ts';
import { digestChain, LogBucket, logFile } from '../emulator/standing/log.ts';
import { recordsOf } from '../emulator/standing/records.ts';
import { makeTrail } from '../emulator/standing/standing.ts';
import { breakages, listen, type Place } from './breakages.ts';
import { stopSchedules } from './functions.ts';
import { Log } from './log.ts';
import { home, Stage, type CloudTrailRecord } from './stage.ts';

const hourMs = 3_600_000;
const away = 'us-east-1';
const config = {
  account: emulatedAccount,
  regions: [home],
  breakGlass: { roles: [`arn:aws:iam::${emulatedAccount}:role/BREAK-GLASS-ADMIN`], users: [] },
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
};

const folder = new Folder();
const now = Date.now();
const canaryAt = now - 2 * hourMs;
let log: Log;
let stage: Stage;
let places: readonly Place[];
let webhookIsGone = false;

beforeAll(async () => {
  const records = [home, away].map((region) => [region, recordsOf(region, now, canaryAt)] as const);
  log = await Log.open(records.flatMap(([, those]) => those) as CloudTrailRecord[]);
  stage = await Stage.set({
    config,
    athena: log.athena.url,
    environment: { CLOUDTRAIL_RECORDING: '1' },
    everyRegion: true,
    slack: (response) => {
      if (webhookIsGone) response.writeHead(404).end('no_service');
      else response.writeHead(400).end('no_text');
    },
  });
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  places = [home, away].map((region) => ({ region, ...clientsOf(stage.emulator, region) }));
  const bucket = new LogBucket(stage.emulator);
  for (const [region, those] of records) {
    for (const record of those as { eventTime: string }[])
      await bucket.put(logFile(region, Date.parse(record.eventTime), [record]));
    for (const digest of digestChain(region, now - hourMs, 60)) await bucket.put(digest);
    await noteCanary(stage.emulator, region, canaryAt);
  }
  // The emulator has no CloudFormation for trails.
  await makeTrail(stage.clients.cloudTrail);
  for (const place of places) await listen(place, 'glasswatch-tampering');
  // The emulator's event history knows the resources of few services: a call about a function of this name, though there
  // is none, stands for one about the role.
  await stage.clients.lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName: 'BREAK-GLASS-ADMIN' }))
    .catch(() => undefined);
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as Stage | undefined)?.strike();
  await log.close();
  folder.remove();
});

async function doctor(): Promise<{ readonly code: number | null; readonly findings: readonly Finding[] }> {
  const path = folder.write('config.json', JSON.stringify(config));
  const { code, stdout } = await glasswatch(['doctor', '--config', path, '--format', 'json'], {
    env: { AWS_ENDPOINT_URL_ATHENA: log.athena.url, ...stage.emulator.clientEnvironment(home) },
  });
  return { code, findings: JSON.parse(stdout) as Finding[] };
}

function red(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ state }) => state !== 'ok');
}

describe('doctor, over the stacks as they are synthesized', () => {
  it('is green in both Regions', async () => {
    const { code, findings } = await doctor();
    expect(red(findings)).toEqual([]);
    expect(new Set(findings.map(({ region }) => region))).toEqual(new Set([home, away]));
    expect(code).toBe(0);
  });

  it.each(breakages)('names each one when $what', async (breakage) => {
    const broken: string[] = [];
    const menders: (() => Promise<unknown>)[] = [];
    for (const place of places) {
      if (breakage.homeOnly && place.region !== home) continue;
      const names = await breakage.names(place);
      if (place.region === home) expect(names.length).toBeGreaterThanOrEqual(breakage.atLeast);
      for (const name of names) {
        broken.push(`${breakage.check} ${place.region} ${name}`);
        menders.push(await breakage.mender(place, name));
        await breakage.breakOne(place, name);
      }
    }
    try {
      const { code, findings } = await doctor();
      const named = red(findings).map(
        ({ check, region, says }) => `${check} ${region ?? ''} ${breakage.says.exec(says)?.[1] ?? says}`,
      );
      expect(named.sort()).toEqual(broken.sort());
      expect(code).toBe(1);
    } finally {
      for (const mend of menders) await mend();
    }
  });

  it('is red when Slack has forgotten the webhook that the secret of the stacks holds', async () => {
    webhookIsGone = true;
    const { findings } = await doctor();
    webhookIsGone = false;
    expect(red(findings)).toMatchObject([
      { check: 'webhook', says: 'the webhook takes no messages: HTTP 404 no_service' },
    ]);
  });

  it('is green again when all is mended', async () => {
    expect(red((await doctor()).findings)).toEqual([]);
  });

  it('says what is missing where a function was deleted', async () => {
    await stage.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'glasswatch-report' }));
    const { findings } = await doctor();
    expect(red(findings)).toMatchObject([
      { check: 'functions', region: home, says: 'function glasswatch-report does not exist' },
    ]);
  });
});
