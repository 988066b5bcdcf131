import { describe, expect, it } from 'vitest';

import { Desk } from './desk.ts';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  elsewhere,
  home,
  iamUser,
  read,
  record,
  roleSession,
  rotationFailed,
} from './events.ts';

const canaryRole = `arn:aws:iam::${home}:role/glasswatch-canary`;
const checkupRole = `arn:aws:iam::${home}:role/glasswatch-checkup`;
const deployed = { account: home, regions: ['eu-central-1'] };

describe('an event ends', () => {
  it('alerted, with all that the engineer on call asks for first', async () => {
    const desk = new Desk();
    expect(await desk.take(assumeRole('e1', '09:00:05'))).toBe('alerted');
    expect(desk.only).toMatchObject({
      version: 1,
      mode: 'alert',
      detection: 'break-glass-opened',
      also: [],
      severity: 'critical',
      eventID: 'e1',
      eventTime: '2026-11-20T09:00:05Z',
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      account: home,
      region: 'eu-central-1',
      actor: 'alice',
      target: breakGlassRole,
      folded: false,
      possiblyRepeated: false,
      who: {
        kind: 'IAM user',
        principal: `arn:aws:iam::${home}:user/alice`,
        session: null,
        account: home,
        mfa: null,
        via: 'CLI or SDK',
        sourceIPAddress: '203.0.113.9',
        userAgent: 'aws-cli/2.31.0',
        openedBy: null,
      },
    });
    expect(desk.only.title).toContain('BREAK-GLASS-ADMIN');
    expect(desk.only.next).not.toBe('');
    expect(desk.only.command).toMatch(/^aws iam /);
  });

  it('alerted without the session token that its record holds', async () => {
    const desk = new Desk();
    await desk.take(assumeRole('e1', '09:00'));
    expect(JSON.stringify(desk.only)).not.toContain('SESSION-TOKEN-MARKER');
  });

  it('grouped when its kind was told and is not round again', async () => {
    const desk = new Desk();
    expect(
      await desk.takeAll([
        rotationFailed('e1', '09:00', 'db-AbCdEf'),
        rotationFailed('e2', '09:01', 'db-AbCdEf'),
      ]),
    ).toEqual(['alerted', 'grouped']);
    expect(desk.told).toEqual(['rotation-failed e1']);
  });

  it('suppressed when all that matched is suppressed', async () => {
    const suppression = {
      detection: 'rotation-failed',
      owner: 'db team',
      reason: 'broken sandbox',
      expires: '2026-12-01',
    };
    const desk = new Desk({ config: { suppressions: [suppression] } });
    expect(await desk.take(rotationFailed('e1', '09:00', 'db-AbCdEf'))).toBe('suppressed');
    expect(desk.channel).toMatchObject({ alerts: [], bares: [] });
  });

  it('duplicate when it was told before', async () => {
    const desk = new Desk();
    const event = assumeRole('e1', '09:00');
    expect(await desk.takeAll([event, event, event])).toEqual(['alerted', 'duplicate', 'duplicate']);
    expect(desk.told).toEqual(['break-glass-opened e1']);
  });

  it('unmatched, also when it comes again', async () => {
    const desk = new Desk();
    const passesNoGate = record('e1', '09:00', { eventName: 'ListSecrets' });
    const refutedLater = read('e2', '09:00', 'payroll'); // One read is let in and is no bulk read.
    expect(await desk.takeAll([passesNoGate, refutedLater, passesNoGate, refutedLater])).toEqual([
      'unmatched',
      'unmatched',
      'unmatched',
      'unmatched',
    ]);
    expect(desk.channel).toMatchObject({ alerts: [], bares: [] });
  });

  it('shadowed when its detection is in shadow, and the channel knows', async () => {
    const desk = new Desk({ config: { detections: { 'break-glass-opened': { mode: 'shadow' } } } });
    expect(await desk.take(assumeRole('e1', '09:00'))).toBe('shadowed');
    expect(desk.only).toMatchObject({ mode: 'shadow', detection: 'break-glass-opened', eventID: 'e1' });
  });

  it('dead-lettered when it cannot be read, with what is certain', async () => {
    const desk = new Desk();
    const event = { ...assumeRole('e1', '09:00'), eventTime: 'yesterday' };
    await expect(desk.take(event)).rejects.toThrow('unusable eventTime');
    expect(await desk.deadLetter(event, 'unusable eventTime')).toBe('dead-lettered');
    expect(desk.channel.bares).toEqual([
      {
        version: 1,
        gate: ['break-glass-opened'],
        severity: 'critical',
        eventID: 'e1',
        eventTime: 'yesterday',
        account: home,
        reason: 'unusable eventTime',
      },
    ]);
  });

  it('duplicate when it was dead-lettered before', async () => {
    const desk = new Desk();
    const event = assumeRole('e1', '09:00');
    expect(await desk.deadLetter(event, 'x')).toBe('dead-lettered');
    expect(await desk.deadLetter(event, 'x')).toBe('duplicate');
    expect(await desk.take(event)).toBe('duplicate');
    expect(desk.channel.bares).toHaveLength(1);
    expect(desk.told).toEqual([]);
  });
});

describe('a detection that is off', () => {
  it('does not match', async () => {
    const desk = new Desk({ config: { detections: { 'rotation-failed': { mode: 'off' } } } });
    expect(await desk.take(rotationFailed('e1', '09:00', 'db-AbCdEf'))).toBe('unmatched');
  });

  it('is not among the others that matched', async () => {
    const event = deniedRead('e1', '09:00', { secret: 'decoy' });
    const decoys = { decoys: ['decoy'] };
    const both = new Desk({ config: decoys });
    await both.take(event);
    expect(both.only).toMatchObject({ detection: 'decoy-read', also: ['secret-access-denied'] });

    const one = new Desk({ config: { ...decoys, detections: { 'secret-access-denied': { mode: 'off' } } } });
    await one.take(event);
    expect(one.only).toMatchObject({ detection: 'decoy-read', also: [] });
  });
});

describe('the webhook’s secret, listed as a decoy,', () => {
  const config = { ...deployed, decoys: ['glasswatch-slack-webhook', 'payroll'] };
  const ours = (name: string) => roleSession(`arn:aws:iam::${home}:role/glasswatch-${name}`, 'run-1');

  it('is told when anybody reads it but our own functions', async () => {
    const desk = new Desk({ config });
    for (const name of ['alert', 'deadline', 'report', 'checkup'])
      expect(await desk.take(read(name, '09:00', 'glasswatch-slack-webhook', ours(name)))).toBe('unmatched');
    const others = [ours('gate'), roleSession(`arn:aws:iam::${elsewhere}:role/glasswatch-alert`, 'run-1')];
    for (const [n, by] of others.entries())
      expect(await desk.take(read(`e${n}`, '09:01', 'glasswatch-slack-webhook', by))).toBe('alerted');
    expect(desk.channel.alerts.map(({ detection, severity }) => `${detection} ${severity}`)).toEqual([
      'decoy-read critical',
      'decoy-read critical',
    ]);
  });

  it('leaves other decoys told, whoever reads them', async () => {
    const desk = new Desk({ config });
    expect(await desk.take(read('e1', '09:00', 'payroll', ours('alert')))).toBe('alerted');
  });
});

describe('the canary', () => {
  const byCheckup = { role: canaryRole, as: 'checkup', by: roleSession(checkupRole, 'run-1') };

  it('is known when the checkup opens it and when its read is denied', async () => {
    const desk = new Desk({ config: deployed });
    const opening = assumeRole('e1', '09:00', byCheckup);
    const probe = deniedRead('e2', '09:00:01', {
      by: roleSession(canaryRole, 'checkup'),
      secret: 'glasswatch-canary',
    });
    expect(await desk.takeAll([opening, probe, opening])).toEqual(['canary', 'canary', 'duplicate']);
    expect(desk.channel).toMatchObject({ alerts: [], bares: [] });
  });

  it('is no disguise: anybody else who opens its role is told', async () => {
    const desk = new Desk({ config: deployed });
    expect(await desk.take(assumeRole('e1', '09:00', { role: canaryRole }))).toBe('alerted');
    expect(desk.only).toMatchObject({ detection: 'break-glass-opened', target: canaryRole });
  });

  it('is known by the whole ARN of the checkup, not by its name', async () => {
    const desk = new Desk({ config: deployed });
    for (const [eventID, time, role] of [
      ['e1', '09:00:01', `arn:aws:iam::${elsewhere}:role/glasswatch-checkup`],
      ['e2', '09:00:02', `arn:aws:iam::${home}:role/team/glasswatch-checkup`],
      ['e3', '09:00:03', `arn:aws:iam::${home}:role/glasswatch-checkup-2`],
    ] as const) {
      const event = assumeRole(eventID, time, { role: canaryRole, by: roleSession(role, 'run-1') });
      expect(await desk.take(event)).toBe('alerted');
    }
  });

  it('is no disguise for the checkup either, when it opens a break-glass role', async () => {
    const desk = new Desk({ config: deployed });
    const event = assumeRole('e1', '09:00', { by: roleSession(checkupRole, 'run-1') });
    expect(await desk.take(event)).toBe('alerted');
    expect(desk.only.target).toBe(breakGlassRole);
  });

  it('is told when its read succeeds: then the role is no longer empty', async () => {
    const desk = new Desk({ config: deployed });
    expect(await desk.take(read('e1', '09:00', 'payroll', roleSession(canaryRole, 'checkup')))).toBe(
      'alerted',
    );
    expect(desk.only).toMatchObject({ detection: 'break-glass-read', severity: 'high' });
  });

  it('is told when its role is refused anything else: the checkup asks for one secret only', async () => {
    const desk = new Desk({ config: deployed });
    const by = roleSession(canaryRole, 'checkup');
    expect(await desk.take(deniedRead('e1', '09:00', { by, more: { eventName: 'ListSecrets' } }))).toBe(
      'alerted',
    );
    expect(desk.only.detection).toBe('secret-access-denied');

    const other = new Desk({ config: deployed });
    expect(await other.take(deniedRead('e2', '09:00', { by, secret: 'payroll' }))).toBe('alerted');
  });

  it('is unknown where the config names no account', async () => {
    const desk = new Desk({ config: { breakGlass: { roles: [canaryRole] } } });
    expect(await desk.take(assumeRole('e1', '09:00', byCheckup))).toBe('alerted');
  });
});

describe('who is told of', () => {
  it('has an account, and no ARN, when the caller comes from another account', async () => {
    const desk = new Desk();
    const caller = { type: 'AWSAccount', principalId: 'AIDAMALLORY', accountId: elsewhere };
    await desk.take(assumeRole('e1', '09:00', { by: caller }));
    expect(desk.only).toMatchObject({
      actor: 'AIDAMALLORY',
      account: home,
      who: { kind: 'caller from another account', principal: 'AIDAMALLORY', account: elsewhere },
    });
  });

  it('names who opened the emergency when the call came through a chain of roles', async () => {
    const desk = new Desk();
    const second = `arn:aws:iam::${home}:role/app`;
    const inEmergency = roleSession(breakGlassRole, 'alice');
    await desk.take(assumeRole('e1', '09:10', { role: second, as: 'hidden', by: inEmergency }));
    await desk.take(read('e2', '09:11', 'payroll', roleSession(second, 'hidden', '09:10')));
    expect(desk.told).toEqual(['break-glass-chained e1', 'break-glass-read e2']);
    expect(desk.channel.alerts[1]).toMatchObject({ actor: 'hidden', who: { openedBy: 'alice' } });
    expect(desk.channel.alerts[0]).toMatchObject({ actor: 'alice', who: { openedBy: null } });
  });

  it('is the user of a long-term key', async () => {
    const desk = new Desk();
    await desk.take(record('e1', '09:00', { userIdentity: iamUser('emergency') }));
    expect(desk.told).toEqual(['break-glass-opened e1']);
    expect(desk.only.actor).toBe('emergency');
  });
});
