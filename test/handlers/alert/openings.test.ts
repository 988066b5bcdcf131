import { describe, expect, it } from 'vitest';

import { Desk } from './desk.ts';
import {
  assumeRole,
  breakGlassRole,
  elsewhere,
  home,
  iamUser,
  record,
  roleSession,
  switchRole,
} from './events.ts';

const emergency = iamUser('emergency');

describe('openings of a break-glass role', () => {
  it('are all told, however many: none is grouped or folded', async () => {
    const desk = new Desk();
    for (let n = 0; n < 30; n++) {
      const opening = assumeRole(`e${n}`, `09:00:${String(n).padStart(2, '0')}`, { as: `person${n}` });
      expect(await desk.take(opening)).toBe('alerted');
    }
    expect(desk.channel.alerts).toHaveLength(30);
    expect(desk.channel.alerts.every(({ folded, count }) => !folded && count === 1)).toBe(true);
  });

  it('are all told when the same person opens it second after second', async () => {
    const desk = new Desk();
    for (let n = 0; n < 30; n++) {
      expect(await desk.take(assumeRole(`e${n}`, `09:00:${String(n).padStart(2, '0')}`))).toBe('alerted');
    }
  });

  it('are told apart where two people open it in the same second under one session name', async () => {
    const desk = new Desk();
    const events = [iamUser('alice'), iamUser('mallory')].map((by, n) =>
      assumeRole(`e${n}`, '09:00:00', { as: 'oncall', by }),
    );
    expect(await desk.takeAll(events)).toEqual(['alerted', 'alerted']);
  });

  it('are one where one person made two in the same second: nothing that follows tells them apart', async () => {
    const desk = new Desk();
    expect(await desk.takeAll([assumeRole('e1', '09:00:00'), assumeRole('e2', '09:00:00')])).toEqual([
      'alerted',
      'grouped',
    ]);
  });

  it('are told whatever is suppressed', async () => {
    const suppression = {
      detection: 'break-glass-opened',
      owner: 'o',
      reason: 'drill',
      expires: '2026-12-01',
    };
    const desk = new Desk({ config: { suppressions: [suppression] } });
    expect(await desk.take(assumeRole('e1', '09:00'))).toBe('alerted');
  });

  it('are told when the role is opened with SAML or a web identity', async () => {
    const desk = new Desk();
    for (const [n, eventName] of ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'].entries()) {
      const opening = assumeRole(`e${n}`, `09:0${n}`, { as: `by${n}`, more: { eventName } });
      expect(await desk.take(opening)).toBe('alerted');
    }
    expect(desk.told).toEqual(['break-glass-opened e0', 'break-glass-opened e1']);
  });

  it('are no openings where they were refused', async () => {
    const desk = new Desk();
    const errorMessage = `User: arn:aws:iam::${home}:user/alice is not authorized to perform: sts:AssumeRole on resource: ${breakGlassRole}`;
    const more = { errorCode: 'AccessDenied', errorMessage, requestParameters: null, responseElements: null };
    expect(await desk.take(assumeRole('e1', '09:00', { more }))).toBe('alerted');
    expect(desk.only).toMatchObject({
      detection: 'break-glass-denied',
      severity: 'high',
      target: breakGlassRole,
    });
  });

  it('are told of roles in the place that the config means only', async () => {
    const desk = new Desk();
    for (const role of [
      `arn:aws:iam::${elsewhere}:role/BREAK-GLASS-ADMIN`,
      `arn:aws:iam::${home}:role/BREAK-GLASS-ADMIN-2`,
      `arn:aws:iam::${home}:role/team/BREAK-GLASS-ADMIN`,
    ]) {
      expect(await desk.take(assumeRole(role, '09:00', { role }))).toBe('unmatched');
    }
  });
});

describe('one opening by the console', () => {
  it.each([
    ['in the same second', '09:00:00', 'a-call', 'b-sign-in'],
    ['in the same second, the other way round by id', '09:00:00', 'b-call', 'a-sign-in'],
    ['a second later', '09:00:01', 'a-call', 'b-sign-in'],
    ['a second later, the other way round by id', '09:00:01', 'b-call', 'a-sign-in'],
  ])('is one alert where SwitchRole comes %s', async (_, time, call, signIn) => {
    const desk = new Desk();
    const events = [assumeRole(call, '09:00:00'), switchRole(signIn, time)];
    if (time === '09:00:00') events.sort((a, b) => (String(a.eventID) < String(b.eventID) ? -1 : 1));
    expect(await desk.takeAll(events)).toEqual(['alerted', 'grouped']);
    expect(desk.told).toEqual([`break-glass-opened ${String(events[0]?.eventID)}`]);
  });

  it('is one alert where AssumeRole comes a second after SwitchRole', async () => {
    const desk = new Desk();
    const events = [switchRole('e1', '09:00:00'), assumeRole('e2', '09:00:01')];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'grouped']);
  });

  it('has no last word: nothing was kept back', async () => {
    const desk = new Desk();
    await desk.takeAll([assumeRole('e1', '09:00:00'), switchRole('e2', '09:00:01')]);
    await desk.closeAt('12:00');
    expect(desk.channel.words).toEqual([]);
  });

  it('is one alert where SwitchRole shows the session that it is of, however often it is seen', async () => {
    const desk = new Desk();
    const shown = (eventID: string, time: string) => {
      const event = switchRole(eventID, time);
      const attributes = { creationDate: '2026-11-20T09:00:00Z', mfaAuthenticated: 'true' };
      const identity = event.userIdentity as Record<string, unknown>;
      return { ...event, userIdentity: { ...identity, sessionContext: { attributes } } };
    };
    const events = [assumeRole('e1', '09:00:00'), shown('e2', '09:00:01'), shown('e3', '09:20')];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'grouped', 'grouped']);
    expect(await desk.take(assumeRole('e4', '09:30'))).toBe('alerted');
  });

  it('is told even when SwitchRole is all there is', async () => {
    const desk = new Desk();
    expect(await desk.take(switchRole('e1', '09:00'))).toBe('alerted');
    expect(desk.only).toMatchObject({
      detection: 'break-glass-opened',
      actor: 'alice',
      target: breakGlassRole,
    });
  });

  it('is not taken for that of another person in the same second', async () => {
    const desk = new Desk();
    const events = [assumeRole('e1', '09:00', { as: 'alice' }), switchRole('e2', '09:00', 'bob')];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'alerted']);
  });

  it('is not taken for an earlier one of the same person', async () => {
    const desk = new Desk();
    const events = [
      assumeRole('e1', '09:00:00'),
      switchRole('e2', '09:00:01'),
      assumeRole('e3', '09:00:30'),
      switchRole('e4', '09:00:31'),
    ];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'grouped', 'alerted', 'grouped']);
  });

  it('is not paired with a sign-in minutes later', async () => {
    const desk = new Desk();
    expect(await desk.takeAll([assumeRole('e1', '09:00'), switchRole('e2', '09:02')])).toEqual([
      'alerted',
      'alerted',
    ]);
  });
});

describe('one opening from another account', () => {
  const copies = (sharedEventID: string | null) => [
    assumeRole('e1', '09:00', { more: { sharedEventID } }),
    assumeRole('e2', '09:00', { more: { sharedEventID, recipientAccountId: elsewhere } }),
  ];

  it('is one alert though both accounts log it', async () => {
    const desk = new Desk();
    expect(await desk.takeAll(copies('shared-1'))).toEqual(['alerted', 'grouped']);
  });

  it('is one alert though both accounts log it and the console adds its SwitchRole', async () => {
    const desk = new Desk();
    const outcomes = await desk.takeAll([...copies('shared-1'), switchRole('e3', '09:00:01')]);
    expect(outcomes).toEqual(['alerted', 'grouped', 'grouped']);
  });
});

describe('a break-glass user', () => {
  const call = (eventID: string, time: string, more = {}) =>
    record(eventID, time, {
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      userIdentity: emergency,
      ...more,
    });
  const signIn = (eventID: string, time: string, answer = 'Success') =>
    record(eventID, time, {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      userIdentity: { ...emergency, accessKeyId: undefined },
      responseElements: { ConsoleLogin: answer },
      additionalEventData: { MFAUsed: 'Yes' },
    });

  it('is told of by the first use of the key, once', async () => {
    const desk = new Desk();
    const uses = [call('e1', '09:00'), call('e2', '09:01'), call('e3', '09:59'), call('e1', '09:00')];
    expect(await desk.takeAll(uses)).toEqual(['alerted', 'unmatched', 'unmatched', 'duplicate']);
    expect(desk.only).toMatchObject({
      detection: 'break-glass-opened',
      severity: 'critical',
      actor: 'emergency',
    });
  });

  it('is told of again when the key rested for more than an hour', async () => {
    const desk = new Desk();
    const uses = [call('e1', '09:00'), call('e2', '09:50'), call('e3', '10:49'), call('e4', '11:50')];
    expect(await desk.takeAll(uses)).toEqual(['alerted', 'unmatched', 'unmatched', 'alerted']);
  });

  it('is told of for each of its keys', async () => {
    const desk = new Desk();
    const other = { userIdentity: { ...emergency, accessKeyId: 'AKIASECOND' } };
    expect(await desk.takeAll([call('e1', '09:00'), call('e2', '09:01', other)])).toEqual([
      'alerted',
      'alerted',
    ]);
  });

  it('is told of at its sign-in, and not again for what the session does', async () => {
    const desk = new Desk();
    const session = {
      userIdentity: {
        ...emergency,
        accessKeyId: 'ASIACONSOLE',
        sessionContext: { attributes: { creationDate: '2026-11-20T09:00:00Z', mfaAuthenticated: 'true' } },
      },
    };
    const events = [signIn('e1', '09:00'), call('e2', '09:01', session), call('e3', '11:30', session)];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'unmatched', 'unmatched']);
    expect(desk.only.who.mfa).toBe(true);
  });

  it('is told of by the first call of a session whose sign-in the log does not have', async () => {
    const desk = new Desk();
    const session = {
      userIdentity: {
        ...emergency,
        sessionContext: { attributes: { creationDate: '2026-11-20T09:00:00Z' } },
      },
    };
    const events = [call('e1', '09:01', session), call('e2', '09:02', session)];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'unmatched']);
  });

  it('did not break the glass where its sign-in failed', async () => {
    const desk = new Desk();
    expect(await desk.take(signIn('e1', '09:00', 'Failure'))).toBe('alerted');
    expect(desk.only).toMatchObject({ detection: 'break-glass-denied', severity: 'high' });
    expect(await desk.take(signIn('e2', '09:01'))).toBe('alerted');
    expect(desk.channel.alerts[1]).toMatchObject({ detection: 'break-glass-opened' });
  });

  it('is judged by the other detections for what comes later', async () => {
    const desk = new Desk();
    const events = [
      call('e1', '09:00'),
      record('e2', '09:01', { userIdentity: emergency, requestParameters: { secretId: 'payroll' } }),
    ];
    expect(await desk.takeAll(events)).toEqual(['alerted', 'alerted']);
    expect(desk.told).toEqual(['break-glass-opened e1', 'break-glass-read e2']);
  });

  it('is told of once though its first use is a read: the opening speaks, the read is named', async () => {
    const desk = new Desk();
    await desk.take(
      record('e1', '09:00', { userIdentity: emergency, requestParameters: { secretId: 'payroll' } }),
    );
    expect(desk.only).toMatchObject({ detection: 'break-glass-opened', also: ['break-glass-read'] });
  });
});

describe('a session that grows out of an emergency', () => {
  const inEmergency = roleSession(breakGlassRole, 'alice', '09:00');
  const app = `arn:aws:iam::${home}:role/app`;
  const db = `arn:aws:iam::${home}:role/db`;
  const readAs = (eventID: string, role: string, name: string, since: string) =>
    record(eventID, '09:30', {
      userIdentity: roleSession(role, name, since),
      requestParameters: { secretId: 'payroll' },
    });

  it('belongs to it, link after link', async () => {
    const desk = new Desk();
    await desk.takeAll([
      assumeRole('e1', '09:10', { role: app, as: 'one', by: inEmergency }),
      assumeRole('e2', '09:20', { role: db, as: 'two', by: roleSession(app, 'one', '09:10') }),
      readAs('e3', db, 'two', '09:20'),
    ]);
    expect(desk.told).toEqual(['break-glass-chained e1', 'break-glass-chained e2', 'break-glass-read e3']);
    expect(desk.channel.alerts[2]).toMatchObject({ actor: 'two', who: { openedBy: 'alice' } });
  });

  it('is another one than a session of the same role and name made at another time', async () => {
    const desk = new Desk();
    await desk.take(assumeRole('e1', '09:10', { role: app, as: 'one', by: inEmergency }));
    expect(await desk.take(readAs('e2', app, 'one', '09:11'))).toBe('unmatched');
    expect(await desk.take(readAs('e3', app, 'one', '09:10'))).toBe('alerted');
  });

  it('is another one than the session that an ordinary session makes', async () => {
    const desk = new Desk();
    const ordinary = roleSession(`arn:aws:iam::${home}:role/developer`, 'bob', '09:00');
    expect(await desk.take(assumeRole('e1', '09:10', { role: app, as: 'one', by: ordinary }))).toBe(
      'unmatched',
    );
    expect(await desk.take(readAs('e2', app, 'one', '09:10'))).toBe('unmatched');
  });

  it('does not begin with an attempt that was refused', async () => {
    const desk = new Desk();
    const more = { errorCode: 'AccessDenied' };
    await desk.take(assumeRole('e1', '09:10', { role: app, as: 'one', by: inEmergency, more }));
    expect(await desk.take(readAs('e2', app, 'one', '09:10'))).toBe('unmatched');
  });

  it('is followed where telling of the chain itself is suppressed', async () => {
    const suppression = { detection: 'break-glass-chained', owner: 'o', reason: 'r', expires: '2026-12-01' };
    const desk = new Desk({ config: { suppressions: [suppression] } });
    const chained = assumeRole('e1', '09:10', { role: app, as: 'one', by: inEmergency });
    expect(await desk.takeAll([chained, readAs('e2', app, 'one', '09:10')])).toEqual([
      'suppressed',
      'alerted',
    ]);
  });

  it('is followed where telling of the chain itself is off', async () => {
    const desk = new Desk({ config: { detections: { 'break-glass-chained': { mode: 'off' } } } });
    const chained = assumeRole('e1', '09:10', { role: app, as: 'one', by: inEmergency });
    expect(await desk.takeAll([chained, readAs('e2', app, 'one', '09:10')])).toEqual([
      'unmatched',
      'alerted',
    ]);
    expect(desk.only).toMatchObject({ detection: 'break-glass-read', who: { openedBy: 'alice' } });
  });
});
