import { describe, expect, it } from 'vitest';
import { at } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import { opened, payroll, readAt0910, rotateSecret, serviceEvent } from '../records.ts';

const rotated = (time: string) => [opened, readAt0910, serviceEvent('RotationSucceeded', time)];

describe('a secret read in an emergency that ends at 10:00', () => {
  it('is due at 14:00, and rotated when a rotation has succeeded before', () => {
    expect(verdict(rotated('11:30'))).toMatchObject({
      actor: 'alice',
      secret: payroll,
      firstRead: at('09:10'),
      lastRead: at('09:10'),
      reads: 1,
      clockStart: at('10:00'),
      deadline: at('14:00'),
      state: 'rotated',
      reason: 'rotation-succeeded',
      rotatedAt: at('11:30'),
      evidence: ['RotationSucceeded 11:30'],
    });
  });

  it('is rotated when the rotation succeeds on the very second of the deadline', () => {
    expect(verdict(rotated('14:00:00'))).toMatchObject({ state: 'rotated', rotatedAt: at('14:00:00') });
  });

  it('is rotated late when it succeeds one second after', () => {
    expect(verdict(rotated('14:00:01'))).toMatchObject({ state: 'rotated-late', rotatedAt: at('14:00:01') });
  });

  it('is rotated late, and not forgiven, when it succeeds hours after', () => {
    expect(verdict(rotated('20:00'))).toMatchObject({
      state: 'rotated-late',
      reason: 'rotation-succeeded',
      deadline: at('14:00'),
      rotatedAt: at('20:00'),
    });
  });

  it('is overdue when nobody ever replaces it', () => {
    expect(verdict([opened, readAt0910])).toMatchObject({
      state: 'overdue',
      reason: 'no-proof',
      rotatedAt: null,
      rotatedBy: null,
      evidence: [],
    });
  });

  it.each([
    ['09:30', 'open', 'while the session lasts'],
    ['12:59:59', 'open', 'when an hour and a second are left'],
    ['13:00:00', 'due-soon', 'when an hour is left'],
    ['14:00:00', 'due-soon', 'on the second of the deadline'],
    ['14:00:01', 'overdue', 'on the second after'],
  ])('at %s is %s: %s', (now, state) => {
    expect(verdict([opened, readAt0910], { now })).toMatchObject({
      state,
      reason: 'no-proof',
      deadline: at('14:00'),
    });
  });

  it('is judged by what had happened by then: a rotation at 11:30 counts at 11:30, and not a second before', () => {
    expect(verdict(rotated('11:30'), { now: '11:29:59' })).toMatchObject({ state: 'open', rotatedAt: null });
    expect(verdict(rotated('11:30'), { now: '11:30' })).toMatchObject({ state: 'rotated' });
  });

  it('can still change until a day after its deadline, for CloudTrail delivers late', () => {
    expect(verdict([opened, readAt0910], { now: '2026-11-21T13:59:59Z' })).toMatchObject({ final: false });
    expect(verdict([opened, readAt0910], { now: '2026-11-21T14:00:00Z' })).toMatchObject({ final: true });
  });

  it('was not read where the read was denied', () => {
    const denied = { ...readAt0910, errorCode: 'AccessDenied', requestParameters: null };
    const failed = { ...readAt0910, eventID: 'failed', errorCode: 'ResourceNotFoundException' };
    const message =
      'User: x is not authorized to perform: secretsmanager:GetSecretValue on resource: payroll because …';
    expect(() => verdict([opened, { ...denied, errorMessage: message }, failed])).toThrow('0 exposures');
  });
});

describe('what is no rotation', () => {
  it('a rotation that was only started leaves the clock running, and says so', () => {
    const started = [rotateSecret('11:00', 'v2'), serviceEvent('RotationStarted', '11:00:01')];
    expect(verdict([opened, readAt0910, ...started], { now: '12:00' })).toMatchObject({
      state: 'open',
      reason: 'rotation-started',
      rotatedAt: null,
    });
    expect(verdict([opened, readAt0910, ...started])).toMatchObject({
      state: 'overdue',
      reason: 'rotation-started',
    });
  });

  it('settings of a rotation, tested and not begun, are no start', () => {
    const asked = { secretId: payroll, rotateImmediately: false, clientRequestToken: 'v2' };
    const settings = { ...rotateSecret('11:00', 'v2'), requestParameters: asked };
    const tested = serviceEvent('TestRotationSucceeded', '11:00:02');
    expect(verdict([opened, readAt0910, settings, tested])).toMatchObject({ reason: 'no-proof' });
  });

  it('a rotation that failed, or was given up, is told as failed', () => {
    for (const failure of ['RotationFailed', 'RotationAbandoned']) {
      const begun = [rotateSecret('11:00', 'v2'), serviceEvent('RotationStarted', '11:00:01')];
      expect(verdict([opened, readAt0910, ...begun, serviceEvent(failure, '11:01')])).toMatchObject({
        state: 'overdue',
        reason: 'rotation-failed',
        rotatedAt: null,
        evidence: [`${failure} 11:01`],
      });
    }
  });

  it('a rotation that succeeded before the read, or in its second, proves nothing', () => {
    for (const time of ['09:09:59', '09:10:00']) {
      expect(verdict([opened, readAt0910, serviceEvent('RotationSucceeded', time)])).toMatchObject({
        state: 'overdue',
        reason: 'no-proof',
      });
    }
  });

  it('a change of tags or of the description proves nothing', () => {
    const tagged = {
      ...rotateSecret('11:00', 'x'),
      eventName: 'TagResource',
      requestParameters: { secretId: payroll, tags: [{ key: 'rotated', value: 'yes' }] },
    };
    expect(verdict([opened, readAt0910, tagged])).toMatchObject({ state: 'overdue', reason: 'no-proof' });
  });
});
