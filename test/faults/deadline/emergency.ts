import {
  assumeRole,
  breakGlassRole,
  elsewhere,
  home,
  iamUser,
  read,
  record,
  roleSession,
  secretArn,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';
import { moveLabel, putSecretValue, serviceEvent } from '../../handlers/deadline/records.ts';

/**
 * Two emergencies, written by hand. Alice opens the glass at 09:00 for an hour: what she reads is due at 14:00. Dave opens it at
 * 12:00, from another laptop: due at 17:00. What becomes of each secret, and what has to be said of it in the end, stands here.
 */
export interface Fate {
  readonly secret: string;
  readonly records: readonly CloudTrailRecord[];
  /** How it stands in the end. */
  readonly state: string;
  readonly reason: string;
  readonly rotatedAt: string | null;
  /** Who puts a waiver, and when. */
  readonly waived?: { readonly by: CloudTrailRecord; readonly at: string };
}

const alice = roleSession(breakGlassRole, 'alice');
const dave = roleSession(breakGlassRole, 'dave', '12:00');
const carol = iamUser('carol');

const at = (time: string) => `2026-11-20T${time}:00Z`;
const own = (name: string) => secretArn(`${name}-AbCdEf`);
const readBy = (by: CloudTrailRecord, name: string, time: string, secret = own(name)) =>
  read(`read-${name}`, time, secret, by);
const overdue = (reason: string) => ({ state: 'overdue', reason, rotatedAt: null });

/** What Alice's and Dave's sessions begin with. */
export const openings: Readonly<Record<'alice' | 'dave', CloudTrailRecord>> = {
  alice: assumeRole('open-alice', '09:00'),
  dave: assumeRole('open-dave', '12:00', { as: 'dave', by: iamUser('dave') }),
};

export const fates = {
  forgotten: {
    secret: own('forgotten'),
    records: [readBy(alice, 'forgotten', '09:10')],
    ...overdue('no-proof'),
  },
  rotated: {
    secret: own('rotated'),
    records: [
      readBy(alice, 'rotated', '09:11'),
      serviceEvent('RotationSucceeded', '11:00', { secret: own('rotated') }),
    ],
    state: 'rotated',
    reason: 'rotation-succeeded',
    rotatedAt: at('11:00'),
  },
  late: {
    secret: own('late'),
    records: [
      readBy(alice, 'late', '09:12'),
      serviceEvent('RotationSucceeded', '15:20', { secret: own('late') }),
    ],
    state: 'rotated-late',
    reason: 'rotation-succeeded',
    rotatedAt: at('15:20'),
  },
  byReader: {
    secret: own('byReader'),
    records: [
      readBy(alice, 'byReader', '09:13'),
      putSecretValue('09:20', 'v-of-alice', { by: alice, secret: own('byReader') }),
    ],
    ...overdue('put-by-reader'),
  },
  byCarol: {
    secret: own('byCarol'),
    records: [
      readBy(alice, 'byCarol', '09:14'),
      putSecretValue('12:10', 'v-of-carol', { by: carol, secret: own('byCarol') }),
    ],
    state: 'rotated',
    reason: 'put-secret-value',
    rotatedAt: at('12:10'),
  },
  rolledBack: {
    secret: own('rolledBack'),
    records: [
      readBy(alice, 'rolledBack', '09:15'),
      putSecretValue('10:30', 'v-new', { by: carol, secret: own('rolledBack') }),
      moveLabel('13:10', 'v-old', { by: carol, secret: own('rolledBack') }),
    ],
    ...overdue('rolled-back'),
  },
  waived: {
    secret: own('waived'),
    records: [readBy(alice, 'waived', '09:16')],
    state: 'waived',
    reason: 'no-proof',
    rotatedAt: null,
    waived: { by: iamUser('bob'), at: '10:40' },
  },
  selfWaived: {
    secret: own('selfWaived'),
    records: [readBy(alice, 'selfWaived', '09:17')],
    ...overdue('no-proof'),
    waived: { by: iamUser('alice'), at: '10:45' },
  },
  external: {
    secret: `arn:aws:secretsmanager:eu-central-1:${elsewhere}:secret:external-AbCdEf`,
    records: [
      readBy(
        alice,
        'external',
        '09:18',
        `arn:aws:secretsmanager:eu-central-1:${elsewhere}:secret:external-AbCdEf`,
      ),
    ],
    state: 'unresolved',
    reason: 'external-account',
    rotatedAt: null,
  },
  daves: { secret: own('daves'), records: [readBy(dave, 'daves', '12:10')], ...overdue('no-proof') },
} satisfies Readonly<Record<string, Fate>>;
export type FateName = keyof typeof fates;
export const fateNames = Object.keys(fates) as FateName[];

/** CloudTrail's telling of who put a waiver. */
export function waiverPut(exposure: string, { by, at: time }: NonNullable<Fate['waived']>): CloudTrailRecord {
  return record(`put-${exposure}`, time, {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    userIdentity: by,
    requestParameters: { name: `/glasswatch/waivers/${exposure}`, type: 'String', value: 'HIDDEN' },
  });
}

/** What Parameter Store holds of it. */
export function waiverHeld(exposure: string, { at: time }: NonNullable<Fate['waived']>) {
  return {
    ...{ exposure, reason: 'moved to the vault', expires: '2026-12-01' },
    parameter: `arn:aws:ssm:eu-central-1:${home}:parameter/glasswatch/waivers/${exposure}`,
    changedAt: Date.parse(at(time)) + 1_000,
  };
}
