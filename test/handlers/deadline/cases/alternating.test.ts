import { describe, expect, it } from 'vitest';
import { at, home, roleSession } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import {
  alice,
  moveLabel,
  opened,
  putSecretValue,
  readAt0910,
  rotateSecret,
  serviceEvent,
  tagSecret,
  untagSecret,
} from '../records.ts';

const tag = 'glasswatch:alternating-users';
const config = { alternatingUsers: ['payroll'] };
const lambda = roleSession(`arn:aws:iam::${home}:role/rotation-function`, 'rotate', '08:00');
const rotation = (from: string, version: string) => [
  rotateSecret(`${from}:00`, version),
  serviceEvent('RotationStarted', `${from}:01`),
  putSecretValue(`${from}:10`, version, { by: lambda, stages: ['AWSPENDING'] }),
  moveLabel(`${from}:20`, version, { by: lambda }),
  serviceEvent('RotationSucceeded', `${from}:21`),
];

describe('a secret whose rotation alternates between two users', () => {
  it('is one of two after the first rotation: what was read still works', () => {
    const records = [opened, readAt0910, serviceEvent('RotationSucceeded', '11:00')];
    expect(verdict(records, { config })).toMatchObject({
      state: 'overdue',
      reason: 'one-of-two',
      rotatedAt: null,
    });
    expect(verdict(records)).toMatchObject({ state: 'rotated' });
  });

  it('is rotated by the second, and as late as that', () => {
    const first = serviceEvent('RotationSucceeded', '11:00');
    expect(
      verdict([opened, readAt0910, first, serviceEvent('RotationSucceeded', '12:00')], { config }),
    ).toMatchObject({ state: 'rotated', rotatedAt: at('12:00') });
    expect(
      verdict([opened, readAt0910, first, serviceEvent('RotationSucceeded', '15:00')], { config }),
    ).toMatchObject({ state: 'rotated-late', rotatedAt: at('15:00') });
  });

  it('counts one rotation once, however many events its function leaves', () => {
    expect(verdict([opened, readAt0910, ...rotation('11:00', 'v2')], { config })).toMatchObject({
      reason: 'one-of-two',
    });
    expect(
      verdict([opened, readAt0910, ...rotation('11:00', 'v2'), ...rotation('12:00', 'v3')], { config }),
    ).toMatchObject({ state: 'rotated', reason: 'rotation-succeeded', rotatedAt: at('12:00:20') });
  });

  it('can be told by name, by ARN, and by ARN without suffix', () => {
    const arn = `arn:aws:secretsmanager:eu-central-1:${home}:secret:payroll`;
    for (const named of ['payroll', arn, `${arn}-QwErTy`]) {
      expect(
        verdict([opened, readAt0910, serviceEvent('RotationSucceeded', '11:00')], {
          config: { alternatingUsers: [named] },
        }),
      ).toMatchObject({ reason: 'one-of-two' });
    }
  });

  it('is meant by its name, too, where the log never shows its suffix and the name looks like one', () => {
    const plain = { ...readAt0910, requestParameters: { secretId: 'ledger-backup' } };
    const put = putSecretValue('11:00', 'v2', { secret: 'ledger-backup', more: { responseElements: null } });
    expect(verdict([opened, plain, put], { config: { alternatingUsers: ['ledger-backup'] } })).toMatchObject({
      reason: 'one-of-two',
    });
  });

  it('can be told by a tag', () => {
    const one = serviceEvent('RotationSucceeded', '11:00');
    expect(verdict([tagSecret('08:00', tag), opened, readAt0910, one])).toMatchObject({
      reason: 'one-of-two',
    });
    expect(verdict([tagSecret('08:00', 'other'), opened, readAt0910, one])).toMatchObject({
      state: 'rotated',
    });
  });

  it('stays one where the tag was taken away before the emergency began, and put back after', () => {
    const one = serviceEvent('RotationSucceeded', '11:00');
    expect(
      verdict([tagSecret('07:00', tag), untagSecret('08:00', tag), opened, readAt0910, one]),
    ).toMatchObject({ state: 'rotated' });
    expect(
      verdict([untagSecret('08:00', tag), opened, readAt0910, one, tagSecret('12:00', tag)]),
    ).toMatchObject({ reason: 'one-of-two' });
  });

  it('stays one where the tag is taken away in the emergency, before the read or after', () => {
    const one = serviceEvent('RotationSucceeded', '11:00');
    for (const time of ['09:05', '09:20', '10:30']) {
      const untagged = untagSecret(time, tag, { by: alice });
      expect(verdict([tagSecret('08:00', tag), opened, readAt0910, untagged, one])).toMatchObject({
        state: 'overdue',
        reason: 'one-of-two',
      });
    }
  });

  it('stays one where the log shows only that the tag was taken away in the emergency', () => {
    const untagged = untagSecret('09:05', tag, { by: alice });
    const one = serviceEvent('RotationSucceeded', '11:00');
    expect(verdict([opened, untagged, readAt0910, one])).toMatchObject({ reason: 'one-of-two' });
  });
});
