import { describe, expect, it } from 'vitest';
import { at, type CloudTrailRecord } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import { alice, opened, payroll, putSecretValue, readAt0910, readBy, serviceEvent } from '../records.ts';

const hourMs = 3_600_000;
/** Every hour of two days, but for some (hh of the first day). */
const busy = (...without: string[]) => {
  const hours = Array.from({ length: 48 }, (_, n) => Date.parse(at('00:00')) + n * hourMs);
  const left = without.map((hour) => Date.parse(at(`${hour}:00`)));
  return new Map([['eu-central-1', new Set(hours.filter((hour) => !left.includes(hour)))]]);
};

describe('records', () => {
  const records = [
    opened,
    readAt0910,
    readBy(alice, '09:40', 'payroll'),
    serviceEvent('RotationSucceeded', '09:30'),
    putSecretValue('15:00', 'v2'),
    serviceEvent('RotationFailed', '11:00'),
  ];
  const expected = {
    reads: 2,
    firstRead: at('09:10'),
    lastRead: at('09:40'),
    state: 'rotated-late',
    reason: 'put-secret-value',
    rotatedAt: at('15:00'),
  };

  it('that come out of order and doubled say the same', () => {
    for (const told of [records, [...records].reverse(), [...records, ...records]]) {
      expect(verdict(told)).toMatchObject(expected);
    }
  });

  it('that come late change the verdict when they come', () => {
    const known: CloudTrailRecord[] = [opened, readAt0910];
    expect(verdict(known)).toMatchObject({ state: 'overdue', reason: 'no-proof' });
    expect(verdict([...known, serviceEvent('RotationSucceeded', '13:59')])).toMatchObject({
      state: 'rotated',
    });
  });

  it('with an offset instead of Z are told in UTC', () => {
    const offset = { ...readAt0910, eventTime: '2026-11-20T10:10:00+01:00' };
    expect(verdict([opened, offset])).toMatchObject({ firstRead: at('09:10'), deadline: at('14:00') });
  });

  it('whose errorCode is null or empty are answered calls, as other tools export them', () => {
    for (const errorCode of [null, '']) {
      expect(verdict([opened, { ...readAt0910, errorCode }])).toMatchObject({ secret: payroll });
    }
  });
});

describe('a gap in the log', () => {
  const records = [opened, readAt0910];

  it('between the read and the deadline makes what seems overdue unresolved: a proof may lie there', () => {
    expect(verdict(records, { coverage: busy('11', '12') })).toMatchObject({
      state: 'unresolved',
      reason: 'log-gap',
      deadline: at('14:00'),
      rotatedAt: null,
    });
    expect(verdict(records, { coverage: busy() })).toMatchObject({ state: 'overdue', reason: 'no-proof' });
  });

  it('is not one where an hour was quiet, or where it lies after the deadline or in another Region', () => {
    const elsewhere = new Map([['us-east-1', busy('11', '12').get('eu-central-1') ?? new Set<number>()]]);
    for (const coverage of [busy('11'), busy('16', '17'), elsewhere]) {
      expect(verdict(records, { coverage })).toMatchObject({ state: 'overdue', reason: 'no-proof' });
    }
  });

  it('closes nothing before the deadline, and hides no proof', () => {
    const coverage = busy('10', '11');
    expect(verdict(records, { coverage, now: '13:30' })).toMatchObject({ state: 'due-soon' });
    expect(verdict([...records, serviceEvent('RotationSucceeded', '12:30')], { coverage })).toMatchObject({
      state: 'rotated',
    });
  });

  it('leaves overdue what the log knows to be bad', () => {
    const own = putSecretValue('09:20', 'v2', { by: alice });
    expect(verdict([...records, own], { coverage: busy('11', '12') })).toMatchObject({
      state: 'overdue',
      reason: 'put-by-reader',
    });
  });
});
