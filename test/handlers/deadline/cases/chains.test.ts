import { describe, expect, it } from 'vitest';
import {
  assumeRole,
  at,
  breakGlassRole,
  breakGlassUser,
  home,
  iamUser,
  record,
  roleSession,
} from '../../alert/events.ts';
import { incident, judged, verdict, verdicts } from '../desk.ts';
import { alice, iamCall, opened, payroll, readAt0910, readBy, revokeSessions } from '../records.ts';

const app = `arn:aws:iam::${home}:role/app`;
const chained = assumeRole('chained', '09:50', { role: app, as: 'worker', by: alice });
const worker = roleSession(app, 'worker', '09:50');

describe('a session chained from the emergency’s', () => {
  it('belongs to it: its reads are exposures of the one who opened it', () => {
    expect(verdict([opened, chained, readBy(worker, '09:55', payroll)])).toMatchObject({
      actor: 'alice',
      role: breakGlassRole,
      session: `AROABREAKGLASSADMIN:alice@${at('09:00')}`,
      sessions: [`AROAAPP:worker@${at('09:50')}`],
      deadline: at('14:50'),
    });
  });

  it('keeps it open: the clock of what was read before starts at the end of both', () => {
    expect(verdict([opened, readAt0910, chained])).toMatchObject({ deadline: at('14:50') });
    expect(incident([opened, readAt0910, chained]).sessions).toMatchObject([
      { session: `AROABREAKGLASSADMIN:alice@${at('09:00')}`, chainedFrom: null },
      {
        session: `AROAAPP:worker@${at('09:50')}`,
        chainedFrom: `AROABREAKGLASSADMIN:alice@${at('09:00')}`,
      },
    ]);
  });

  it('goes on where only the first role’s sessions are revoked', () => {
    expect(verdict([opened, readAt0910, chained, revokeSessions('09:58', at('09:58'))])).toMatchObject({
      deadline: at('14:50'),
    });
  });

  it('of another caller with the same role is none of it', () => {
    const ordinary = roleSession(app, 'worker', '08:30');
    expect(verdicts([opened, chained, readBy(ordinary, '09:55', payroll)])).toEqual([]);
  });

  it('renews the emergency, hour by hour, for twelve hours after the first read at the most', () => {
    const renewals = Array.from({ length: 14 }, (_, n) => {
      const hour = (k: number) => (k < 24 ? `${String(k).padStart(2, '0')}:30` : '2026-11-21T00:30:00Z');
      const before = n === 0 ? alice : roleSession(breakGlassRole, 'alice', hour(8 + n));
      return assumeRole(`renewal ${n}`, hour(9 + n), { by: before });
    });
    const records = [opened, readAt0910, ...renewals];
    expect(verdict(records.slice(0, 4))).toMatchObject({ clockStart: at('11:30'), deadline: at('15:30') });
    expect(verdict(records)).toMatchObject({ clockStart: at('21:10'), deadline: '2026-11-21T01:10:00Z' });
    expect(judged(records).incidents).toHaveLength(1);
  });
});

describe('a break-glass user’s long-term key', () => {
  const emergency = iamUser('emergency');
  const does = (time: string) =>
    record(`list ${time}`, time, { eventName: 'ListSecrets', userIdentity: emergency });

  it('ends with its last event when an hour has passed', () => {
    const records = [readBy(emergency, '09:10', payroll), does('10:05')];
    expect(verdict(records)).toMatchObject({
      actor: 'emergency',
      role: null,
      session: `AIDAEMERGENCY/AKIAEMERGENCY@${at('09:10')}`,
      clockStart: at('10:05'),
      deadline: at('14:05'),
      sessionOpen: false,
    });
    expect(incident(records)).toMatchObject({ opened: breakGlassUser, role: null });
  });

  it('may go on for less than an hour after its last event: till then the latest deadline is told', () => {
    const records = [readBy(emergency, '09:10', payroll), does('10:05')];
    expect(verdict(records, { now: '11:04:59' })).toMatchObject({
      sessionOpen: true,
      deadline: '2026-11-21T01:10:00Z',
    });
    expect(verdict(records, { now: '11:05:00' })).toMatchObject({
      sessionOpen: false,
      deadline: at('14:05'),
    });
  });

  it('that rests for an hour begins anew', () => {
    const found = verdicts([readBy(emergency, '09:10', payroll), readBy(emergency, '10:10', payroll)]);
    expect(found).toMatchObject([{ deadline: at('13:10') }, { deadline: at('14:10') }]);
  });

  it('that rests a second less does not', () => {
    expect(
      verdict([readBy(emergency, '09:10:01', payroll), readBy(emergency, '10:10:00', payroll)]),
    ).toMatchObject({ reads: 2, deadline: at('14:10') });
  });

  it('ends when it is switched off or deleted', () => {
    const asked = { userName: 'emergency', accessKeyId: 'AKIAEMERGENCY' };
    for (const off of [
      iamCall('UpdateAccessKey', '09:30', { ...asked, status: 'Inactive' }),
      iamCall('DeleteAccessKey', '09:30', asked),
    ]) {
      expect(
        verdict([readBy(emergency, '09:10', payroll), does('10:05'), off], { now: '09:31' }),
      ).toMatchObject({
        clockStart: at('09:30'),
        deadline: at('13:30'),
      });
    }
  });
});

describe('a declared incident', () => {
  const role = `arn:aws:iam::${home}:role/ci`;
  const ci = roleSession(role, 'build-7', '09:00');
  const config = {
    declaredIncidents: [{ principal: role, from: at('09:05'), to: at('09:40'), reason: 'stolen' }],
  };

  it('has the same clock as an emergency, and says why it is one', () => {
    const records = [assumeRole('opened', '09:00', { role, as: 'build-7' }), readBy(ci, '09:10', payroll)];
    expect(verdict(records, { config })).toMatchObject({
      actor: 'build-7',
      deadline: at('14:00'),
      state: 'overdue',
    });
    expect(incident(records, { config })).toMatchObject({ declared: 'stolen', opened: role });
    expect(verdicts(records)).toEqual([]);
  });

  it('is about its interval, ends included: what was read before and after is ordinary work', () => {
    const times = ['09:04:59', '09:05:00', '09:40:00', '09:40:01'];
    expect(
      verdict(
        times.map((time) => readBy(ci, time, payroll)),
        { config },
      ),
    ).toMatchObject({
      firstRead: at('09:05:00'),
      lastRead: at('09:40:00'),
      reads: 2,
    });
  });

  it('takes a user’s key as well', () => {
    const user = iamUser('dave');
    const declaredIncidents = [
      { principal: String(user.arn), from: at('09:00'), to: at('10:00'), reason: 'leaked' },
    ];
    expect(verdict([readBy(user, '09:10', payroll)], { config: { declaredIncidents } })).toMatchObject({
      actor: 'dave',
      deadline: at('13:10'),
    });
  });
});
