import { describe, expect, it } from 'vitest';
import {
  assumeRole,
  at,
  breakGlassRole,
  deniedRead,
  home,
  iamUser,
  roleSession,
} from '../../alert/events.ts';
import { judged, verdict, verdicts } from '../desk.ts';
import { alice, opened, payroll, readAt0910, readBy, serviceEvent } from '../records.ts';

const records = [opened, readAt0910];

describe('terms', () => {
  it.each([
    [{ deadlineHours: 0.5 }, '10:30'],
    [{ deadlineHours: 12 }, '22:00'],
    [{ clock: 'last-read' }, '13:10'],
    [{ clock: 'last-read', deadlineHours: 1 }, '10:10'],
  ])('%j make it due at %s', (config, deadline) => {
    expect(verdict(records, { config })).toMatchObject({ deadline: at(deadline) });
  });

  it('of the strict clock run from the last read', () => {
    expect(
      verdict([...records, readBy(alice, '09:40', payroll)], { config: { clock: 'last-read' } }),
    ).toMatchObject({ deadline: at('13:40') });
  });

  it('are frozen with the exposure: a config that changes in the incident closes nothing', () => {
    const { exposure } = verdict(records);
    const terms = { deadlineHours: 4, clock: 'session-end', alternating: true } as const;
    const frozen = new Map([[exposure, terms]]);
    const kinder = { deadlineHours: 400 };
    expect(verdict(records, { config: kinder, frozen })).toMatchObject({
      state: 'overdue',
      deadline: at('14:00'),
    });
    expect(
      verdict([...records, serviceEvent('RotationSucceeded', '11:00')], { config: kinder, frozen }),
    ).toMatchObject({ reason: 'one-of-two' });
  });

  it('stay frozen when a late record shows an earlier session of the incident', () => {
    const { exposure } = verdict(records);
    const terms = { deadlineHours: 4, clock: 'session-end', alternating: true } as const;
    const earlier = assumeRole('earlier', '08:40');
    expect(
      verdict([earlier, ...records], {
        config: { deadlineHours: 400 },
        frozen: new Map([[exposure, terms]]),
      }),
    ).toMatchObject({ state: 'overdue', deadline: at('14:00') });
  });
});

describe('a waiver', () => {
  const { exposure } = verdict(records);
  const waiver = { exposure, reason: 'test system', author: 'carol', expires: '2026-11-30' };

  it('in force closes the exposure, and shows why, by whom, until when', () => {
    expect(judged(records, { waivers: [waiver] })).toMatchObject({
      incidents: [
        {
          exposures: [
            {
              state: 'waived',
              reason: 'no-proof',
              waiver: { reason: 'test system', author: 'carol', expires: '2026-11-30' },
            },
          ],
        },
      ],
      refusals: [],
    });
  });

  it('that has run out does not: a day counts to its end', () => {
    const expired = { ...waiver, expires: '2026-11-20' };
    expect(judged(records, { waivers: [expired], now: '2026-11-21T00:00:00Z' })).toMatchObject({
      incidents: [{ exposures: [{ state: 'overdue', waiver: null }] }],
      refusals: [{ why: 'expired', waiver: expired }],
    });
    expect(verdict(records, { waivers: [expired], now: '2026-11-20T23:59:59Z' })).toMatchObject({
      state: 'waived',
    });
  });

  it('for another exposure does not, and is told', () => {
    const other = { ...waiver, exposure: '0123456789abcdef' };
    expect(judged(records, { waivers: [other] })).toMatchObject({
      incidents: [{ exposures: [{ state: 'overdue' }] }],
      refusals: [{ why: 'unknown-exposure' }],
    });
  });

  it('takes no proof away', () => {
    const rotated = [...records, serviceEvent('RotationSucceeded', '15:00')];
    expect(verdict(rotated, { waivers: [waiver] })).toMatchObject({ state: 'rotated-late', waiver: null });
  });

  it('stays one where a late record shows an earlier session of the incident', () => {
    const found = verdict([assumeRole('earlier', '08:40'), ...records], { waivers: [waiver] });
    expect(found).toMatchObject({ state: 'waived' });
  });

  it('by another of two authors counts beside one that is refused', () => {
    const waivers = [{ ...waiver, author: 'alice' }, waiver];
    expect(verdict(records, { waivers })).toMatchObject({ state: 'waived', waiver: { author: 'carol' } });
  });

  it.each([
    ['session name', 'alice.emergency'],
    ['user name behind the session', 'alice'],
    ['user name in other letters', 'Alice'],
    ['user’s ARN', `arn:aws:iam::${home}:user/alice`],
    ['principalId', 'AIDAALICE'],
    ['session’s principalId', 'AROABREAKGLASSADMIN:alice.emergency'],
    ['session’s ARN', `arn:aws:sts::${home}:assumed-role/BREAK-GLASS-ADMIN/alice.emergency`],
    ['break-glass role', breakGlassRole],
    ['source identity', 'alice@example.com'],
    ['session name in a chained session', 'worker'],
    ['ARN of the chained session', `arn:aws:sts::${home}:assumed-role/app/worker`],
  ])('by the reader’s %s is refused', (_, author) => {
    const { requestParameters, ...rest } = assumeRole('opened', '09:00', { as: 'alice.emergency' });
    const named = {
      ...rest,
      requestParameters: { ...(requestParameters as object), sourceIdentity: 'alice@example.com' },
    };
    const session = roleSession(breakGlassRole, 'alice.emergency', '09:00');
    const app = `arn:aws:iam::${home}:role/app`;
    const chained = assumeRole('chained', '09:05', { role: app, as: 'worker', by: session });
    const reads = [named, chained, readBy(session, '09:10', payroll)];
    const waivers = [{ ...waiver, exposure: verdict(reads).exposure, author }];
    expect(judged(reads, { waivers })).toMatchObject({
      incidents: [{ exposures: [{ state: 'overdue', waiver: null }] }],
      refusals: [{ why: 'by-exposed' }],
    });
  });

  it('by someone whose name only begins alike counts', () => {
    for (const author of ['alice2', `arn:aws:iam::${home}:user/malice`, 'alic']) {
      expect(verdict(records, { waivers: [{ ...waiver, author }] })).toMatchObject({ state: 'waived' });
    }
  });
});

it('a refused read of a name does not open, and one of another user’s session is no emergency', () => {
  const ordinary = roleSession(`arn:aws:iam::${home}:role/app`, 'alice', '09:00');
  expect(
    verdicts([
      opened,
      deniedRead('d', '09:10', { by: alice }),
      readBy(ordinary, '09:11', payroll),
      readBy(iamUser('alice'), '09:12', payroll),
    ]),
  ).toEqual([]);
});
