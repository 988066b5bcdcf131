import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../handlers/deadline/verdict.ts';
import {
  account,
  apiCall,
  assumeRole,
  at,
  consoleSignIn,
  decryptOf,
  federatedUser,
  foreignAccount,
  iamUser,
  notAuthorized,
  otherAccount,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  serviceEvent,
  signedInRole,
  tokenMarker,
  userArn,
  type Fields,
} from '../../../detections/event-builders.ts';
import { bothWaysOf, configOf, factsIn, madeUpFacts } from './both-ways.ts';

const glass = { path: 'emergency/' };
const role = roleArn('BREAK-GLASS-admin', glass);
const config = configOf({
  account,
  breakGlass: {
    roles: [`arn:aws:iam::${account}:role/emergency/BREAK-GLASS-*`],
    users: [userArn('glass')],
  },
});
const ana = roleSession('BREAK-GLASS-admin', glass);
const opened = assumeRole(roleSession('developer', { session: 'ana' }), role, { at: '09:00:00' });
const full = secretArn('prod/db-Ab12Cd');
const bob = roleSession('rotator', { session: 'bob' });

function put(secretId: string, particulars: { at: string; asked?: Fields; by?: Fields }): Fields {
  const { by = bob, asked } = particulars;
  const token = `token-of-${particulars.at}-0123456789012345`;
  return apiCall('secretsmanager', 'PutSecretValue', by, {
    at: particulars.at,
    asked: { secretId, clientRequestToken: token, ...asked },
    answered: { arn: full, name: 'prod/db', versionId: token },
  });
}

/** The verdicts of the log pass, once it has been seen that the files give the same. */
async function judgedByLog(
  records: readonly Fields[],
  { by = config, now = at('20:00:00') }: { by?: typeof config; now?: string } = {},
): Promise<Verdict[]> {
  // What other people do on such a day belongs to no incident and stays out of the answer.
  const noise = Array.from({ length: 40 }, (_, n) =>
    readSecret(roleSession('app', { session: `app-${n % 4}` }), secretArn('other/thing-Zz99Zz'), {
      at: `0${n % 10}:30:00`,
    }),
  );
  const found = await bothWaysOf([...records, ...noise], by, now);
  expect(factsIn(found.log)).toEqual(factsIn(found.files));
  expect(madeUpFacts(found)).toEqual([]);
  expect(found.log.judged).toEqual(found.files.judged);
  expect(found.log.coverage).toEqual(found.files.coverage);
  const text = JSON.stringify(found.rows);
  expect(text).not.toContain(tokenMarker);
  expect(text.match(/other\/thing/g)?.length ?? 0).toBeLessThanOrEqual(1);
  return found.log.judged.incidents.flatMap(({ exposures }) => exposures);
}

function told(verdicts: readonly Verdict[]) {
  return verdicts.map(({ secret, kind, reads, deadline, state, reason }) => ({
    secret,
    kind,
    reads,
    deadline,
    state,
    reason,
  }));
}

describe('the log pass', () => {
  test('finds a read by name, the ARN that only a stranger’s Decrypt shows, and the value put after', async () => {
    const records = [
      opened,
      readSecret(ana, 'prod/db', { at: '09:10:00' }),
      decryptOf(roleSession('app'), full, { at: '05:00:00' }),
      put('prod/db', { at: '11:00:00' }),
    ];
    expect(told(await judgedByLog(records))).toEqual([
      {
        secret: full,
        kind: 'secret',
        reads: 1,
        deadline: at('14:00:00'),
        state: 'rotated',
        reason: 'put-secret-value',
      },
    ]);
  });

  test('takes the suffix of the secret that bore the name when it was read', async () => {
    const later = secretArn('prod/db-Ef34Gh');
    const records = [
      opened,
      decryptOf(roleSession('app'), full, { at: '05:00:00' }),
      decryptOf(roleSession('app'), full, { at: '12:00:00' }),
      decryptOf(roleSession('app'), later, { at: '09:05:00' }),
      readSecret(ana, 'prod/db', { at: '09:10:00' }),
      readSecret(ana, 'prod/db', { at: '09:01:00' }),
    ];
    const verdicts = await judgedByLog(records);
    expect(verdicts.map(({ secret }) => secret).sort()).toEqual([full, later].sort());
  });

  test('follows a chain of six roles, and their reads', async () => {
    const clock = (n: number) => `09:1${n}:00`;
    const hop = (n: number) => roleSession(`hop${n}`, { session: 'h', created: clock(n) });
    const chain = Array.from({ length: 6 }, (_, n) =>
      assumeRole(n === 0 ? ana : hop(n - 1), roleArn(`hop${n}`), { session: 'h', at: clock(n) }),
    );
    const verdicts = await judgedByLog([opened, ...chain, readSecret(hop(5), full, { at: '09:20:00' })]);
    expect(told(verdicts)).toMatchObject([{ secret: full, deadline: at('14:15:00'), state: 'overdue' }]);
  });

  test('follows a session whose events tell no issuer, and a role that both accounts tell of', async () => {
    const { sessionContext, ...bare } = ana;
    const noIssuer = { ...bare, sessionContext: { attributes: { creationDate: at('09:00:00') } } };
    const assumption = (by: Fields, more: Fields) =>
      assumeRole(by, roleArn('operator'), {
        session: 'hop',
        at: '09:10:00',
        more: { sharedEventID: 's', ...more },
      });
    const records = [
      assumption(ana, {}),
      assumption(otherAccount(String(ana.principalId)), { recipientAccountId: foreignAccount }),
      readSecret(noIssuer, full, { at: '09:30:00' }),
      readSecret(roleSession('operator', { session: 'hop', created: '09:10:00' }), secretArn('b-Ab12Cd'), {
        at: '09:40:00',
      }),
    ];
    expect(sessionContext).toBeDefined();
    expect((await judgedByLog(records)).map(({ secret }) => secret)).toEqual([full, secretArn('b-Ab12Cd')]);
  });

  test('splits a long-term key where it rested for an hour, however busy it was', async () => {
    const glassUser = iamUser('glass');
    const busy = Array.from({ length: 120 }, (_, n) =>
      apiCall('ec2', 'DescribeInstances', glassUser, {
        at: `${n < 60 ? '07' : '11'}:${String(n % 60).padStart(2, '0')}:30`,
        asked: { filterSet: {} },
      }),
    );
    const records = [
      ...busy,
      readSecret(glassUser, full, { at: '07:20:00' }),
      readSecret(glassUser, full, { at: '11:59:59' }),
      readSecret(federatedUser('fed', 'glass', '11:40:00'), secretArn('c-Ab12Cd'), { at: '12:30:00' }),
    ];
    const verdicts = await judgedByLog(records);
    expect(verdicts.map(({ firstRead, deadline }) => ({ firstRead, deadline }))).toEqual([
      { firstRead: at('07:20:00'), deadline: at('11:59:30') },
      { firstRead: at('11:59:59'), deadline: at('15:59:59') },
      { firstRead: at('12:30:00'), deadline: at('16:30:00') },
    ]);
  });

  test('answers for a busy session with few rows', async () => {
    const busy = Array.from({ length: 600 }, (_, n) =>
      apiCall('ec2', 'DescribeInstances', ana, {
        at: `09:${String(n % 60).padStart(2, '0')}:${String(Math.floor(n / 60)).padStart(2, '0')}`,
        asked: { userData: 'c2VjcmV0' },
      }),
    );
    const { rows } = await bothWaysOf([opened, ...busy, readSecret(ana, full)], config, at('20:00:00'));
    expect(rows.filter(({ event_name: name }) => name === 'DescribeInstances')).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('c2VjcmV0');
  });

  test('knows a console session, and a revocation of any name', async () => {
    const document = JSON.stringify({
      Statement: [
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': at('10:00:00') } },
        },
      ],
    });
    const revoke = (policyName: string, policyDocument: string, clock: string) =>
      apiCall('iam', 'PutRolePolicy', bob, {
        at: clock,
        asked: { roleName: 'BREAK-GLASS-admin', policyName, policyDocument },
      });
    const signIn = consoleSignIn('SwitchRole', signedInRole('BREAK-GLASS-admin'), 'Success', {
      at: '09:00:10',
    });
    const read = readSecret(ana, full, { at: '09:10:00' });
    expect(told(await judgedByLog([opened, signIn, read]))).toMatchObject([
      { deadline: '2026-11-19T01:00:00Z' },
    ]);
    for (const text of [document, encodeURIComponent(document)]) {
      const revoked = await judgedByLog([opened, signIn, read, revoke('cut', text, '09:30:00')]);
      expect(told(revoked)).toMatchObject([{ deadline: at('13:30:00') }]);
    }
    const other = revoke('other', JSON.stringify({ Statement: [] }), '09:30:00');
    expect(told(await judgedByLog([opened, read, other]))).toMatchObject([{ deadline: at('14:00:00') }]);
  });

  test('counts what a declared principal read in its interval, and no more', async () => {
    const by = configOf({
      account,
      declaredIncidents: [
        {
          principal: roleArn('ci', { path: 'build/' }),
          from: at('08:00:00'),
          to: at('10:00:00'),
          reason: 'stolen',
        },
        { principal: userArn('eve'), from: at('08:00:00'), to: at('10:00:00'), reason: 'stolen' },
      ],
    });
    const ci = roleSession('ci', { path: 'build/', session: 'job', created: '08:30:00' });
    const records = [
      readSecret(ci, full, { at: '09:00:00' }),
      readSecret(ci, secretArn('late-Ab12Cd'), { at: '10:30:00' }),
      readSecret(iamUser('eve'), secretArn('hers-Ab12Cd'), { at: '09:30:00' }),
    ];
    const verdicts = await judgedByLog(records, { by });
    expect(verdicts.map(({ secret }) => secret)).toEqual([full, secretArn('hers-Ab12Cd')]);
  });

  test('sees what a batch handed out, what it did not, and what no log names', async () => {
    const [a, b, c] = ['a-Ab12Cd', 'b-Ab12Cd', 'c-Ab12Cd'].map((id) => secretArn(id));
    const batch = (clock: string, asked: Fields) =>
      apiCall('secretsmanager', 'BatchGetSecretValue', ana, { at: clock, asked });
    const denied = notAuthorized(ana, 'secretsmanager:GetSecretValue', c ?? '');
    const records = [
      opened,
      batch('09:10:00', { secretIdList: [a, 'b', c] }),
      readSecret(ana, String(a), { at: '09:10:00' }),
      apiCall('secretsmanager', 'GetSecretValue', ana, {
        at: '09:10:00',
        error: { code: 'AccessDenied', message: denied },
      }),
      decryptOf(ana, String(b), { at: '09:10:00' }),
      batch('09:20:00', { filters: [{ key: 'name', values: ['prod/'] }] }),
    ];
    const verdicts = told(await judgedByLog(records));
    expect(verdicts.map(({ secret, state }) => [secret, state]).sort()).toEqual([
      [a, 'overdue'],
      [b, 'overdue'],
      // Of a batch with entries for some secrets only, a refused one is no answer: it may be another call.
      [c, 'overdue'],
      ['name=prod/', 'unresolved'],
    ]);
  });

  test('judges parameters, references and paths', async () => {
    const get = (name: string, clock: string, asked: Fields) =>
      apiCall('ssm', name, ana, { at: clock, asked: { withDecryption: true, ...asked } });
    const records = [
      opened,
      get('GetParameter', '09:10:00', { name: '/app/password' }),
      get('GetParameters', '09:11:00', { names: ['/aws/reference/secretsmanager/prod/db', 'token'] }),
      get('GetParametersByPath', '09:12:00', { path: '/app/' }),
      get('GetParameter', '09:13:00', { name: '/plain', withDecryption: false }),
      decryptOf(ana, full, { at: '09:11:00' }),
      apiCall('ssm', 'PutParameter', bob, {
        at: '12:00:00',
        asked: { name: '/app/password', type: 'SecureString' },
      }),
    ];
    const parameter = `arn:aws:ssm:eu-central-1:${account}:parameter`;
    expect(told(await judgedByLog(records)).map(({ secret, state }) => [secret, state])).toEqual([
      [`${parameter}/app/password`, 'rotated'],
      [full, 'overdue'],
      [`${parameter}/token`, 'overdue'],
      [`${parameter}/app/*`, 'unresolved'],
    ]);
  });

  test('follows a rotation through its steps, and a tag that asks for two', async () => {
    const rotation = (start: string, end: string) =>
      [
        serviceEvent('RotationStarted', { SecretId: full }),
        serviceEvent('RotationSucceeded', { SecretId: full }),
      ].map((event, index) => ({ ...event, eventTime: at(index === 0 ? start : end) }));
    const tag = apiCall('secretsmanager', 'TagResource', bob, {
      at: '08:00:00',
      asked: { secretId: full, tags: [{ key: 'glasswatch:alternating-users', value: 'true' }] },
    });
    const plainTag = apiCall('secretsmanager', 'TagResource', bob, {
      at: '08:00:00',
      asked: { secretId: full, tags: [{ key: 'team', value: 'a' }] },
    });
    const read = readSecret(ana, full, { at: '09:10:00' });
    const once = [opened, read, ...rotation('11:00:00', '11:00:20')];
    expect(told(await judgedByLog([...once, plainTag]))).toMatchObject([
      { state: 'rotated', reason: 'rotation-succeeded' },
    ]);
    expect(told(await judgedByLog([...once, tag]))).toMatchObject([
      { state: 'overdue', reason: 'one-of-two' },
    ]);
    expect(told(await judgedByLog([...once, tag, ...rotation('12:00:00', '12:00:20')]))).toMatchObject([
      { state: 'rotated', reason: 'rotation-succeeded' },
    ]);
  });

  test('asks as often as Athena’s values are too short for all principals', async () => {
    const many = Array.from({ length: 60 }, (_, n) => roleArn(`BREAK-GLASS-${n}`, glass));
    const by = configOf({ account, breakGlass: { roles: many, users: [] } });
    const reader = (n: number) => roleSession(`BREAK-GLASS-${n}`, glass);
    const records = [readSecret(reader(0), full), readSecret(reader(59), secretArn('z-Ab12Cd'))];
    const found = await bothWaysOf(records, by, at('20:00:00'));
    expect(found.questions).toBeGreaterThan(2);
    expect(found.log.judged.incidents).toHaveLength(2);
    expect(found.log.judged).toEqual(found.files.judged);
  });

  test('asks nothing where nobody is watched', async () => {
    const found = await bothWaysOf([readSecret(ana, full)], configOf({ account }), at('20:00:00'));
    expect(found.questions).toBe(0);
    expect(found.log.judged.incidents).toEqual([]);
  });
});
