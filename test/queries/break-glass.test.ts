import { describe, expect, test } from 'vitest';
import {
  account,
  apiCall,
  assumeRole,
  at,
  consoleSignIn,
  decryptOf,
  federatedUser,
  iamUser,
  iamUserSession,
  otherAccount,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  signedInRole,
  signingInUser,
  userArn,
  type Fields,
} from '../detections/event-builders.ts';
import { askMadeUp, only } from './asking.ts';

const values = {
  roles: `^(arn:aws:iam::${account}:role/emergency/BREAK-GLASS-.*)$`,
  users: `^(${userArn('glass')})$`,
};
const role = roleArn('BREAK-GLASS-admin', { path: 'emergency/' });
const ana = roleSession('BREAK-GLASS-admin', { path: 'emergency/' });
const anasSession = `${String(ana.principalId)}@${at('09:00:00')}`;
const full = secretArn('prod/db-Ab12Cd');

function readParameter(by: Fields, asked: Fields, name = 'GetParameter'): Fields {
  return apiCall('ssm', name, by, { asked, more: { readOnly: true } });
}

describe('break-glass-secrets', () => {
  const query = 'break-glass-secrets';

  test('takes all ids of a secret for one: name, partial ARN, full ARN and ARN with a JSON key', async () => {
    const ids = ['prod/db', secretArn('prod/db'), full, `${full}:password::`];
    const records = [...ids.map((id) => readSecret(ana, id)), decryptOf(ana, full)];
    expect(only(await askMadeUp(records, query, values), 'secret', 'reads', 'session', 'role')).toEqual([
      { secret: full, reads: 4, session: anasSession, role },
    ]);
  });

  test('follows roles that the session assumed, and roles that these assumed', async () => {
    const second = roleSession('operator', { session: 'hop', created: '09:10:00' });
    const third = roleSession('auditor', { session: 'hop', created: '09:20:00' });
    const records = [
      assumeRole(ana, roleArn('operator'), { session: 'hop', at: '09:10:00' }),
      assumeRole(second, roleArn('auditor'), { session: 'hop', at: '09:20:00' }),
      readSecret(third, full, { at: '09:30:00' }),
    ];
    const rows = await askMadeUp(records, query, values);
    expect(only(rows, 'session', 'actor', 'chained', 'last_session')).toEqual([
      {
        session: anasSession,
        actor: 'ana.ops',
        chained: true,
        last_session: `${String(third.principalId)}@${at('09:20:00')}`,
      },
    ]);
  });

  test('ends with a circle of roles, and with a chain too long to be one', async () => {
    const clock = (n: number) => `09:${String(n + 10)}:00`;
    const hop = (n: number) => roleSession(`hop${n}`, { session: 'h', created: clock(n) });
    const long = Array.from({ length: 10 }, (_, n) =>
      assumeRole(n === 0 ? ana : hop(n - 1), roleArn(`hop${n}`), { session: 'h', at: clock(n) }),
    );
    const circle = assumeRole(hop(0), roleArn('hop0'), { session: 'h', at: clock(0) });
    const reads = Array.from({ length: 10 }, (_, n) => readSecret(hop(n), secretArn(`s${n}-Ab12Cd`)));
    const rows = await askMadeUp([...long, circle, ...reads], query, values);
    expect(rows.map(({ secret }) => String(secret).split(':').at(-1)?.slice(0, 2))).toEqual([
      's0',
      's1',
      's2',
      's3',
      's4',
      's5',
    ]);
  });

  test('counts a chained read once though both accounts tell of the assumption', async () => {
    const second = roleSession('operator', { session: 'hop', created: '09:10:00' });
    const assumption = (shared: Fields) =>
      assumeRole(ana, roleArn('operator'), { session: 'hop', at: '09:10:00', more: shared });
    const records = [
      assumption({ sharedEventID: 's' }),
      assumption({ sharedEventID: 's', recipientAccountId: '444455556666' }),
      readSecret(second, full),
    ];
    expect(only(await askMadeUp(records, query, values), 'reads')).toEqual([{ reads: 1 }]);
  });

  test('leaves out a later session of the same name, and a role whose name only begins alike', async () => {
    const second = roleSession('operator', { session: 'hop', created: '09:10:00' });
    const later = roleSession('operator', { session: 'hop', created: '11:10:00' });
    const alike = roleSession('BREAK-GLASS-admin', { session: 'x' });
    const records = [
      assumeRole(ana, roleArn('operator'), { session: 'hop', at: '09:10:00' }),
      readSecret(later, full),
      readSecret(alike, full),
      readSecret(second, full, { error: { code: 'AccessDenied', message: 'no' } }),
    ];
    expect(await askMadeUp(records, query, values)).toEqual([]);
  });

  test('counts a secret of a batch once, with or without its own entry', async () => {
    const asked = { secretIdList: ['prod/db', secretArn('mail-Zz98Yy'), full] };
    const records = [
      apiCall('secretsmanager', 'BatchGetSecretValue', ana, { asked }),
      readSecret(ana, 'prod/db'),
      decryptOf(ana, full),
    ];
    expect(only(await askMadeUp(records, query, values), 'secret', 'reads')).toEqual([
      { secret: secretArn('mail-Zz98Yy'), reads: 1 },
      { secret: full, reads: 1 },
    ]);
  });

  test('tells a batch by filter by its filter, unless its entries name the secrets', async () => {
    const asked = {
      filters: [
        { key: 'tag-key', values: ['env', 'stage'] },
        { key: 'name', values: ['prod/'] },
      ],
    };
    const batch = apiCall('secretsmanager', 'BatchGetSecretValue', ana, { asked });
    const all = apiCall('secretsmanager', 'BatchGetSecretValue', ana, { asked: null, at: '10:01:00' });
    expect(only(await askMadeUp([batch, all], query, values), 'kind', 'secret')).toEqual([
      { kind: 'batch-filter', secret: 'tag-key=env,stage name=prod/' },
      { kind: 'batch-filter', secret: 'all secrets (no filter)' },
    ]);
    const entries = [batch, readSecret(ana, full)];
    expect(only(await askMadeUp(entries, query, values), 'kind', 'secret')).toEqual([
      { kind: 'secret', secret: full },
    ]);
  });

  test('tells parameters that were decrypted, and the secret behind a reference', async () => {
    const parameter = (name: string) => `arn:aws:ssm:eu-central-1:${account}:parameter${name}`;
    const records = [
      readParameter(ana, { name: 'plain', withDecryption: false }),
      readParameter(ana, { name: 'top', withDecryption: true }),
      readParameter(
        ana,
        { names: ['/a/key:3', `${parameter('/b')}:label`], withDecryption: true },
        'GetParameters',
      ),
      readParameter(ana, { path: '/all/', withDecryption: true }, 'GetParametersByPath'),
      readParameter(ana, { name: '/aws/reference/secretsmanager/prod/db', withDecryption: true }),
      decryptOf(ana, full),
    ];
    const rows = await askMadeUp(records, query, values);
    expect(only(rows, 'kind', 'secret')).toEqual([
      { kind: 'secret', secret: full },
      { kind: 'parameter', secret: parameter('/a/key') },
      { kind: 'parameter-path', secret: parameter('/all/*') },
      { kind: 'parameter', secret: parameter('/b') },
      { kind: 'parameter', secret: parameter('/top') },
    ]);
    const twice = [...records, readSecret({ ...ana, invokedBy: 'ssm.amazonaws.com' }, full)];
    const secret = (await askMadeUp(twice, query, values)).find(({ kind }) => kind === 'secret');
    expect(secret?.reads).toBe(1);
  });

  test("tells a break-glass user's reads with key, session and federated session", async () => {
    const records = [
      readSecret(iamUser('glass'), full),
      readSecret(iamUserSession('glass', '09:00:00'), full),
      readSecret(federatedUser('fed', 'glass', '09:30:00'), full),
      readSecret(iamUser('glassy'), full),
    ];
    const rows = await askMadeUp(records, query, values);
    expect(rows.map(({ session, actor }) => `${String(session)} ${String(actor)}`)).toEqual([
      `${account}:fed@${at('09:30:00')} fed`,
      `AIDAGLASSXXXXXXXXXXXX@${at('09:00:00')} glass`,
      `${userArn('glass')} glass`,
    ]);
  });

  test("names another account's secret as that account's", async () => {
    const theirs = secretArn('feed-Zz98Yy', { owner: '444455556666' });
    expect(only(await askMadeUp([readSecret(ana, theirs)], query, values), 'owner_account')).toEqual([
      { owner_account: '444455556666' },
    ]);
  });
});

describe('missed-openings', () => {
  const query = 'missed-openings';
  const opened = assumeRole(iamUser('ana'), role, { at: '09:00:00' });
  const switched = consoleSignIn('SwitchRole', signedInRole('BREAK-GLASS-admin'), 'Success', {
    at: '09:00:01',
  });
  const byName = { ...values, roles: `^(.*BREAK-GLASS-.*)$` };

  test('takes AssumeRole, its copy and SwitchRole for one opening', async () => {
    const copy = assumeRole(otherAccount(), role, { at: '09:00:00', more: { sharedEventID: 's' } });
    const rows = await askMadeUp([opened, copy, switched], query, byName);
    expect(only(rows, 'event_time', 'events', 'kind', 'session')).toEqual([
      { event_time: at('09:00:00'), events: 3, kind: 'role', session: anasSession },
    ]);
    for (const told of [opened, copy, switched]) {
      const alerted = { ...byName, alerted_ids: String(told.eventID) };
      expect(await askMadeUp([opened, copy, switched], query, alerted)).toEqual([]);
    }
  });

  test('takes a SwitchRole that CloudTrail dates before its AssumeRole for the same opening', async () => {
    const early = consoleSignIn('SwitchRole', signedInRole('BREAK-GLASS-admin'), 'Success', {
      at: '08:59:59',
    });
    expect(await askMadeUp([opened, early], query, byName)).toHaveLength(1);
  });

  test('takes two AssumeRoles of the same name for two openings', async () => {
    const second = assumeRole(iamUser('ana'), role, { at: '09:00:30' });
    const alerted = { ...byName, alerted_ids: String(opened.eventID) };
    const rows = await askMadeUp([opened, second], query, alerted);
    expect(only(rows, 'event_id')).toEqual([{ event_id: second.eventID }]);
  });

  test('leaves out denied attempts and other roles', async () => {
    const denied = assumeRole(iamUser('ana'), role, { error: { code: 'AccessDenied', message: 'no' } });
    const failed = consoleSignIn('SwitchRole', signedInRole('BREAK-GLASS-admin'), 'Failure');
    const other = assumeRole(iamUser('ana'), roleArn('operator'));
    expect(await askMadeUp([denied, failed, other], query, byName)).toEqual([]);
  });

  test("tells a user's sign-in with what follows once, and a key again after an hour's rest", async () => {
    const records = [
      consoleSignIn('ConsoleLogin', signingInUser('glass'), 'Failure', { at: '07:59:00' }),
      consoleSignIn('ConsoleLogin', signingInUser('glass'), 'Success', { at: '08:00:00' }),
      readSecret(iamUserSession('glass', '08:00:05'), full, { at: '08:10:00' }),
      consoleSignIn('ConsoleLogin', signingInUser('glass'), 'Success', { at: '10:00:00' }),
      readSecret(iamUserSession('glass', '08:00:05'), full, { at: '10:10:00' }),
      readSecret(iamUser('glass'), full, { at: '12:00:00' }),
      readSecret(iamUser('glass'), full, { at: '12:59:59' }),
      readSecret(iamUser('glass'), full, { at: '13:59:59' }),
    ];
    const rows = await askMadeUp(records, query, values);
    expect(only(rows, 'event_time', 'kind', 'events')).toEqual([
      { event_time: at('08:00:00'), kind: 'user', events: 3 },
      { event_time: at('10:00:00'), kind: 'user', events: 1 },
      { event_time: at('12:00:00'), kind: 'key', events: 2 },
      { event_time: at('13:59:59'), kind: 'key', events: 1 },
    ]);
  });
});

describe('session-timeline and persistence', () => {
  test('follow a session asked for into the roles that it assumed', async () => {
    const second = roleSession('operator', { session: 'hop', created: '09:10:00' });
    const create = apiCall('iam', 'CreateUser', second, { asked: { userName: 'backdoor' }, at: '09:15:00' });
    const records = [
      assumeRole(iamUser('ana'), role, { at: '09:00:00' }),
      assumeRole(ana, roleArn('operator'), { session: 'hop', at: '09:10:00' }),
      create,
      apiCall('iam', 'CreateUser', roleSession('other'), { asked: { userName: 'fine' } }),
    ];
    const timeline = await askMadeUp(records, 'session-timeline', { session: anasSession });
    expect(only(timeline, 'event_name', 'depth', 'target')).toEqual([
      { event_name: 'AssumeRole', depth: 0, target: role },
      { event_name: 'AssumeRole', depth: 0, target: roleArn('operator') },
      { event_name: 'CreateUser', depth: 1, target: 'backdoor' },
    ]);
    const made = await askMadeUp(records, 'persistence', { session: anasSession });
    expect(only(made, 'event_id', 'kind', 'target')).toEqual([
      { event_id: create.eventID, kind: 'user', target: 'backdoor' },
    ]);
    const byPrincipal = await askMadeUp(records, 'persistence', { principal: roleArn('other') });
    expect(only(byPrincipal, 'target')).toEqual([{ target: 'fine' }]);
  });

  test('know nothing of a session that the log does not hold', async () => {
    const records = [readSecret(ana, full)];
    expect(await askMadeUp(records, 'session-timeline', { session: 'AROA:x@2026-11-18T00:00:00Z' })).toEqual(
      [],
    );
  });

  test('tell keys, policies, functions and rules, and neither looks nor refusals', async () => {
    const calls: [string, string, Fields][] = [
      ['iam', 'CreateAccessKey', { userName: 'u' }],
      ['iam', 'AttachRolePolicy', { roleName: 'r', policyArn: 'p' }],
      ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'f' }],
      ['events', 'PutTargets', { rule: 'e' }],
      ['iam', 'ListUsers', {}],
    ];
    const records = calls.map(([service, name, asked]) => apiCall(service, name, ana, { asked }));
    const refused = apiCall('iam', 'CreateUser', ana, { error: { code: 'AccessDenied', message: 'no' } });
    const rows = await askMadeUp([...records, refused], 'persistence');
    expect(rows.map(({ kind, target }) => `${String(kind)} ${String(target)}`)).toEqual([
      'key u',
      'policy r',
      'function f',
      'event-rule e',
    ]);
  });
});
