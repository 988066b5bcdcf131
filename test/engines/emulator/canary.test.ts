import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LedgerTable } from '../../../handlers/alert/ledger/ledger-table.ts';
import { sendCanaries } from '../../../handlers/checkup/canary.ts';
import { CanaryLedger } from '../../../handlers/checkup/canary-ledger.ts';
import { Emulator, emulatedAccount } from './emulator.ts';
import { makeLedger } from './standing/ledger.ts';
import { makeRoles } from './standing/roles.ts';

const home = 'eu-central-1';
const roleArn = (name: string) => `arn:aws:iam::${emulatedAccount}:role/${name}`;
const checkup = { name: 'glasswatch-checkup', trusts: { AWS: `arn:aws:iam::${emulatedAccount}:root` } };
const toAssume = (...names: string[]) =>
  names.map((name) => ({ Action: 'sts:AssumeRole', Resource: roleArn(name) }));

let emulator: Emulator;
let ledger: CanaryLedger;
const clock = { now: () => Date.parse('2026-11-20T05:00:00Z') };

beforeAll(async () => {
  emulator = await Emulator.start();
  const trusts = { AWS: roleArn('glasswatch-checkup') };
  await makeRoles(emulator, 'checkup', [
    { ...checkup, allows: toAssume('glasswatch-canary', 'filled-canary') },
  ]);
  await makeRoles(emulator, 'canaries', [
    { name: 'glasswatch-canary', trusts },
    { name: 'filled-canary', trusts, allows: [{ Action: 'secretsmanager:GetSecretValue', Resource: '*' }] },
    { name: 'closed-canary', trusts: { Service: 'lambda.amazonaws.com' } },
  ]);
  await makeLedger(emulator);
  const client = new DynamoDBClient(emulator.clientConfig(home));
  ledger = new CanaryLedger(new LedgerTable(DynamoDBDocumentClient.from(client), 'glasswatch-ledger', clock));
  // From here on this process is the checkup function.
  const { Credentials: given } = await new STSClient(emulator.clientConfig(home)).send(
    new AssumeRoleCommand({ RoleArn: roleArn('glasswatch-checkup'), RoleSessionName: 'checkup' }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL', emulator.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', given?.AccessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', given?.SecretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', given?.SessionToken);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.stop();
});

async function send(role: string) {
  const { canaryCalls } = await import('../../../handlers/checkup/aws/canary-calls.ts');
  const names = { canaryRole: roleArn(role), canarySecret: 'glasswatch-canary' };
  return sendCanaries([home, 'us-east-1'], names, { calls: canaryCalls, canaries: ledger, clock });
}

describe('the canary, under real permissions', () => {
  it('is sent: the empty role is assumed and refused a secret that need not be there', async () => {
    expect(await send('glasswatch-canary')).toMatchObject([
      { region: home, state: 'ok' },
      { region: 'us-east-1', state: 'ok' },
    ]);
    expect(await ledger.trace(home)).toEqual({ sentAt: clock.now(), seen: { assume: null, read: null } });
  });

  it('is wrong where its role may read secrets, though there is none of that name', async () => {
    const [finding] = await send('filled-canary');
    expect(finding).toMatchObject({ state: 'wrong' });
    expect(finding?.says).toContain('may read secrets');
  });

  it('cannot tell where its role may not be assumed, and says what is missing', async () => {
    const [finding] = await send('closed-canary');
    expect(finding).toMatchObject({ state: 'cannot-tell' });
    expect(finding?.says).toBe('no canary was sent: sts:AssumeRole in eu-central-1 is not allowed');
    expect(finding?.todo).toBe('Allow sts:AssumeRole to whoever runs this.');
  });
});

describe('what became of canaries, in DynamoDB', () => {
  it('keeps the first sighting of an event, and no older event replaces a newer one', async () => {
    const at = clock.now();
    await ledger.seen('assume', 'eu-west-1', { eventTime: at, seenAt: at + 1_000 });
    await ledger.seen('assume', 'eu-west-1', { eventTime: at, seenAt: at + 900_000 });
    await ledger.seen('assume', 'eu-west-1', { eventTime: at - 60_000, seenAt: at + 950_000 });
    await ledger.seen('read', 'eu-west-1', { eventTime: at, seenAt: at + 2_000 });
    await ledger.seen('read', 'eu-west-1', { eventTime: at + 60_000, seenAt: at + 63_000 });
    await ledger.sent('eu-west-1', at);
    expect(await ledger.trace('eu-west-1')).toEqual({
      sentAt: at,
      seen: {
        assume: { eventTime: at, seenAt: at + 1_000 },
        read: { eventTime: at + 60_000, seenAt: at + 63_000 },
      },
    });
  });
});
