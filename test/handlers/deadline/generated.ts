import fc from 'fast-check';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  home,
  iamUser,
  roleSession,
  secretArn,
  switchRole,
  type CloudTrailRecord,
} from '../alert/events.ts';
import {
  batchRead,
  deleteSecret,
  moveLabel,
  parameterCall,
  putSecretValue,
  readBy,
  restoreSecret,
  revokeSessions,
  rotateSecret,
  serviceEvent,
  stopReplication,
  tagSecret,
  untagSecret,
} from './records.ts';

/** A record whose eventID is given by its place. */
export type Maker = (id: string) => CloudTrailRecord;

const app = `arn:aws:iam::${home}:role/app`;
/** Few moments, so that many events share a second, a minute or a session. */
const clock = fc
  .oneof(
    fc.constantFrom(0, 600, 601, 1_200, 3_600, 4_500, 7_200, 10_800, 18_000, 18_001),
    fc.integer({ min: 0, max: 36_000 }),
  )
  .map((seconds) => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds)).toISOString().slice(11, 19));

const reader = fc.constantFrom(
  roleSession(breakGlassRole, 'alice', '09:00:00'),
  roleSession(breakGlassRole, 'bob', '09:10:00'),
  roleSession(app, 'alice', '09:10:01'),
  iamUser('emergency'),
);
const anyone = fc.oneof(reader, fc.constantFrom(iamUser('carol'), iamUser('alice')));
const typed = fc.constantFrom('payroll', 'ledger-backup', secretArn('payroll'), secretArn('payroll-QwErTy'));
const full = fc.constantFrom(
  secretArn('payroll-QwErTy'),
  secretArn('ledger-backup-AbCdEf'),
  secretArn('payroll-QwErTy').replace('eu-central-1', 'eu-west-1'),
);
const version = fc.constantFrom('v1', 'v2', 'v3', 'v4');

const made = (record: fc.Arbitrary<CloudTrailRecord>): fc.Arbitrary<Maker> =>
  record.map((one) => (eventID: string) => ({ ...one, eventID }));

export const opening: fc.Arbitrary<Maker> = made(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('09:00:00', '09:10:00', '11:30:00'), fc.constantFrom('alice', 'bob'))
      .map(([time, as]) => assumeRole('', time, { as, by: iamUser(as) })),
    fc.constantFrom('09:00:05', '09:10:05').map((time) => switchRole('', time)),
    fc.constant(
      assumeRole('', '09:10:01', {
        role: app,
        as: 'alice',
        by: roleSession(breakGlassRole, 'alice', '09:00:00'),
      }),
    ),
  ),
);

export const reading: fc.Arbitrary<Maker> = made(
  fc.oneof(
    fc.tuple(reader, clock, typed).map(([by, time, name]) => readBy(by, time, name)),
    fc
      .tuple(reader, clock, fc.uniqueArray(typed, { minLength: 1, maxLength: 3 }))
      .map(([by, time, secretIdList]) => batchRead(time, { secretIdList }, by)),
    fc
      .tuple(reader, clock)
      .map(([by, time]) => batchRead(time, { filters: [{ key: 'name', values: ['p'] }] }, by)),
    fc.tuple(reader, clock, typed).map(([by, time, secret]) => deniedRead('', time, { by, secret })),
    fc
      .tuple(reader, clock, fc.constantFrom('/key', '/aws/reference/secretsmanager/payroll'))
      .map(([by, time, name]) => parameterCall('GetParameter', time, { name, withDecryption: true }, by)),
    fc
      .tuple(reader, clock)
      .map(([by, time]) =>
        parameterCall('GetParametersByPath', time, { path: '/', withDecryption: true }, by),
      ),
  ),
);

/** A value changed by someone who has no part in any incident, in a version of its own. */
export const proof: fc.Arbitrary<Maker> = fc.tuple(clock, full).map(([time, secret]) => (id: string) => ({
  ...putSecretValue(time, `proof ${id}`, { secret, by: iamUser('carol') }),
  eventID: id,
}));

export const change: fc.Arbitrary<Maker> = fc.oneof(
  proof,
  made(
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom('RotationStarted', 'RotationSucceeded', 'RotationFailed', 'ReplicationSucceeded'),
          clock,
          full,
        )
        .map(([name, time, secret]) => serviceEvent(name, time, { secret })),
      fc
        .tuple(
          fc.constantFrom(rotateSecret, moveLabel, putSecretValue),
          clock,
          version,
          fc.record({ by: anyone, secret: full }),
        )
        .map(([make, time, id, details]) => make(time, id, details)),
      fc
        .tuple(
          fc.constantFrom(deleteSecret, restoreSecret, stopReplication),
          clock,
          fc.record({ by: anyone, secret: full }),
        )
        .map(([make, time, details]) => make(time, details)),
      fc
        .tuple(fc.constantFrom(tagSecret, untagSecret), clock, fc.record({ by: anyone, secret: full }))
        .map(([make, time, details]) => make(time, 'glasswatch:alternating-users', details)),
      clock.map((time) => revokeSessions(time, `2026-11-20T${time}Z`)),
      fc
        .tuple(clock, anyone)
        .map(([time, by]) => parameterCall('PutParameter', time, { name: '/key', overwrite: true }, by)),
    ),
  ),
);

/** A log: openings, reads and changes in any order, each with an eventID of its own. */
export const log: fc.Arbitrary<CloudTrailRecord[]> = fc
  .tuple(
    fc.array(opening, { minLength: 1, maxLength: 4 }),
    fc.array(reading, { minLength: 1, maxLength: 6 }),
    fc.array(change, { maxLength: 8 }),
  )
  .map((parts) => parts.flat().map((make, n) => make(`e${String(n).padStart(2, '0')}`)));
