import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from 'vitest';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { secretReference } from '../../../detections/event/secret.ts';
import { decide } from '../../../handlers/alert/core.ts';
import { createGate } from '../../../handlers/alert/gate.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import { SecretsManagerDirectory } from '../../../handlers/alert/secrets-manager-directory.ts';
import { AwsServer, type AwsAnswer } from '../deployed/aws-server.ts';
import { Channel, configOf, today } from './desk.ts';
import { breakGlassRole, deniedRead, elsewhere, home, read, roleSession, secretArn } from './events.ts';

const config = configOf({ account: home, regions: ['eu-central-1', 'eu-west-1'] });
const full = secretArn('payroll-AbCdEf');
const servers: AwsServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function directoryWith(answer: () => AwsAnswer | Promise<AwsAnswer>) {
  const server = await AwsServer.start(answer);
  servers.push(server);
  const clock = { now: () => now };
  let now = today;
  const directory = new SecretsManagerDirectory(
    config,
    (region) =>
      Promise.resolve(
        new SecretsManagerClient({
          region,
          endpoint: server.url,
          maxAttempts: 1,
          credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
        }),
      ),
    clock,
  );
  return { server, directory, clock, later: (ms: number) => (now += ms) };
}

/** A secret as an event in a Region names it. */
function named(typed: string, region = 'eu-central-1') {
  return secretReference(typed, parseEvent({ ...read('e1', '09:00', typed), awsRegion: region }), 'typed');
}

const found = (): AwsAnswer => ({ value: { ARN: full, Name: 'payroll' } });

describe('a secret that an event does not name in full', () => {
  it.each(['payroll', secretArn('payroll')])('is looked up in Secrets Manager: %s', async (typed) => {
    const { directory, server } = await directoryWith(found);
    expect(await directory.resolve(named(typed))).toEqual({ arn: full, name: 'payroll' });
    expect(server.calls).toMatchObject([
      {
        action: 'secretsmanager.DescribeSecret',
        body: JSON.stringify({ SecretId: typed }),
        region: 'eu-central-1',
      },
    ]);
  });

  it('is looked up in the Region of the event', async () => {
    const { directory, server } = await directoryWith(found);
    await directory.resolve(named('payroll', 'eu-west-1'));
    await directory.resolve(named('payroll', 'us-east-1'));
    expect(server.calls.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('is looked up once in five minutes', async () => {
    const { directory, server, later } = await directoryWith(found);
    await Promise.all([directory.resolve(named('payroll')), directory.resolve(named('payroll'))]);
    later(299_999);
    await directory.resolve(named('payroll'));
    expect(server.calls).toHaveLength(1);
    later(1);
    await directory.resolve(named('payroll'));
    expect(server.calls).toHaveLength(2);
  });

  it.each(['ResourceNotFoundException', 'AccessDeniedException', 'InternalServiceError'])(
    'keeps its words where the answer is %s',
    async (refuse) => {
      const { directory } = await directoryWith(() => ({ refuse }));
      expect(await directory.resolve(named('payroll'))).toEqual({
        arn: secretArn('payroll'),
        name: 'payroll',
      });
    },
  );

  it.each([
    ['of another account', secretArn('payroll').replace(home, elsewhere)],
    ['of another partition', secretArn('payroll').replace('arn:aws:', 'arn:aws-cn:')],
    ['of a Region that is not watched', secretArn('payroll').replace('eu-central-1', 'ap-south-1')],
    ['of a Region that is a host', secretArn('payroll').replace('eu-central-1', 'attacker.example/')],
  ])('is not asked for %s', async (_, typed) => {
    const { directory, server } = await directoryWith(found);
    expect(await directory.resolve(named(typed))).toMatchObject({ arn: typed });
    expect(server.calls).toEqual([]);
  });
});

describe('a secret that AWS named', () => {
  it('is not looked up', async () => {
    const { directory, server } = await directoryWith(found);
    const event = parseEvent(read('e1', '09:00', full));
    expect(directory.resolve(secretReference(full, event, 'full'))).toEqual({ arn: full, name: 'payroll' });
    expect(server.calls).toEqual([]);
  });
});

describe('an alert', () => {
  async function told(answer: () => AwsAnswer | Promise<AwsAnswer>, record: Record<string, unknown>) {
    const { directory, server, clock } = await directoryWith(answer);
    const notifier = new Channel();
    const ports = {
      config,
      detections,
      ledger: new MemoryLedger(),
      directory,
      notifier,
      clock,
      group: true,
      lease: 1,
    };
    const outcome = await decide(parseEvent(record), createGate(config, detections)(record), ports);
    return { outcome, server, alerts: notifier.alerts };
  }
  const emergency = read('e1', '09:00', 'payroll', roleSession(breakGlassRole, 'alice'));

  it('names the secret in full', async () => {
    const { alerts } = await told(found, emergency);
    expect(alerts).toMatchObject([{ detection: 'break-glass-read', target: full }]);
  });

  it('goes without where Secrets Manager does not answer', async () => {
    const { alerts } = await told(() => new Promise<AwsAnswer>(() => undefined), emergency);
    expect(alerts).toMatchObject([{ detection: 'break-glass-read', target: secretArn('payroll') }]);
  });

  it('about our own refused lookup looks nothing up, or it would never end', async () => {
    const own = roleSession(`arn:aws:iam::${home}:role/glasswatch-alert`, 'glasswatch-alert');
    const { outcome, server } = await told(
      () => ({ refuse: 'AccessDeniedException' }),
      deniedRead('e1', '09:00', { by: own }),
    );
    expect(outcome).toBe('alerted');
    expect(server.calls).toEqual([]);
  });
});
