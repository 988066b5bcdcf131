import fc from 'fast-check';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  home,
  iamUser,
  read,
  record,
  roleSession,
  rotationFailed,
  switchRole,
  type CloudTrailRecord,
} from './events.ts';

/** A role that is no break-glass role, assumed out of one. */
export const app = `arn:aws:iam::${home}:role/app`;
const clock = fc.integer({ min: 0, max: 3 * 3_600 - 1 }).map((seconds) => {
  return new Date(Date.UTC(2026, 10, 20, 9, 0, seconds)).toISOString().slice(11, 19);
});
const person = fc.constantFrom('alice', 'bob');

/** Events of every disposition that an event alone can have; ids are given by their place. */
const anyEvent: fc.Arbitrary<(id: string) => CloudTrailRecord> = fc.oneof(
  fc.tuple(clock, person).map(
    ([time, as]) =>
      (id: string) =>
        assumeRole(id, time, { as }),
  ),
  fc.tuple(clock, person).map(
    ([time, as]) =>
      (id: string) =>
        switchRole(id, time, as),
  ),
  clock.map((time) => (id: string) => read(id, time, 'payroll', roleSession(breakGlassRole, 'alice'))),
  clock.map(
    (time) => (id: string) => assumeRole(id, time, { role: app, by: roleSession(breakGlassRole, 'alice') }),
  ),
  clock.map((time) => (id: string) => rotationFailed(id, time, 'db-AbCdEf')),
  clock.map((time) => (id: string) => deniedRead(id, time, { secret: 'bait' })),
  clock.map((time) => (id: string) => deniedRead(id, time, { by: iamUser('bob') })),
  clock.map((time) => (id: string) => record(id, time, { userIdentity: iamUser('emergency') })),
  clock.map((time) => (id: string) => record(id, time, { eventName: 'ListSecrets' })),
);
/** Up to 25 events, in any order of time. */
export const events = fc
  .array(anyEvent, { minLength: 1, maxLength: 25 })
  .map((makers) => makers.map((make, n) => make(`e${String(n).padStart(2, '0')}`)));

/** So that some are suppressed, some in shadow, some critical. */
export const config = {
  decoys: ['bait'],
  detections: { 'break-glass-chained': { mode: 'shadow' } },
  suppressions: [
    {
      detection: 'secret-access-denied',
      errorCode: 'AccessDenied',
      owner: 'o',
      reason: 'r',
      expires: '2026-12-01',
    },
  ],
};
