import { describe, expect, it } from 'vitest';
import {
  assumeRole,
  at,
  breakGlassRole,
  iamUser,
  record,
  roleSession,
  switchRole,
} from '../../alert/events.ts';
import { incident, verdict } from '../desk.ts';
import {
  alice,
  iamCall,
  opened,
  payroll,
  readAt0910,
  readBy,
  revokeSessions,
  serviceEvent,
} from '../records.ts';

const lasting = (seconds: number, eventID = 'opened') =>
  assumeRole(eventID, '09:00', {
    more: {
      requestParameters: { roleArn: breakGlassRole, roleSessionName: 'alice', durationSeconds: seconds },
    },
  });
/** An opening whose request does not say how long, and whose answer does. */
const expiring = (expiration: string) => {
  const { responseElements, ...rest } = opened;
  const answer = responseElements as { assumedRoleUser: object };
  return {
    ...rest,
    requestParameters: { roleArn: breakGlassRole, roleSessionName: 'alice' },
    responseElements: { ...answer, credentials: { expiration } },
  };
};

describe('a session ends', () => {
  it('with its credentials: AssumeRole’s time and durationSeconds', () => {
    expect(verdict([lasting(900), { ...readAt0910 }])).toMatchObject({
      clockStart: at('09:15'),
      deadline: at('13:15'),
    });
    expect(verdict([lasting(7200), readAt0910])).toMatchObject({ deadline: at('15:00') });
  });

  it.each([
    ['U+202F before AM and PM', 'Nov 20, 2026, 9:30:00\u202fAM'],
    ['an ordinary space', 'Nov 20, 2026, 9:30:00 AM'],
    ['a no-break space', 'Nov 20, 2026, 9:30:00\u00a0AM'],
    ['no comma after the year, as before 2020', 'Nov 20, 2026 9:30:00 AM'],
  ])('when its expiration says so, where the call did not: %s', (_, expiration) => {
    expect(verdict([expiring(expiration), readAt0910])).toMatchObject({
      clockStart: at('09:30'),
      deadline: at('13:30'),
    });
  });

  it('an hour after it began where nothing that can be read says how long', () => {
    expect(verdict([expiring('20/11/2026 09:30'), readAt0910])).toMatchObject({ deadline: at('14:00') });
  });

  it('with its last event, where that comes after its credentials’ end', () => {
    const late = { ...record('late', '09:16'), eventName: 'ListSecrets', userIdentity: alice };
    expect(verdict([lasting(900), readAt0910, late])).toMatchObject({
      clockStart: at('09:16'),
      deadline: at('13:16'),
    });
  });

  it('with its last event where its opening is not in the log; while it may go on, twelve hours at the most', () => {
    const records = [
      readAt0910,
      { ...record('list', '09:25'), eventName: 'ListSecrets', userIdentity: alice },
    ];
    expect(verdict(records)).toMatchObject({ deadline: at('13:25'), sessionOpen: false });
    expect(verdict(records, { now: '09:30' })).toMatchObject({
      state: 'open',
      sessionOpen: true,
      clockStart: at('21:00'),
      deadline: '2026-11-21T01:00:00Z',
    });
  });

  it('not yet: then the deadline is the latest possible, and the incident says that it is open', () => {
    const options = { now: '09:30' };
    expect(verdict([opened, readAt0910], options)).toMatchObject({
      state: 'open',
      sessionOpen: true,
      clockStart: at('10:00'),
      deadline: at('14:00'),
    });
    expect(incident([opened, readAt0910], options)).toMatchObject({ open: true, to: at('10:00') });
    expect(incident([opened, readAt0910], { now: '10:01' })).toMatchObject({ open: false });
  });

  it('at once where it is revoked', () => {
    const records = [opened, readAt0910, revokeSessions('09:20', at('09:20'))];
    expect(verdict(records)).toMatchObject({ clockStart: at('09:20'), deadline: at('13:20') });
    expect(incident(records).sessions).toMatchObject([
      { ends: 'revoked', to: at('09:20'), endedEvent: 'PutRolePolicy 09:20' },
    ]);
  });

  it('by the first of two revocations that stand, and names none where it ended by itself', () => {
    const twice = [revokeSessions('09:30', at('09:30')), revokeSessions('09:20', at('09:20'))];
    expect(incident([opened, readAt0910, ...twice]).sessions).toMatchObject([
      { endedEvent: 'PutRolePolicy 09:20' },
    ]);
    const late = revokeSessions('10:30', at('10:30'));
    expect(incident([opened, readAt0910, late]).sessions).toMatchObject([
      { ends: 'expiry', endedEvent: null },
    ]);
  });

  it('as its credentials do, where the revocation is taken back', () => {
    const back = iamCall('DeleteRolePolicy', '09:30', {
      roleName: 'BREAK-GLASS-ADMIN',
      policyName: 'AWSRevokeOlderSessions',
    });
    const records = [opened, readAt0910, revokeSessions('09:20', at('09:20')), back];
    expect(verdict(records)).toMatchObject({ clockStart: at('10:00'), deadline: at('14:00') });
  });

  it('as its credentials do, where another role’s sessions are revoked', () => {
    const records = [opened, readAt0910, revokeSessions('09:20', at('09:20'), 'BREAK-GLASS')];
    expect(verdict(records)).toMatchObject({ deadline: at('14:00') });
  });

  it('as its credentials do, where the revocation was refused', () => {
    const refused = { ...revokeSessions('09:20', at('09:20')), errorCode: 'AccessDenied' };
    expect(verdict([opened, readAt0910, refused])).toMatchObject({ deadline: at('14:00') });
  });

  it('twelve hours after it began where it is the console’s, whatever its credentials say', () => {
    const console = { invokedBy: 'AWS Internal', ...iamUser('alice') };
    const switched = assumeRole('opened', '09:00', {
      by: console,
      more: { sourceIPAddress: 'AWS Internal' },
    });
    const shown = { ...readAt0910, sessionCredentialFromConsole: 'true' };
    for (const records of [
      [switched, readAt0910],
      [opened, switchRole('switch', '09:00:01'), readAt0910],
      [opened, shown],
    ]) {
      expect(verdict(records)).toMatchObject({
        clockStart: at('21:00'),
        deadline: '2026-11-21T01:00:00Z',
      });
    }
  });

  it('twelve hours after it began where it asked for a sign-in token', () => {
    const token = record('token', '09:05', {
      eventSource: 'signin.amazonaws.com',
      eventName: 'GetSigninToken',
      userIdentity: alice,
    });
    expect(verdict([opened, token, readAt0910])).toMatchObject({ clockStart: at('21:00') });
  });
});

describe('a role opened without an IAM user', () => {
  it.each([
    [
      'AssumeRoleWithSAML',
      { type: 'SAMLUser', principalId: '/idp=:alice@example.com', userName: 'alice@example.com' },
    ],
    [
      'AssumeRoleWithWebIdentity',
      { type: 'WebIdentityUser', principalId: 'idp.example:aud:alice', userName: 'alice' },
    ],
  ])('by %s lasts as long as it says, and names who opened it', (eventName, userIdentity) => {
    const records = [{ ...lasting(1800), eventName, userIdentity }, readAt0910];
    expect(verdict(records)).toMatchObject({ actor: 'alice', role: breakGlassRole, deadline: at('13:30') });
    expect(incident(records).sessions).toMatchObject([{ openedBy: { actor: userIdentity.userName } }]);
  });

  it('by a caller from another account is known by both accounts’ copies as one', () => {
    const other = { ...opened, eventID: 'copy', recipientAccountId: '444455556666', sharedEventID: 's' };
    const ours = {
      ...opened,
      sharedEventID: 's',
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAALICE', accountId: '444455556666' },
    };
    for (const records of [
      [ours, other, readAt0910],
      [readAt0910, other, ours],
    ]) {
      expect(incident(records)).toMatchObject({ sessions: [{ openedBy: { actor: 'alice' } }] });
    }
  });
});

describe('month and year', () => {
  it('end inside the four hours, and nothing goes wrong', () => {
    const role = roleSession(breakGlassRole, 'alice', '2026-12-31T22:30:00Z');
    const records = [
      assumeRole('opened', '2026-12-31T22:30:00Z'),
      readBy(role, '2026-12-31T23:59:59Z', payroll),
      serviceEvent('RotationSucceeded', '2027-01-01T03:59:59Z'),
    ];
    expect(verdict(records, { now: '2027-01-02T00:00:00Z' })).toMatchObject({
      // The session acted after its credentials' end (23:30): it ended with its last event.
      deadline: '2027-01-01T03:59:59Z',
      state: 'rotated',
    });
  });

  it('end in February of a leap year, too', () => {
    const role = roleSession(breakGlassRole, 'alice', '2028-02-29T21:00:00Z');
    const records = [
      assumeRole('opened', '2028-02-29T21:00:00Z'),
      readBy(role, '2028-02-29T21:10:00Z', payroll),
    ];
    expect(verdict(records, { now: '2028-03-01T02:00:00Z' })).toMatchObject({
      deadline: '2028-03-01T02:00:00Z',
      state: 'due-soon',
    });
  });
});
