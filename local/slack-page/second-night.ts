import { agents } from '../incident/agents.ts';
import { assumeRole, call, getSecretValue, readSecret } from '../incident/calls.ts';
import { keyCaller } from '../incident/callers.ts';
import { callersOf, homeIp, people, roles, sessionsOf } from '../incident/cast.ts';
import { timeOfDay } from '../incident/clock.ts';
import { account, global, home } from '../incident/places.ts';
import { Random } from '../incident/random.ts';
import type { CloudTrailRecord } from '../incident/record.ts';
import { everyday, single } from '../incident/secrets.ts';

/** What is told of a second night that the day of the incident has not: a few records, and who waives what. */
export interface SecondNight {
  readonly records: readonly unknown[];
  /** The secret that is waived, in time. */
  readonly waivedSecret: string;
  /** Who waives it, and who may not: its reader. */
  readonly waivedBy: string;
  readonly refusedTo: string;
}

/**
 * The night of the day that begins at `start` (ms): a break-glass role is changed, its session reads a secret of another
 * account and one that is waived later, and a record comes whose time cannot be read.
 */
export function secondNight(start: number): SecondNight {
  const random = new Random('second-night');
  const time = (clock: string) => timeOfDay(start, clock);
  const at = (clock: string, region: string = home) => ({ time: time(clock), region });
  const sessions = sessionsOf(time);
  const callers = callersOf(sessions);
  const by = keyCaller(people.ana, homeIp, agents.cli('sts.assume-role'));
  const iam = (clock: string, name: string, request: object) =>
    call(at(clock, global), callers.dana, { service: 'iam', name, readOnly: false, request }, random);
  const records: CloudTrailRecord[] = [
    iam('01:58:40', 'AttachRolePolicy', {
      roleName: roles.admin.name,
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    assumeRole(
      at('02:14:07'),
      by,
      sessions.ana,
      { durationSeconds: 3600, sourceIdentity: 'ana.ops' },
      random,
    ),
    ...readSecret(
      at('02:19:30'),
      callers.ana('secretsmanager.get-secret-value'),
      everyday.redshift,
      everyday.redshift.arn,
      random,
    ),
    getSecretValue(
      at('02:21:05'),
      callers.ana('secretsmanager.get-secret-value'),
      single.feedToken.arn,
      random,
    ),
    iam('02:48:00', 'PutRolePolicy', {
      roleName: roles.admin.name,
      policyName: 'AWSRevokeOlderSessions',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(time('02:48:00')).toISOString() } },
          },
        ],
      }),
    }),
  ];
  const [opening] = records.filter(({ eventName }) => eventName === 'AssumeRole');
  const unreadable = { ...opening, eventID: random.uuid(), eventTime: 'a while ago' };
  return {
    records: [...records, unreadable],
    waivedSecret: everyday.redshift.arn,
    waivedBy: `arn:aws:iam::${account}:user/${people.eli.name}`,
    refusedTo: people.ana.arn,
  };
}
