import { roles } from './cast.ts';
import type { Verdict } from './scene.ts';
import { exposed, parameter } from './secrets.ts';

/**
 * Ana's session would end at 03:14:07 by its own credentials (02:14:07 + 3,600 s); the session chained from it lives
 * until 03:31:12 and belongs to it. Four hours later:
 */
const anaDeadline = '07:31:12';

/** Bo's is a console session: it counts as 12 hours from 02:16:30, whatever its credentials say. Four hours later: */
const boDeadline = '18:16:30';

const ana = { actor: 'ana.ops@example.com', role: roles.admin.arn, deadline: anaDeadline } as const;
const bo = { actor: 'bo.dba', role: roles.database.arn, deadline: boDeadline } as const;

/** What must be said of every secret that the emergency read, at midnight. */
export const verdicts: readonly Verdict[] = [
  // Read twice, by name and by ARN: one exposure. CI rotates it.
  {
    ...ana,
    secret: exposed.paymentsDb.arn,
    ...readAt('02:17:21', '02:18:03', 2),
    state: 'rotated',
    reason: 'rotation-succeeded',
    rotatedAt: '05:02:58',
  },
  // Bo himself started the rotation: what counts is that Secrets Manager finished it.
  {
    ...bo,
    secret: exposed.customersDb.arn,
    ...readAt('02:19:05'),
    state: 'rotated',
    reason: 'rotation-succeeded',
    rotatedAt: '02:42:05',
  },
  // Rotated more than an hour too late.
  {
    ...ana,
    secret: exposed.stripe.arn,
    ...readAt('02:19:40'),
    state: 'rotated-late',
    reason: 'rotation-succeeded',
    rotatedAt: '08:41:09',
  },
  // On the very second of the deadline.
  {
    ...bo,
    secret: exposed.customersReader.arn,
    ...readAt('02:20:11'),
    state: 'rotated',
    reason: 'rotation-succeeded',
    rotatedAt: '18:16:30',
  },
  // Of the batch, nobody ever thought of this one.
  {
    ...ana,
    secret: exposed.ordersDb.arn,
    ...readAt('02:24:55'),
    state: 'overdue',
    reason: 'no-proof',
    rotatedAt: null,
  },
  // Ana put a new value herself: she knows that one too.
  {
    ...ana,
    secret: exposed.ordersMail.arn,
    ...readAt('02:24:55'),
    state: 'overdue',
    reason: 'put-by-reader',
    rotatedAt: null,
  },
  // Cara put a new value.
  {
    ...ana,
    secret: exposed.datadog.arn,
    ...readAt('02:24:55'),
    state: 'rotated',
    reason: 'put-secret-value',
    rotatedAt: '06:12:44',
  },
  // The rotation failed after it had put a pending version: AWSCURRENT is what ana read.
  {
    ...ana,
    secret: exposed.ledgerDb.arn,
    ...readAt('02:27:10'),
    state: 'overdue',
    reason: 'rotation-failed',
    rotatedAt: null,
  },
  {
    ...ana,
    secret: parameter.arn,
    ...readAt('02:29:33'),
    state: 'rotated',
    reason: 'put-parameter',
    rotatedAt: '06:45:20',
  },
  // Read in the chained session, replaced after 07:14:07: in time only because the chained session counts.
  {
    ...ana,
    secret: exposed.settlement.arn,
    ...readAt('02:33:18'),
    state: 'rotated',
    reason: 'update-secret',
    rotatedAt: '07:20:20',
  },
];

function readAt(firstRead: string, lastRead = firstRead, reads = 1) {
  return { firstRead, lastRead, reads };
}
