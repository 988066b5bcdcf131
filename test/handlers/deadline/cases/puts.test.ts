import { describe, expect, it } from 'vitest';
import { assumeRole, at, home, iamUser, roleSession } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import {
  alice,
  moveLabel,
  opened,
  payroll,
  putSecretValue,
  readAt0910,
  readBy,
  rotateSecret,
  serviceEvent,
  updateSecret,
} from '../records.ts';

const before = [opened, readAt0910];

describe('a value put by hand', () => {
  it('counts when it becomes current', () => {
    expect(verdict([...before, putSecretValue('11:00', 'v2')])).toMatchObject({
      state: 'rotated',
      reason: 'put-secret-value',
      rotatedAt: at('11:00'),
      rotatedBy: { actor: 'carol', principal: `arn:aws:iam::${home}:user/carol` },
      samePerson: false,
      evidence: ['PutSecretValue 11:00'],
    });
    expect(verdict([...before, putSecretValue('11:00', 'v2', { stages: ['AWSCURRENT'] })])).toMatchObject({
      reason: 'put-secret-value',
    });
  });

  it('does not count under another label than AWSCURRENT', () => {
    expect(
      verdict([...before, putSecretValue('11:00', 'v2', { stages: ['AWSPENDING', 'next'] })]),
    ).toMatchObject({ state: 'overdue', reason: 'no-proof' });
  });

  it('counts by UpdateSecret when that made a version', () => {
    expect(verdict([...before, updateSecret('11:00', 'v2')])).toMatchObject({
      state: 'rotated',
      reason: 'update-secret',
      rotatedAt: at('11:00'),
    });
  });

  it('does not count by UpdateSecret when that changed the description alone', () => {
    expect(verdict([...before, updateSecret('11:00', null)])).toMatchObject({ reason: 'no-proof' });
  });

  it('does not count in the second of the read', () => {
    expect(verdict([...before, putSecretValue('09:10:00', 'v2')])).toMatchObject({ reason: 'no-proof' });
    expect(verdict([...before, putSecretValue('09:10:01', 'v2')])).toMatchObject({ state: 'rotated' });
  });

  it('does not count where the call was refused', () => {
    const refused = { ...putSecretValue('11:00', 'v2'), errorCode: 'AccessDenied' };
    expect(verdict([...before, refused])).toMatchObject({ state: 'overdue', reason: 'no-proof' });
  });

  it('put twice with one token is one version, as old as its first put', () => {
    const early = putSecretValue('09:05', 'v2');
    const again = putSecretValue('11:00', 'v2');
    expect(verdict([opened, early, readAt0910, again])).toMatchObject({
      state: 'overdue',
      reason: 'no-proof',
    });
  });
});

describe('a value put by the reader', () => {
  it('is known to the reader', () => {
    for (const put of [
      putSecretValue('09:20', 'v2', { by: alice }),
      updateSecret('09:20', 'v2', { by: alice }),
    ]) {
      expect(verdict([...before, put])).toMatchObject({
        state: 'overdue',
        reason: 'put-by-reader',
        rotatedAt: null,
        evidence: [put.eventID],
      });
    }
  });

  it('is known to the reader, too, when put by a session chained from the reader’s', () => {
    const app = `arn:aws:iam::${home}:role/app`;
    const chained = assumeRole('chained', '09:15', { role: app, as: 'worker', by: alice });
    const put = putSecretValue('09:20', 'v2', { by: roleSession(app, 'worker', '09:15') });
    expect(verdict([...before, chained, put])).toMatchObject({ state: 'overdue', reason: 'put-by-reader' });
  });

  it('is made good by anyone else’s', () => {
    const own = putSecretValue('09:20', 'v2', { by: alice });
    expect(verdict([...before, own, putSecretValue('11:00', 'v3')])).toMatchObject({
      state: 'rotated',
      reason: 'put-secret-value',
      rotatedAt: at('11:00'),
    });
    expect(verdict([...before, own, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
      state: 'rotated',
      reason: 'rotation-succeeded',
    });
  });

  it('after the proof opens the exposure again', () => {
    const proof = serviceEvent('RotationSucceeded', '09:20');
    const own = putSecretValue('09:30', 'v3', { by: alice });
    expect(verdict([...before, proof, own])).toMatchObject({
      state: 'overdue',
      reason: 'put-by-reader',
      rotatedAt: null,
    });
  });

  it('as another identity of the same person counts, and the report can name them', () => {
    expect(verdict([...before, putSecretValue('11:00', 'v2', { by: iamUser('alice') })])).toMatchObject({
      state: 'rotated',
      reason: 'put-secret-value',
      rotatedBy: { actor: 'alice', principal: `arn:aws:iam::${home}:user/alice` },
      samePerson: true,
    });
  });
});

describe('the label AWSCURRENT', () => {
  it('moved by hand to a version made after the read counts: a stuck AWSPENDING finished', () => {
    const lambda = roleSession(`arn:aws:iam::${home}:role/rotation-function`, 'rotate', '08:00');
    expect(
      verdict([
        ...before,
        rotateSecret('11:00', 'v2'),
        putSecretValue('11:00:10', 'v2', { by: lambda, stages: ['AWSPENDING'] }),
        serviceEvent('RotationFailed', '11:01'),
        moveLabel('12:00', 'v2'),
      ]),
    ).toMatchObject({
      state: 'rotated',
      reason: 'label-moved',
      rotatedAt: at('12:00'),
      rotatedBy: { actor: 'carol' },
    });
  });

  it('moved back to an old version opens the exposure again', () => {
    const old = putSecretValue('08:00', 'v1');
    expect(verdict([old, ...before, putSecretValue('11:00', 'v2'), moveLabel('12:00', 'v1')])).toMatchObject({
      state: 'overdue',
      reason: 'rolled-back',
      rotatedAt: null,
    });
    expect(verdict([...before, putSecretValue('11:00', 'v2'), moveLabel('12:00', 'v1')])).toMatchObject({
      state: 'overdue',
      reason: 'rolled-back',
    });
  });

  it('moved back and forth again counts from the last move', () => {
    const moves = [moveLabel('12:00', 'v1'), moveLabel('13:00', 'v2')];
    expect(verdict([...before, putSecretValue('11:00', 'v2'), ...moves])).toMatchObject({
      state: 'rotated',
      reason: 'label-moved',
      rotatedAt: at('13:00'),
    });
  });

  it('moved by anybody to a version that the reader put is the reader’s value', () => {
    const put = putSecretValue('09:20', 'v2', { by: alice, stages: ['AWSPENDING'] });
    expect(verdict([...before, put, moveLabel('11:00', 'v2')])).toMatchObject({
      state: 'overdue',
      reason: 'put-by-reader',
    });
  });

  it('of another name moved to a new version says nothing', () => {
    const moved = moveLabel('11:00', 'v2');
    const other = { secretId: payroll, versionStage: 'AWSPREVIOUS', moveToVersionId: 'v2' };
    expect(verdict([...before, { ...moved, requestParameters: other }])).toMatchObject({
      reason: 'no-proof',
    });
  });
});

it('a secret read again after the proof needs a new one', () => {
  const again = readBy(alice, '09:40', 'payroll');
  const records = [...before, serviceEvent('RotationSucceeded', '09:30'), again];
  expect(verdict(records)).toMatchObject({
    reads: 2,
    firstRead: at('09:10'),
    lastRead: at('09:40'),
    state: 'overdue',
    reason: 'no-proof',
    rotatedAt: null,
  });
  expect(verdict([...records, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
    state: 'rotated',
    rotatedAt: at('11:00'),
  });
});

it('a second read and the proof in the same second leave the exposure open', () => {
  const again = readBy(alice, '09:30:00', payroll);
  expect(verdict([...before, serviceEvent('RotationSucceeded', '09:30:00'), again])).toMatchObject({
    state: 'overdue',
    reason: 'no-proof',
  });
});
