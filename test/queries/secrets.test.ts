import { describe, expect, test } from 'vitest';
import {
  account,
  apiCall,
  at,
  decryptOf,
  deniedCall,
  iamUser,
  notAuthorized,
  otherAccount,
  readSecret,
  region,
  roleArn,
  roleSession,
  secretArn,
  serviceEvent,
  type Fields,
} from '../detections/event-builders.ts';
import { askMadeUp, madeUp, only } from './asking.ts';

const app = roleSession('app');
const full = secretArn('prod/db-Ab12Cd');

function put(by: Fields, id: string, clock: string, stages?: readonly string[]): Fields {
  const asked = { secretId: id, ...(stages === undefined ? {} : { versionStages: stages }) };
  return apiCall('secretsmanager', 'PutSecretValue', by, { asked, at: clock, more: { readOnly: false } });
}

function told(name: string, clock: string, message?: string): Fields {
  return { ...serviceEvent(name, { SecretId: full }, message), eventTime: at(clock) };
}

describe('which secret is meant', () => {
  async function secretsOf(records: readonly Fields[]) {
    const rows = await askMadeUp(records, 'secret-access');
    return rows.map(({ secret }) => secret);
  }

  test('a name gets the full ARN that a Decrypt, an answer or a rotation shows', async () => {
    const shown = [
      decryptOf(app, full),
      apiCall('secretsmanager', 'TagResource', app, {
        asked: { secretId: 'prod/db' },
        answered: { arn: full },
      }),
      apiCall('secretsmanager', 'DeleteSecret', app, {
        asked: { secretId: 'prod/db' },
        answered: { aRN: full },
      }),
      told('RotationStarted', '10:00:00'),
    ];
    for (const record of shown) {
      expect(await secretsOf([readSecret(app, 'prod/db'), record])).toContain(full);
      expect(new Set(await secretsOf([readSecret(app, 'prod/db'), record]))).toEqual(new Set([full]));
    }
  });

  test('a name that extends another is another secret', async () => {
    const longer = secretArn('prod/db-master-Zz98Yy');
    const records = [
      readSecret(app, 'prod/db', { at: '10:00:00' }),
      readSecret(app, 'prod/db-master', { at: '10:00:01' }),
      readSecret(app, secretArn('prod/db-master'), { at: '10:00:02' }),
      readSecret(app, 'prod/db', { at: '10:00:03' }),
      decryptOf(app, full),
      decryptOf(app, longer),
    ];
    expect(await secretsOf(records)).toEqual([full, longer, longer, full]);
  });

  test('a typed ARN that ends like a suffix yields to the ARN that AWS wrote', async () => {
    const written = secretArn('api-master-Zz98Yy');
    const records = [readSecret(app, secretArn('api-master')), decryptOf(app, written)];
    expect(await secretsOf(records)).toEqual([written]);
    expect(await secretsOf([readSecret(app, secretArn('api-master'))])).toEqual([secretArn('api-master')]);
  });

  test('a name made anew is the secret that it was at the time', async () => {
    const anew = secretArn('prod/db-New456');
    const records = [
      decryptOf(app, full, { at: '08:00:00' }),
      readSecret(app, 'prod/db', { at: '09:00:00' }),
      decryptOf(app, anew, { at: '12:00:00' }),
      readSecret(app, 'prod/db', { at: '13:00:00' }),
      readSecret(app, 'prod/db', { at: '07:00:00' }),
    ];
    expect(await secretsOf(records)).toEqual([full, full, anew]);
  });

  test('a name is of its own Region, and of its own partition', async () => {
    const records = [
      readSecret(app, 'prod/db', { region: 'eu-west-1' }),
      decryptOf(app, full),
      { ...readSecret(otherAccount(), 'gov', { at: '11:00:00' }), awsRegion: 'us-gov-west-1' },
    ];
    expect(await secretsOf(records)).toEqual([
      secretArn('prod/db', { where: 'eu-west-1' }),
      `arn:aws-us-gov:secretsmanager:us-gov-west-1:${account}:secret:gov`,
    ]);
  });

  test('a denial tells it in its message; a read that names none is told without', async () => {
    const action = 'secretsmanager:GetSecretValue';
    const denied = deniedCall('secretsmanager', 'GetSecretValue', app, notAuthorized(app, action, 'prod/db'));
    const nameless = deniedCall('secretsmanager', 'GetSecretValue', app, 'Access to KMS is not allowed', {
      at: '11:00:00',
    });
    expect(await secretsOf([denied, nameless, decryptOf(app, full)])).toEqual([full, null]);
  });

  test('a list that names a secret twice tells it once, in any spelling', async () => {
    const asked = { secretIdList: ['prod/db', full, 'prod/db'] };
    const batch = apiCall('secretsmanager', 'BatchGetSecretValue', app, { asked });
    expect(await secretsOf([batch, decryptOf(app, full)])).toEqual([full]);
  });
});

describe('the log', () => {
  test('an event that was delivered twice, on two days, is one', async () => {
    const read = readSecret(app, full);
    const files = ['2026/11/18', '2026/11/19'].map((day) => ({ day, records: [read] }));
    expect(await askMadeUp(files, 'secret-access')).toHaveLength(1);
    expect(only(await askMadeUp(files, 'records-per-day'), 'records')).toEqual([{ records: 1 }]);
  });

  test('a day has the events of that day, though they were delivered on the next', async () => {
    const late = { ...readSecret(app, full), eventTime: '2026-11-18T23:59:59Z' };
    const next = { ...readSecret(app, full), eventTime: '2026-11-19T00:00:00Z' };
    const early = { ...readSecret(app, full), eventTime: '2026-11-17T23:59:59Z' };
    const old = { ...readSecret(app, full), eventTime: '2026-11-15T12:00:00Z' };
    const files = [
      { day: '2026/11/15', records: [old] },
      { day: '2026/11/18', records: [early] },
      { day: '2026/11/19', records: [late, next] },
    ];
    const log = await madeUp(files, '2026-11-18', '2026-11-18');
    expect(only(await log.ask('secret-access'), 'event_time')).toEqual([
      { event_time: '2026-11-18T23:59:59Z' },
    ]);
    expect(log.counts).toMatchObject({ filesRead: 2, filesPassedOver: 1 });
    log.close();
  });

  test('one Region is asked for by its folder', async () => {
    const files = [
      { day: '2026/11/18', region: 'us-east-1', records: [readSecret(app, 'a', { region: 'us-east-1' })] },
      { day: '2026/11/18', region, records: [readSecret(app, 'b')] },
    ];
    expect(only(await askMadeUp(files, 'secret-access', { region: 'us-east-1' }), 'region')).toEqual([
      { region: 'us-east-1' },
    ]);
  });

  test('gaps are told for each Region: before, between and after', async () => {
    const on = (day: string, where: string) => ({
      day: day.replaceAll('-', '/'),
      region: where,
      records: [{ ...readSecret(app, full, { region: where }), eventTime: `${day}T10:00:00Z` }],
    });
    const files = [
      ...['2026-02-26', '2026-02-27', '2026-03-05', '2026-03-06'].map((day) => on(day, 'eu-west-1')),
      on('2026-02-28', 'us-east-1'),
    ];
    expect(
      only(await askMadeUp(files, 'records-per-day'), 'region', 'day', 'last_day', 'records', 'gap'),
    ).toEqual(
      [
        ['eu-west-1', '2026-02-26', '2026-02-26', 1, false],
        ['eu-west-1', '2026-02-27', '2026-02-27', 1, false],
        ['eu-west-1', '2026-02-28', '2026-03-04', 0, true],
        ['eu-west-1', '2026-03-05', '2026-03-05', 1, false],
        ['eu-west-1', '2026-03-06', '2026-03-06', 1, false],
        ['us-east-1', '2026-02-26', '2026-02-27', 0, true],
        ['us-east-1', '2026-02-28', '2026-02-28', 1, false],
        ['us-east-1', '2026-03-01', '2026-03-06', 0, true],
      ].map(([where, day, last_day, records, gap]) => ({ region: where, day, last_day, records, gap })),
    );
  });

  test("a parameter's text is nothing but text", async () => {
    const secret = "x' OR '1'='1";
    expect(await askMadeUp([readSecret(app, full)], 'secret-access', { secret })).toEqual([]);
    const quoted = secretArn("o'brien-Ab12Cd");
    expect(await askMadeUp([readSecret(app, quoted)], 'secret-access', { secret: quoted })).toHaveLength(1);
  });
});

describe('denied-access', () => {
  test('tells refusals by Secrets Manager, by KMS behind it and by a VPC endpoint, and no others', async () => {
    const inside = { ...app, invokedBy: 'secretsmanager.amazonaws.com' };
    const key = `arn:aws:kms:eu-central-1:${account}:key/k`;
    const endpoint = { errorCode: 'VpceAccessDenied', eventCategory: 'NetworkActivity' };
    const records = [
      deniedCall('secretsmanager', 'ListSecrets', app, 'no', { at: '10:00:01' }),
      deniedCall('kms', 'Decrypt', inside, notAuthorized(app, 'kms:Decrypt', key), { at: '10:00:02' }),
      deniedCall('kms', 'Decrypt', app, notAuthorized(app, 'kms:Decrypt', key), { at: '10:00:03' }),
      readSecret(app, full, { at: '10:00:04', more: endpoint }),
      readSecret(app, full, {
        at: '10:00:05',
        error: { code: 'ResourceNotFoundException', message: 'gone' },
      }),
    ];
    const rows = await askMadeUp(records, 'denied-access');
    expect(only(rows, 'kind', 'event_name', 'target')).toEqual([
      { kind: 'secret', event_name: 'ListSecrets', target: null },
      { kind: 'key', event_name: 'Decrypt', target: key },
      { kind: 'vpc-endpoint', event_name: 'GetSecretValue', target: full },
    ]);
  });

  test('names the policy that refused', async () => {
    const why = 'with an explicit deny in a service control policy';
    const message = notAuthorized(app, 'secretsmanager:GetSecretValue', full, why);
    const rows = await askMadeUp(
      [deniedCall('secretsmanager', 'GetSecretValue', app, message)],
      'denied-access',
    );
    expect(only(rows, 'cause', 'target')).toEqual([
      { cause: 'an explicit deny in a service control policy', target: full },
    ]);
  });
});

test('kms-decrypts tells reads without a Decrypt, and Decrypts without a read', async () => {
  const records = [
    readSecret(app, full, { at: '10:00:00' }),
    decryptOf(app, full, { at: '10:00:00' }),
    readSecret(app, full, { at: '10:00:05' }),
    decryptOf(iamUser('eve'), full, { at: '10:00:06' }),
    decryptOf(iamUser('eve'), full, {
      at: '10:00:07',
      asked: { encryptionContext: { SecretARN: full, SecretVersionId: 'RequestToValidateKeyAccess' } },
    }),
  ];
  const names = ['principal', 'decrypts', 'reads', 'reads_without_decrypt', 'decrypts_without_read'] as const;
  expect(only(await askMadeUp(records, 'kms-decrypts'), ...names)).toEqual([
    { principal: roleArn('app'), decrypts: 1, reads: 2, reads_without_decrypt: 1, decrypts_without_read: 0 },
    {
      principal: String(iamUser('eve').arn),
      decrypts: 1,
      reads: 0,
      reads_without_decrypt: 0,
      decrypts_without_read: 1,
    },
  ]);
});

test('rotations tells who asked for one, and does not hold them for the next', async () => {
  const asked = apiCall('secretsmanager', 'RotateSecret', app, { asked: { secretId: full }, at: '10:00:00' });
  const scheduled = apiCall('secretsmanager', 'RotateSecret', app, {
    asked: { secretId: full, rotateImmediately: false },
    at: '10:30:00',
  });
  const records = [
    asked,
    told('RotationStarted', '10:00:01'),
    told('RotationSucceeded', '10:02:00'),
    scheduled,
    put(app, full, '10:40:00'),
    told('RotationStarted', '11:00:00'),
    told('RotationSucceeded', '11:02:00'),
  ];
  const rows = await askMadeUp(records, 'rotations');
  expect(rows.map(({ step, in_rotation, requested_by }) => [step, in_rotation, requested_by])).toEqual([
    ['requested', false, null],
    ['started', true, roleArn('app')],
    ['succeeded', true, roleArn('app')],
    ['value-put', false, null],
    ['started', true, null],
    ['succeeded', true, null],
  ]);
});

describe('rotation-health', () => {
  async function findings(records: readonly Fields[]) {
    const rows = await askMadeUp(records, 'rotation-health');
    return rows.map(({ finding }) => finding);
  }

  test('a failure counts until a rotation succeeds', async () => {
    const failed = [
      told('RotationStarted', '10:00:00'),
      told('RotationFailed', '10:01:00', 'in testSecret step'),
    ];
    expect(await findings(failed)).toEqual(['failed']);
    const healed = [told('RotationStarted', '11:00:00'), told('RotationSucceeded', '11:01:00')];
    expect(await findings([...failed, ...healed])).toEqual([]);
    expect(await findings([told('RotationAbandoned', '10:00:00')])).toEqual(['abandoned']);
  });

  test('a rotation that no event ends is told, also after others', async () => {
    const first = [told('RotationStarted', '10:00:00'), told('RotationSucceeded', '10:01:00')];
    const second = told('RotationStarted', '11:00:00');
    expect(await findings([...first, second])).toEqual(['never-ended']);
    expect(await findings(first)).toEqual([]);
  });

  test('a version that waits as AWSPENDING is told until it is promoted', async () => {
    const pending = put(app, full, '10:00:00', ['AWSPENDING']);
    const promoted = apiCall('secretsmanager', 'UpdateSecretVersionStage', app, {
      at: '10:01:00',
      asked: { secretId: full, versionStage: 'AWSCURRENT', moveToVersionId: 'v2', removeFromVersionId: 'v1' },
    });
    expect(await findings([pending])).toEqual(['stuck-pending']);
    expect(await findings([pending, promoted])).toEqual(['by-hand']);
    const inRotation = [
      told('RotationStarted', '09:59:00'),
      pending,
      promoted,
      told('RotationSucceeded', '10:02:00'),
    ];
    expect(await findings(inRotation)).toEqual([]);
  });

  test('a value written by hand is told; a change of the description is none', async () => {
    const described = apiCall('secretsmanager', 'UpdateSecret', app, {
      asked: { secretId: full, description: 'x' },
      answered: { arn: full },
    });
    expect(await findings([put(app, full, '10:00:00')])).toEqual(['by-hand']);
    expect(await findings([described])).toEqual([]);
  });

  test("a secret that is read and never replaced is told, another account's is not", async () => {
    const theirs = secretArn('feed-Zz98Yy', { owner: '444455556666' });
    expect(await findings([readSecret(app, full), readSecret(app, theirs)])).toEqual(['never-rotated']);
  });
});

test('stale-readers tells who has not read since the value was replaced, the writer left out', async () => {
  const writer = roleSession('rotator');
  const records = [
    readSecret(app, full, { at: '09:00:00' }),
    readSecret(roleSession('fresh'), full, { at: '09:00:00' }),
    readSecret(writer, full, { at: '09:30:00' }),
    put(writer, full, '10:00:00'),
    readSecret(roleSession('fresh'), full, { at: '10:00:01' }),
  ];
  expect(only(await askMadeUp(records, 'stale-readers'), 'principal', 'last_read', 'replaced_at')).toEqual([
    { principal: roleArn('app'), last_read: at('09:00:00'), replaced_at: at('10:00:00') },
  ]);
});

test('new-readers takes the day of the last read where no day is given', async () => {
  const yesterday = { ...readSecret(app, full), eventTime: '2026-11-17T10:00:00Z' };
  const files = [
    { day: '2026/11/17', records: [yesterday] },
    { day: '2026/11/18', records: [readSecret(app, full), readSecret(roleSession('fresh'), full)] },
  ];
  expect(only(await askMadeUp(files, 'new-readers'), 'principal')).toEqual([{ principal: roleArn('fresh') }]);
  expect(await askMadeUp(files, 'new-readers', { since: '2026-11-01' })).toHaveLength(2);
});

describe('tampering', () => {
  test('tells calls on what is ours by its name, in names, ARNs and addresses', async () => {
    const calls: [string, string, Fields][] = [
      [
        'lambda',
        'DeleteFunction20150331',
        { functionName: `arn:aws:lambda:x:${account}:function:glasswatch-alert` },
      ],
      ['sqs', 'PurgeQueue', { queueUrl: `https://sqs.x.amazonaws.com/${account}/glasswatch-alerts` }],
      ['events', 'DisableRule', { name: 'glasswatch-gate' }],
      ['glue', 'DeleteTable', { databaseName: 'glasswatch_log', name: 'cloudtrail_logs' }],
      ['events', 'DisableRule', { name: 'my-glasswatch-gate' }],
    ];
    const records = calls.map(([service, name, asked]) => apiCall(service, name, app, { asked }));
    const look = apiCall('events', 'DescribeRule', app, {
      asked: { name: 'glasswatch-gate' },
      more: { readOnly: true },
    });
    const rows = await askMadeUp([...records, look], 'tampering');
    expect(rows.map(({ event_name, target }) => `${String(event_name)} ${String(target)}`)).toEqual([
      `DeleteFunction20150331 arn:aws:lambda:x:${account}:function:glasswatch-alert`,
      `PurgeQueue https://sqs.x.amazonaws.com/${account}/glasswatch-alerts`,
      'DisableRule glasswatch-gate',
      'DeleteTable glasswatch_log',
    ]);
    expect(await askMadeUp(records, 'tampering', { name_prefix: '' })).toEqual([]);
  });

  test('tells who stops a trail or disables a Region, whatever its name', async () => {
    const records = [
      apiCall('cloudtrail', 'StopLogging', app, { asked: { name: 'main' } }),
      apiCall('account', 'DisableRegion', app, { asked: { RegionName: 'eu-west-1' } }),
      apiCall('cloudtrail', 'CreateTrail', app, { asked: { name: 'other' } }),
    ];
    expect(only(await askMadeUp(records, 'tampering'), 'kind', 'target')).toEqual([
      { kind: 'trail', target: 'main' },
      { kind: 'region', target: 'eu-west-1' },
    ]);
  });
});

test('every question stands records that say next to nothing', async () => {
  const bare = [
    'GetSecretValue',
    'AssumeRole',
    'RotationStarted',
    'PutParameter',
    'Decrypt',
    'StopLogging',
  ].flatMap((eventName, index) =>
    ['secretsmanager', 'sts', 'ssm', 'kms', 'signin', 'cloudtrail'].map((service) => ({
      eventID: `${eventName}-${service}-${index}`,
      eventTime: at('10:00:00'),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      userIdentity: null,
      requestParameters: null,
      responseElements: null,
    })),
  );
  const { queries } = await import('../../queries/catalogue.ts');
  const log = await madeUp(bare);
  for (const { name } of queries) {
    await expect(log.ask(name, { roles: '.*', users: '.*', services: 'include' })).resolves.toBeDefined();
  }
  log.close();
});
