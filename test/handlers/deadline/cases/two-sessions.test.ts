import { describe, expect, it } from 'vitest';
import { assumeRole, at, breakGlassRole, iamUser, roleSession } from '../../alert/events.ts';
import { incident, judged, verdict, verdicts } from '../desk.ts';
import { opened, payroll, readAt0910, readBy, serviceEvent } from '../records.ts';

const lasting = (seconds: number, eventID = 'opened') =>
  assumeRole(eventID, '09:00', {
    more: {
      requestParameters: { roleArn: breakGlassRole, roleSessionName: 'alice', durationSeconds: seconds },
    },
  });
describe('two sessions', () => {
  const second = assumeRole('again', '10:20');
  const later = roleSession(breakGlassRole, 'alice', '10:20');

  it('of one opener less than half an hour apart are one incident, due after the last that read', () => {
    const records = [
      opened,
      readAt0910,
      second,
      readBy(later, '10:25', 'payroll'),
      serviceEvent('RotationSucceeded', '15:00'),
    ];
    expect(verdict(records)).toMatchObject({
      reads: 2,
      clockStart: at('11:20'),
      deadline: at('15:20'),
      state: 'rotated',
      sessions: [`AROABREAKGLASSADMIN:alice@${at('09:00')}`, `AROABREAKGLASSADMIN:alice@${at('10:20')}`],
    });
  });

  it('of which only the first read the secret leave its clock alone', () => {
    expect(verdict([opened, readAt0910, second])).toMatchObject({ deadline: at('14:00') });
    expect(incident([opened, readAt0910, second])).toMatchObject({ to: at('11:20') });
  });

  it('need a proof after the last read of both', () => {
    const between = serviceEvent('RotationSucceeded', '10:00');
    const records = [opened, readAt0910, between, second, readBy(later, '10:25', payroll)];
    expect(verdict(records)).toMatchObject({ state: 'overdue', reason: 'no-proof' });
    expect(verdict([...records, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
      state: 'rotated',
      rotatedAt: at('11:00'),
    });
  });

  it('exactly half an hour apart are two incidents, with an exposure each', () => {
    const apart = [
      assumeRole('again', '10:30'),
      readBy(roleSession(breakGlassRole, 'alice', '10:30'), '10:35', payroll),
    ];
    const between = serviceEvent('RotationSucceeded', '10:10');
    const found = verdicts([opened, readAt0910, between, ...apart]);
    expect(found).toMatchObject([
      { state: 'rotated', deadline: at('14:00'), rotatedAt: at('10:10') },
      { state: 'overdue', deadline: at('15:30'), reason: 'no-proof' },
    ]);
    expect(new Set(found.map(({ incident: id }) => id)).size).toBe(2);
    expect(new Set(found.map(({ exposure }) => exposure)).size).toBe(2);
  });

  it('of two openers are two incidents, though at the same time', () => {
    const bobs = assumeRole('bobs', '09:01', { as: 'bob', by: iamUser('bob') });
    const bob = roleSession(breakGlassRole, 'bob', '09:01');
    expect(judged([opened, readAt0910, bobs, readBy(bob, '09:12', payroll)]).incidents).toMatchObject([
      { actor: 'alice', exposures: [{ actor: 'alice', deadline: at('14:00') }] },
      { actor: 'bob', exposures: [{ actor: 'bob', deadline: at('14:01') }] },
    ]);
  });

  it('of one name in one second last as long as the longer, whichever the log tells first', () => {
    for (const [first, other] of [
      [900, 7200],
      [7200, 900],
    ] as const) {
      expect(verdict([lasting(first, 'a'), lasting(other, 'b'), readAt0910])).toMatchObject({
        deadline: at('15:00'),
      });
    }
  });
});
