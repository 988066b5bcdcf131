import { describe, expect, it } from 'vitest';
import { assumeRole, at, breakGlassRole, deniedRead, roleSession } from '../../alert/events.ts';
import { incident, judged, verdict, verdicts } from '../desk.ts';
import {
  alice,
  batchRead,
  iamCall,
  opened,
  parameterCall,
  payroll,
  putSecretValue,
  readAt0910,
  readBy,
  revokeSessions,
  serviceEvent,
} from '../records.ts';

const names = (found: readonly { secret: string }[]) =>
  found.map(({ secret }) => secret.split(':secret:')[1] ?? secret).sort();

describe('a reader cannot hide a read', () => {
  const refused = deniedRead('refused', '09:10', { secret: 'ledger', by: alice });

  it('behind a refused read of the same second: a batch without entries of its own was still answered', () => {
    const list = batchRead('09:10', { secretIdList: ['payroll', 'ledger'] });
    expect(names(verdicts([opened, list, refused]))).toEqual(['ledger', 'payroll']);
  });

  it('behind a refused read in the second in which Parameter Store handed the secret out', () => {
    const name = '/aws/reference/secretsmanager/ledger';
    const referred = parameterCall('GetParameter', '09:10', { name, withDecryption: true });
    expect(names(verdicts([opened, referred, refused]))).toEqual(['ledger']);
  });

  it('behind a refused read in the second of a read of its own', () => {
    expect(names(verdicts([opened, readBy(alice, '09:10', 'ledger'), refused]))).toEqual(['ledger']);
  });

  it('by deleting the role that read', () => {
    const gone = iamCall('DeleteRole', '09:20', { roleName: 'BREAK-GLASS-ADMIN' }, alice);
    expect(verdict([opened, readAt0910, gone])).toMatchObject({ deadline: at('13:20'), state: 'overdue' });
  });
});

describe('a reader cannot end a session on paper', () => {
  const put = (policyName: string, policyDocument: string) =>
    iamCall('PutRolePolicy', '09:20', { roleName: 'BREAK-GLASS-ADMIN', policyName, policyDocument }, alice);
  const denial = (more: object) =>
    JSON.stringify({
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': at('09:20') } },
        ...more,
      },
    });

  it.each([
    ['an allowing one', denial({ Effect: 'Allow' })],
    [
      'one of a date before the session',
      denial({ Condition: { DateLessThan: { 'aws:TokenIssueTime': at('08:00') } } }),
    ],
    ['one for another action', denial({ Action: 's3:*' })],
    ['one for another resource', denial({ Resource: 'arn:aws:s3:::bucket' })],
    ['one that is no date', denial({ Condition: { DateLessThan: { 'aws:TokenIssueTime': 'soon' } } })],
    ['an empty one', '{}'],
    ['nothing', 'null'],
    ['no JSON', '{"Statement":'],
    ['a broken encoding', '%E0%A4%A'],
    ['very deep brackets', '['.repeat(200_000)],
    ['very much text', denial({ Effect: 'Allow', Sid: 'x'.repeat(1_000_000) })],
  ])('with a policy that revokes nothing: %s', (_, document) => {
    for (const policyName of ['AWSRevokeOlderSessions', 'other']) {
      expect(verdict([opened, readAt0910, put(policyName, document)])).toMatchObject({
        deadline: at('14:00'),
      });
    }
  });

  it('and a policy of any name that does revoke ends it, as JSON or encoded', () => {
    for (const document of [denial({}), encodeURIComponent(denial({}))]) {
      expect(verdict([opened, readAt0910, put('other', document)])).toMatchObject({ deadline: at('13:20') });
    }
  });

  it('nor take a revocation back by another policy’s removal', () => {
    const removed = iamCall(
      'DeleteRolePolicy',
      '09:30',
      { roleName: 'BREAK-GLASS-ADMIN', policyName: 'other' },
      alice,
    );
    expect(verdict([opened, readAt0910, revokeSessions('09:20', at('09:20')), removed])).toMatchObject({
      deadline: at('13:20'),
    });
  });

  it('and one replaced by an empty one of its name is taken back', () => {
    const emptied = { ...put('AWSRevokeOlderSessions', '{}'), eventTime: at('09:30'), eventID: 'emptied' };
    expect(verdict([opened, readAt0910, revokeSessions('09:20', at('09:20')), emptied])).toMatchObject({
      deadline: at('14:00'),
    });
  });
});

describe('a reader cannot move a deadline', () => {
  it('by acting on: twelve hours after the first read the clock starts, whatever goes on', () => {
    const long = assumeRole('opened', '09:00', {
      more: {
        requestParameters: {
          roleArn: breakGlassRole,
          roleSessionName: 'alice',
          durationSeconds: 999_999_999,
        },
      },
    });
    expect(verdict([long, readAt0910])).toMatchObject({
      clockStart: at('21:10'),
      deadline: '2026-11-21T01:10:00Z',
    });
  });

  it('by a duration or an expiration that is none', () => {
    for (const durationSeconds of ['900', -5, null, {}]) {
      const odd = assumeRole('opened', '09:00', {
        more: { requestParameters: { roleArn: breakGlassRole, roleSessionName: 'alice', durationSeconds } },
      });
      const { deadline } = verdict([odd, readAt0910]);
      expect(Date.parse(deadline ?? '')).toBeGreaterThanOrEqual(Date.parse(at('13:10')));
      expect(Date.parse(deadline ?? '')).toBeLessThanOrEqual(Date.parse('2026-11-21T01:10:00Z'));
    }
  });

  it('by a session named like someone else: the name changes who may waive, and nothing else', () => {
    const session = roleSession(breakGlassRole, 'carol', '09:00');
    const records = [assumeRole('opened', '09:00', { as: 'carol' }), readBy(session, '09:10', payroll)];
    const put = putSecretValue('11:00', 'v2');
    expect(verdict([...records, put])).toMatchObject({ state: 'rotated', samePerson: true });
    const waiver = {
      exposure: verdict(records).exposure,
      reason: 'r',
      author: 'carol',
      expires: '2026-12-31',
    };
    expect(judged(records, { waivers: [waiver] }).refusals).toMatchObject([{ why: 'by-exposed' }]);
  });

  it.each([
    'a@b',
    `x@${at('01:00')}`,
    '../../root',
    '__proto__',
    'ana\u001b[2J\n',
    '"],["',
    'a'.repeat(10_000),
  ])('by a session named %j', (name) => {
    const session = roleSession(breakGlassRole, name, '09:00');
    const records = [
      assumeRole('opened', '09:00', { as: name }),
      readBy(session, '09:10', payroll),
      putSecretValue('09:20', 'v2', { by: session }),
    ];
    expect(verdict(records)).toMatchObject({ actor: name, deadline: at('14:00'), reason: 'put-by-reader' });
    expect(incident(records).sessions).toHaveLength(1);
  });
});

describe('a reader cannot make a secret look replaced', () => {
  it('by a pending version that a later rotation finds, after someone else’s proof', () => {
    const records = [
      opened,
      readAt0910,
      putSecretValue('09:12', 'x', { by: alice, stages: ['AWSPENDING'] }),
      putSecretValue('11:00', 'v2'),
      { ...putSecretValue('12:00', 'x'), eventName: 'RotateSecret' },
      serviceEvent('RotationSucceeded', '12:01'),
    ];
    expect(verdict(records.slice(0, 4))).toMatchObject({ state: 'rotated' });
    expect(verdict(records)).toMatchObject({ state: 'overdue', reason: 'put-by-reader', rotatedAt: null });
  });

  it('by a service event of another account’s secret of the same name', () => {
    const foreign = payroll.replace(/\d{12}/, '444455556666');
    expect(
      verdict([opened, readAt0910, serviceEvent('RotationSucceeded', '11:00', { secret: foreign })]),
    ).toMatchObject({ state: 'overdue' });
  });
});
