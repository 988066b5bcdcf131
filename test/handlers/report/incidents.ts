import type { Incident } from '../../../handlers/deadline/incident.ts';
import type { Verdict } from '../../../handlers/deadline/verdict.ts';

const admin = 'arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-admin';
const session = 'AROAEXAMPLEADMIN00000:ana.ops@example.com@2026-11-18T02:14:07Z';

/** A secret of the account, in eu-central-1. */
export function secretNamed(name: string): string {
  return `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbC123`;
}

/** An exposure that is overdue; what a test is about is given. */
export function exposure(given: Partial<Verdict>): Verdict {
  return {
    exposure: 'e000000000000001',
    incident: 'a000000000000001',
    session,
    sessions: [session],
    actor: 'ana.ops@example.com',
    role: admin,
    account: '111122223333',
    region: 'eu-central-1',
    secret: secretNamed('prod/orders/db'),
    kind: 'secret',
    firstRead: '2026-11-18T02:24:55Z',
    lastRead: '2026-11-18T02:24:55Z',
    reads: 1,
    readEvents: ['11111111-0000-4000-8000-000000000001'],
    terms: { deadlineHours: 4, clock: 'session-end', alternating: false },
    clockStart: '2026-11-18T03:31:12Z',
    sessionOpen: false,
    deadline: '2026-11-18T07:31:12Z',
    state: 'overdue',
    reason: 'no-proof',
    rotatedAt: null,
    rotatedBy: null,
    samePerson: false,
    evidence: [],
    waiver: null,
    final: true,
    ...given,
  };
}

/** An incident of one session in the night of 18 November 2026; what a test is about is given. */
export function incident(given: Partial<Incident>): Incident {
  return {
    incident: 'a000000000000001',
    formerIds: [],
    actor: 'ana.ops@example.com',
    opened: admin,
    role: admin,
    declared: null,
    declaration: null,
    account: '111122223333',
    sessions: [
      {
        session,
        chainedFrom: null,
        principal: admin,
        actor: 'ana.ops@example.com',
        from: '2026-11-18T02:14:07Z',
        to: '2026-11-18T03:31:12Z',
        ends: 'expiry',
        openedBy: null,
        openedEvent: null,
        endedEvent: null,
      },
    ],
    from: '2026-11-18T02:14:07Z',
    to: '2026-11-18T03:31:12Z',
    open: false,
    exposures: [],
    ...given,
  };
}

/** The night of 18 November: two incidents, every kind of state. */
export const night: readonly Incident[] = [
  incident({
    exposures: [
      exposure({
        exposure: 'e000000000000002',
        secret: secretNamed('prod/payments/db-master'),
        firstRead: '2026-11-18T02:17:21Z',
        lastRead: '2026-11-18T02:18:03Z',
        reads: 2,
        state: 'rotated',
        reason: 'rotation-succeeded',
        rotatedAt: '2026-11-18T05:02:58Z',
        rotatedBy: { actor: 'ci', principal: 'arn:aws:iam::111122223333:role/ci' },
      }),
      exposure({
        exposure: 'e000000000000003',
        secret: secretNamed('prod/stripe'),
        firstRead: '2026-11-18T02:19:40Z',
        state: 'rotated-late',
        reason: 'put-secret-value',
        rotatedAt: '2026-11-18T08:41:09Z',
        rotatedBy: { actor: 'ana', principal: 'arn:aws:iam::111122223333:user/ana' },
        samePerson: true,
      }),
      exposure({}),
      exposure({
        exposure: 'e000000000000004',
        secret: secretNamed('prod/legacy'),
        state: 'waived',
        waiver: { reason: 'is gone', author: 'lead@example.com', expires: '2026-12-01T00:00:00Z' },
      }),
    ],
  }),
  incident({
    incident: 'a000000000000002',
    actor: 'bo.dba',
    opened: 'arn:aws:iam::111122223333:role/BREAK-GLASS-database',
    from: '2026-11-18T02:16:30Z',
    to: '2026-11-18T14:16:30Z',
    sessions: [
      {
        session: 'AROAEXAMPLEDATABASE00:bo.dba@2026-11-18T02:16:30Z',
        chainedFrom: null,
        principal: 'arn:aws:iam::111122223333:role/BREAK-GLASS-database',
        actor: 'bo.dba',
        from: '2026-11-18T02:16:30Z',
        to: '2026-11-18T14:16:30Z',
        ends: 'console',
        openedBy: null,
        openedEvent: null,
        endedEvent: null,
      },
    ],
    exposures: [
      exposure({
        exposure: 'e000000000000005',
        incident: 'a000000000000002',
        actor: 'bo.dba',
        secret: 'arn:aws:secretsmanager:eu-central-1:999999999999:secret:partner/api-XyZ789',
        state: 'unresolved',
        reason: 'external-account',
        clockStart: null,
        deadline: null,
        firstRead: '2026-11-18T02:30:00Z',
      }),
      exposure({
        exposure: 'e000000000000006',
        incident: 'a000000000000002',
        actor: 'bo.dba',
        secret: 'arn:aws:ssm:eu-central-1:111122223333:parameter/prod/token',
        kind: 'parameter',
        clockStart: '2026-11-18T14:16:30Z',
        deadline: '2026-11-18T18:16:30Z',
        firstRead: '2026-11-18T02:33:00Z',
        state: 'open',
      }),
    ],
  }),
];
