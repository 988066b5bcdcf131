import { describe, expect, it, test } from 'vitest';
import { parseConfig } from '../../config/parse.ts';
import opened from '../../detections/break-glass-opened.ts';
import chained from '../../detections/break-glass-chained.ts';
import tampering from '../../detections/audit-tampering.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import {
  account,
  apiCall,
  assumeRole,
  consoleSignIn,
  iamUser,
  iamUserSession,
  otherAccount,
  roleArn,
  roleSession,
  samlUser,
  signedInRole,
  userArn,
  webIdentityUser,
  type Fields,
} from './event-builders.ts';
import { judge, loadSubject } from './judgement.ts';

const breakGlass = roleArn('break-glass');
const ana = iamUser('ana');

/** The alert of an opening, or of what follows it, under a config. */
async function told(
  event: Fields,
  { before = [], config = {}, by = opened }: { before?: Fields[]; config?: Fields; by?: Detection } = {},
): Promise<Alert> {
  const subject = await loadSubject(by);
  const whole = { breakGlass: { roles: [breakGlass], users: [userArn('break-glass-user')] }, ...config };
  const now = Date.parse('2026-11-18T23:59:00Z');
  const parsed = parseConfig(whole, { source: 'opening-words.test.ts', detections, now });
  const gate = createGate(parsed, detections);
  const { alert } = await judge({ ...subject, config: parsed, gate }, { event, before }, { group: false });
  if (alert === null) throw new Error('nothing was told');
  return alert;
}

describe('the alert of an opening names who CloudTrail proves, and apart from it what the caller claims', () => {
  const reserved = 'aws-reserved/sso.amazonaws.com/eu-central-1/';
  test.each<[string, Fields, string, string[]]>([
    ['an IAM user', ana, 'IAM user ana', ['session name "the.boss"']],
    [
      "a role's session, whose name somebody chose",
      roleSession('deployer', { session: 'bo.dba' }),
      'a session of role deployer',
      ['session name "bo.dba"', 'session name "the.boss"'],
    ],
    [
      'a person of Identity Center, which names the sessions of its roles itself',
      roleSession('AWSReservedSSO_Admin_0123456789abcdef', { session: 'ana@example.com', path: reserved }),
      'Identity Center user ana@example.com',
      ['session name "the.boss"'],
    ],
    [
      'a role that only is called like one of Identity Center',
      roleSession('AWSReservedSSO_Admin_0123456789abcdef', { session: 'ana@example.com' }),
      'a session of role AWSReservedSSO_Admin_0123456789abcdef',
      ['session name "ana@example.com"', 'session name "the.boss"'],
    ],
    [
      'a user of another account, of whom nothing but an id is known',
      otherAccount('AIDAS6RF25DXSM2CA5KAD'),
      'user AIDAS6RF25DXSM2CA5KAD of account 444455556666',
      ['session name "the.boss"'],
    ],
    [
      "a role's session of another account",
      otherAccount('AROAS6RF25DXSM2CA5KAD:bo.dba'),
      'role AROAS6RF25DXSM2CA5KAD of account 444455556666',
      ['session name "bo.dba"', 'session name "the.boss"'],
    ],
    [
      'a workload with a web identity',
      webIdentityUser('repo:example/ops:ref:refs/heads/main'),
      'web identity repo:example/ops:ref:refs/heads/main of token.actions.githubusercontent.com',
      ['session name "the.boss"'],
    ],
    [
      'the root user',
      { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account },
      'the root user',
      ['session name "the.boss"'],
    ],
  ])('%s', async (_, by, name, claims) => {
    const alert = await told(assumeRole(by, breakGlass, { session: 'the.boss' }));
    expect(alert.title).toBe(`Break-glass role break-glass opened by ${name}`);
    expect(alert.who).toMatchObject({ name, claims });
    expect(`${alert.title} ${alert.what} ${alert.next}`).not.toContain('the.boss');
  });

  it('a SAML user: the identity provider names the person and the session both', async () => {
    const more = { name: 'AssumeRoleWithSAML', session: 'ana@example.com' };
    const alert = await told(assumeRole(samlUser('ana@example.com'), breakGlass, more));
    expect(alert.who).toMatchObject({ name: 'SAML user ana@example.com', claims: [] });
  });

  it('whoever the console says that it switched from', async () => {
    const more = {
      additionalEventData: { SwitchFrom: 'arn:aws:iam::444455556666:user/ops/bob', MFAUsed: 'Yes' },
    };
    const alert = await told(
      consoleSignIn('SwitchRole', signedInRole('break-glass', 'the.boss'), 'Success', { more }),
    );
    expect(alert.title).toBe('Break-glass role break-glass opened by IAM user bob of account 444455556666');
    expect(alert.who.proved).toBe('arn:aws:iam::444455556666:user/ops/bob');
  });

  it('nobody, where the event names nobody: a session name is no proof', async () => {
    const alert = await told(
      consoleSignIn('ConsoleLogin', signedInRole('break-glass', 'the.boss'), 'Success'),
    );
    expect(alert.title).toBe('Break-glass role break-glass opened by somebody whom this event does not name');
    expect(alert.who).toMatchObject({ proved: null, claims: ['session name "the.boss"'] });
    expect(alert.next).toMatch(/^Ask everybody who may open it, /);
  });

  it('with the source identity as a claim, as long as only the trust policy checks it', async () => {
    const asked = { roleArn: breakGlass, roleSessionName: 'x', sourceIdentity: 'the.boss' };
    const alert = await told(assumeRole(ana, breakGlass, { asked }));
    expect(alert.who.claims).toEqual(['session name "x"', 'source identity "the.boss"']);
  });
});

describe('what follows an opening names its opener', () => {
  const opening = assumeRole(iamUser('mallory'), breakGlass, { at: '09:00:00', session: 'ana.ops' });
  const inside = roleSession('break-glass', { session: 'ana.ops', created: '09:00:00' });
  const toAdmin = assumeRole(inside, roleArn('admin'), { at: '09:30:00', session: 'hop' });

  it('not the session name that the opener chose', async () => {
    const alert = await told(toAdmin, { before: [opening], by: chained });
    expect(alert).toMatchObject({
      title: 'IAM user mallory went on from break-glass to admin',
      who: { opener: 'IAM user mallory' },
    });
    expect(alert.next).toMatch(/^Ask IAM user mallory what admin is needed for\./);
    expect(alert.who.claims).toEqual(['session name "ana.ops"', `the new session's name "hop"`]);
  });

  it('through every link of the chain', async () => {
    const inAdmin = roleSession('admin', { session: 'hop', created: '09:30:00' });
    const toDatabase = assumeRole(inAdmin, roleArn('database'), { at: '09:40:00', session: 'hop' });
    const alert = await told(toDatabase, { before: [opening, toAdmin], by: chained });
    expect(alert.title).toBe('IAM user mallory went on from break-glass to database');
  });

  it('in whatever else the session does', async () => {
    const stopping = apiCall('cloudtrail', 'StopLogging', inside, { asked: { name: 'organization' } });
    const alert = await told(stopping, { before: [opening], by: tampering });
    expect(alert.title).toBe('Trail organization stopped by IAM user mallory in break-glass');
    expect(alert.next).toMatch(/^Ask IAM user mallory for the change request\./);
    const inAdmin = roleSession('admin', { session: 'hop', created: '09:30:00' });
    const fromAdmin = apiCall('cloudtrail', 'StopLogging', inAdmin, { asked: { name: 'organization' } });
    expect((await told(fromAdmin, { before: [opening, toAdmin], by: tampering })).title).toBe(
      'Trail organization stopped by IAM user mallory in break-glass',
    );
  });

  it('as unknown, where the opening was not seen', async () => {
    const alert = await told(toAdmin, { by: chained });
    expect(alert.title).toBe('Somebody went on from break-glass to admin');
    expect(alert.next).toMatch(/^Ask whoever opened break-glass what admin is needed for\./);
  });
});

describe('whether an opening is real', () => {
  const declared = (principal: string, from: string, to: string) => ({
    declaredIncidents: [{ principal, from, to, reason: 'INC-7: database down.' }],
  });
  const at = { at: '10:00:00' };

  it('begins with the verdict that nobody announced it, where no declared incident covers it', async () => {
    const notAnnounced = 'Not announced: no declared incident of this role or caller covers this time';
    expect((await told(assumeRole(ana, breakGlass, at))).announced).toBe(notAnnounced);
    for (const config of [
      declared(breakGlass, '2026-11-18T08:00:00Z', '2026-11-18T09:59:59Z'),
      declared(breakGlass, '2026-11-18T10:00:01Z', '2026-11-18T12:00:00Z'),
      declared(userArn('bo'), '2026-11-18T08:00:00Z', '2026-11-18T12:00:00Z'),
    ])
      expect((await told(assumeRole(ana, breakGlass, at), { config })).announced).toBe(notAnnounced);
  });

  it('names the declared incident of the role or of the caller that covers it', async () => {
    for (const principal of [breakGlass, userArn('ana')]) {
      const config = declared(principal, '2026-11-18T10:00:00Z', '2026-11-18T12:00:00Z');
      expect((await told(assumeRole(ana, breakGlass, at), { config })).announced).toBe(
        `Declared as an incident of ${principal} from 2026-11-18T10:00:00Z to 2026-11-18T12:00:00Z: INC-7: database down`,
      );
    }
  });

  it('says whether the same caller opened the role before', async () => {
    const now = assumeRole(ana, breakGlass, { at: '10:00:00', session: 'x' });
    const before = (by: Fields, clock: string, role = breakGlass) => ({
      before: [assumeRole(by, role, { at: clock, session: 'y' })],
    });
    const never = 'This caller is not known to have opened it before';
    expect((await told(now)).signs).toContain(never);
    expect((await told(now, before(ana, '08:00:00'))).signs).toContain(
      'This caller opened it before, first at 2026-11-18T08:00:00Z',
    );
    expect((await told(now, before(iamUser('bo'), '08:00:00'))).signs).toContain(never);
    expect((await told(now, before(ana, '10:30:00'))).signs).toContain(never);
  });

  it('tells MFA by the code that STS checked, and its absence by a long-term key without one', async () => {
    const asked = { roleArn: breakGlass, roleSessionName: 'x', serialNumber: 'arn:aws:iam::1:mfa/ana' };
    expect((await told(assumeRole(ana, breakGlass, { asked }))).signs[0]).toBe('With MFA');
    expect((await told(assumeRole(ana, breakGlass))).signs[0]).toBe('WITHOUT MFA');
    const session = iamUserSession('ana', '09:59:00');
    expect((await told(assumeRole(session, breakGlass))).signs[0]).toBe('With MFA');
    expect((await told(assumeRole(otherAccount(), breakGlass))).signs[0]).toBe(
      'The record does not say whether MFA was used',
    );
  });
});

describe('the deadline that an opening brings', () => {
  const within = 'Every secret that it reads must be replaced within';
  const otherwise =
    'What cannot be replaced by then must be waived, with a reason, by someone else than its reader (runbook, deadline).';

  it('is told with the latest end of the session', async () => {
    expect((await told(assumeRole(ana, breakGlass))).due).toBe(
      `The session ends at 2026-11-18T11:00:00Z at the latest, unless it is carried on in the console or another role. ${within} 4 hours of its end: by 2026-11-18T15:00:00Z. ${otherwise}`,
    );
  });

  it.each([
    ['for how long it was asked', { durationSeconds: 900 }, undefined, 'T10:15:00Z', 'T14:15:00Z'],
    ['when its credentials end', {}, 'Nov 18, 2026, 10:45:00 AM', 'T10:45:00Z', 'T14:45:00Z'],
    ['the hour that is usual', {}, '', 'T11:00:00Z', 'T15:00:00Z'],
  ])('reckons by %s', async (_, asked, expiration, end, deadline) => {
    const event = assumeRole(ana, breakGlass, {
      asked: { roleArn: breakGlass, roleSessionName: 'x', ...asked },
      answered: { credentials: { expiration }, assumedRoleUser: { assumedRoleId: 'AROAX:x', arn: null } },
    });
    const { due } = await told(event);
    expect(due).toContain(`ends at 2026-11-18${end} `);
    expect(due).toContain(`by 2026-11-18${deadline}.`);
  });

  it('counts twelve hours for the console', async () => {
    const { due } = await told(consoleSignIn('SwitchRole', signedInRole('break-glass'), 'Success'));
    expect(due).toContain('ends at 2026-11-18T22:00:00Z at the latest');
    expect(due).toContain('by 2026-11-19T02:00:00Z.');
  });

  it("goes by the config's hours and clock", async () => {
    const config = { deadlineHours: 1, clock: 'last-read' };
    expect((await told(assumeRole(ana, breakGlass), { config })).due).toBe(
      `${within} 1 hour of being read. ${otherwise}`,
    );
    const half = (await told(assumeRole(ana, breakGlass), { config: { deadlineHours: 0.5 } })).due;
    expect(half).toContain('within 0.5 hours of its end: by 2026-11-18T11:30:00Z.');
  });

  it('has no time where a key of a break-glass user lasts', async () => {
    const event = {
      ...assumeRole(iamUser('break-glass-user'), roleArn('x')),
      eventName: 'GetCallerIdentity',
      requestParameters: null,
      responseElements: null,
    };
    expect((await told(event)).due).toBe(
      `The session ends with its last use. ${within} 4 hours of its end, which counts as 12 hours after the first read at the latest. ${otherwise}`,
    );
  });

  it('is told of a role that the session went on to', async () => {
    const inside = roleSession('break-glass', { session: 'ana.ops', created: '09:00:00' });
    const { due } = await told(assumeRole(inside, roleArn('admin'), { at: '09:30:00' }), { by: chained });
    expect(due).toMatch(/^What the new session reads counts as read in the emergency\. /);
    expect(due).toContain('ends at 2026-11-18T10:30:00Z at the latest');
  });
});
