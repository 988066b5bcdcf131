import { describe, expect, it } from 'vitest';
import { assumeRole, at, breakGlassRole, home, iamUser, roleSession } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import {
  alice,
  moveLabel,
  opened,
  payroll,
  putSecretValue,
  readAt0910,
  rotateSecret,
  serviceEvent,
} from '../records.ts';

const lambda = roleSession(`arn:aws:iam::${home}:role/rotation-function`, 'rotate-payroll', '08:00');

/** All that a rotation with a function of its own leaves in the log. */
const wholeRotation = (from: string, version: string, by = iamUser('carol')) => [
  rotateSecret(`${from}:00`, version, { by }),
  serviceEvent('RotationStarted', `${from}:01`),
  putSecretValue(`${from}:10`, version, { by: lambda, stages: ['AWSPENDING'] }),
  moveLabel(`${from}:20`, version, { by: lambda }),
  serviceEvent('RotationSucceeded', `${from}:21`),
];

describe('a rotation', () => {
  it('that failed and then succeeded is a success', () => {
    expect(
      verdict([
        opened,
        readAt0910,
        rotateSecret('11:00', 'v2'),
        serviceEvent('RotationStarted', '11:00:01'),
        serviceEvent('RotationFailed', '11:01'),
        rotateSecret('12:00', 'v3'),
        serviceEvent('RotationStarted', '12:00:01'),
        serviceEvent('RotationSucceeded', '12:01'),
      ]),
    ).toMatchObject({ state: 'rotated', reason: 'rotation-succeeded', rotatedAt: at('12:01') });
  });

  it('that failed after one succeeded takes nothing away', () => {
    expect(
      verdict([
        opened,
        readAt0910,
        serviceEvent('RotationSucceeded', '11:00'),
        serviceEvent('RotationStarted', '12:00'),
        serviceEvent('RotationFailed', '12:01'),
      ]),
    ).toMatchObject({ state: 'rotated', rotatedAt: at('11:00') });
  });

  it('that began before the read and finished after is no proof: its value may have been read', () => {
    const begun = [rotateSecret('09:09', 'v2'), serviceEvent('RotationStarted', '09:09:01')];
    expect(verdict([opened, ...begun, readAt0910, serviceEvent('RotationSucceeded', '09:11')])).toMatchObject(
      { state: 'overdue', reason: 'no-proof', rotatedAt: null },
    );
  });

  it('that began before the read is no proof either where its function made the new version after', () => {
    const begun = [rotateSecret('09:09', 'v2'), serviceEvent('RotationStarted', '09:09:01')];
    const ended = [
      putSecretValue('09:11:00', 'v2', { by: lambda, stages: ['AWSPENDING'] }),
      moveLabel('09:11:10', 'v2', { by: lambda }),
      serviceEvent('RotationSucceeded', '09:11:11'),
    ];
    for (const events of [begun, begun.slice(1)]) {
      expect(verdict([opened, ...events, readAt0910, ...ended])).toMatchObject({
        state: 'overdue',
        reason: 'no-proof',
      });
    }
  });

  it('that began before the read is made good by the next', () => {
    expect(
      verdict([
        opened,
        serviceEvent('RotationStarted', '09:09'),
        readAt0910,
        serviceEvent('RotationSucceeded', '09:11'),
        serviceEvent('RotationStarted', '11:00'),
        serviceEvent('RotationSucceeded', '11:01'),
      ]),
    ).toMatchObject({ state: 'rotated', rotatedAt: at('11:01') });
  });

  it('that the reader merely started counts, and names the reader', () => {
    expect(
      verdict([
        opened,
        readAt0910,
        rotateSecret('09:20', 'v2', { by: alice }),
        serviceEvent('RotationStarted', '09:20:01'),
        serviceEvent('RotationSucceeded', '09:21'),
      ]),
    ).toMatchObject({
      state: 'rotated',
      reason: 'rotation-succeeded',
      rotatedAt: at('09:21'),
      rotatedBy: { actor: 'alice', principal: breakGlassRole },
      samePerson: true,
    });
  });

  it('with all events of its function counts from the second in which its version became current', () => {
    expect(verdict([opened, readAt0910, ...wholeRotation('11:30', 'v2')])).toMatchObject({
      state: 'rotated',
      reason: 'rotation-succeeded',
      rotatedAt: at('11:30:20'),
      rotatedBy: { actor: 'carol' },
      samePerson: false,
    });
  });

  it('with all events of its function names the same person who started it as a user', () => {
    expect(verdict([opened, readAt0910, ...wholeRotation('11:30', 'v2', iamUser('alice'))])).toMatchObject({
      state: 'rotated',
      rotatedBy: { actor: 'alice' },
      samePerson: true,
    });
  });

  it('whose pending version was made before the read is no proof', () => {
    expect(
      verdict([
        opened,
        rotateSecret('09:05:00', 'v2'),
        putSecretValue('09:05:10', 'v2', { by: lambda, stages: ['AWSPENDING'] }),
        readAt0910,
        moveLabel('09:10:20', 'v2', { by: lambda }),
        serviceEvent('RotationSucceeded', '09:10:21'),
      ]),
    ).toMatchObject({ state: 'overdue', reason: 'no-proof', rotatedAt: null });
  });

  it('that finds its pending version already put by the reader is the reader’s value', () => {
    const fed = [
      putSecretValue('09:12', 'v2', { by: alice, stages: ['AWSPENDING'] }),
      rotateSecret('09:13', 'v2', { by: alice }),
      serviceEvent('RotationSucceeded', '09:14'),
    ];
    expect(verdict([opened, readAt0910, ...fed])).toMatchObject({
      state: 'overdue',
      reason: 'put-by-reader',
    });
  });

  it('that finds a pending version older than the read is no proof, whoever put it', () => {
    const planted = putSecretValue('08:00', 'v2', { by: iamUser('alice'), stages: ['AWSPENDING'] });
    expect(
      verdict([
        planted,
        opened,
        readAt0910,
        rotateSecret('11:00', 'v2'),
        serviceEvent('RotationSucceeded', '11:01'),
      ]),
    ).toMatchObject({ state: 'overdue', reason: 'no-proof', rotatedAt: null });
  });

  it('of a database’s master password that RDS manages is told under serviceEventDetails, and counts', () => {
    const managed = `arn:aws:secretsmanager:eu-central-1:${home}:secret:rds!db-0f1e2d3c-AbCdEf`;
    const { additionalEventData: _, ...succeeded } = serviceEvent('RotationSucceeded', '11:00');
    expect(
      verdict([
        assumeRole('opened', '09:00'),
        { ...readAt0910, requestParameters: { secretId: managed } },
        { ...succeeded, serviceEventDetails: { secretId: managed } },
      ]),
    ).toMatchObject({ secret: managed, state: 'rotated', reason: 'rotation-succeeded' });
  });

  it('of another secret, even one whose name goes on, proves nothing', () => {
    const longer = payroll.replace('payroll-', 'payroll-archive-');
    expect(
      verdict([opened, readAt0910, serviceEvent('RotationSucceeded', '11:00', { secret: longer })]),
    ).toMatchObject({ state: 'overdue', reason: 'no-proof' });
  });
});
