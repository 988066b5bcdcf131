import { describe, expect, it } from 'vitest';
import { at } from '../../alert/events.ts';
import { verdict } from '../desk.ts';
import {
  alice,
  deleteSecret,
  opened,
  payroll,
  putSecretValue,
  readAt0910,
  restoreSecret,
  serviceEvent,
} from '../records.ts';

const before = [opened, readAt0910];

describe('a deleted secret', () => {
  it('is judged by the clock: its password still works at the database', () => {
    const records = [...before, deleteSecret('11:00')];
    expect(verdict(records, { now: '12:00' })).toMatchObject({ state: 'open', reason: 'deleted' });
    expect(verdict(records)).toMatchObject({ state: 'overdue', reason: 'deleted', rotatedAt: null });
  });

  it('can be waived by whoever revoked the password there', () => {
    const records = [...before, deleteSecret('11:00')];
    const { exposure } = verdict(records);
    const waiver = { exposure, reason: 'revoked at the database', author: 'carol', expires: '2026-12-31' };
    expect(verdict(records, { waivers: [waiver] })).toMatchObject({
      state: 'waived',
      reason: 'deleted',
      waiver: { author: 'carol', reason: 'revoked at the database' },
    });
  });

  it('that is restored holds the value that was read, until that is replaced', () => {
    const restored = [...before, deleteSecret('11:00'), restoreSecret('12:00')];
    expect(verdict(restored)).toMatchObject({ state: 'overdue', reason: 'restored' });
    expect(verdict([...restored, putSecretValue('13:00', 'v2')])).toMatchObject({
      state: 'rotated',
      reason: 'put-secret-value',
      rotatedAt: at('13:00'),
    });
  });

  it('that had been rotated stays rotated, and so it is when it comes back', () => {
    const records = [...before, serviceEvent('RotationSucceeded', '11:00'), deleteSecret('12:00')];
    expect(verdict(records)).toMatchObject({ state: 'rotated', rotatedAt: at('11:00') });
    expect(verdict([...records, restoreSecret('13:00')])).toMatchObject({ state: 'rotated' });
  });

  it('that the reader deletes and makes anew under its name is not replaced by that', () => {
    const anew = payroll.replace('QwErTy', 'AsDfGh');
    const created = {
      ...putSecretValue('09:30', 'n1', { by: alice, secret: anew }),
      eventName: 'CreateSecret',
      requestParameters: { name: 'payroll', clientRequestToken: 'n1' },
    };
    const byName = { ...readAt0910, requestParameters: { secretId: 'payroll' } };
    const records = [
      opened,
      byName,
      deleteSecret('09:20', { by: alice }),
      created,
      serviceEvent('RotationSucceeded', '11:00', { secret: anew }),
    ];
    expect(verdict(records)).toMatchObject({ secret: payroll, state: 'overdue', reason: 'deleted' });
  });
});
