import { describe, expect, it } from 'vitest';
import { at, home, secretArn } from '../../alert/events.ts';
import { verdict, verdicts } from '../desk.ts';
import { alice, opened, payroll, putSecretValue, readBy, serviceEvent, stopReplication } from '../records.ts';

const bare = secretArn('payroll');
const frankfurt = payroll;
const dublin = payroll.replace('eu-central-1', 'eu-west-1');
const inDublin = (time: string, typed = dublin) => ({
  ...readBy(alice, time, typed),
  awsRegion: 'eu-west-1',
});

describe('one secret', () => {
  it('is read by name, partial ARN, ARN, and ARN with key, stage and version', () => {
    const forms = ['payroll', bare, payroll, `${payroll}:password::`, `${payroll}:password:AWSCURRENT:v1`];
    const reads = forms.map((typed, n) => readBy(alice, `09:1${n}`, typed));
    expect(verdict([opened, ...reads, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
      secret: payroll,
      reads: 5,
      state: 'rotated',
    });
  });

  it('is not the one whose name goes on', () => {
    const reads = ['payroll', 'payroll-archive', 'payroll/archive'].map((name, n) =>
      readBy(alice, `09:1${n}`, name),
    );
    const found = verdicts([opened, ...reads, serviceEvent('RotationSucceeded', '11:00')]);
    expect(found).toMatchObject([
      { secret: payroll, state: 'rotated' },
      { secret: secretArn('payroll-archive'), state: 'overdue' },
      { secret: secretArn('payroll/archive'), state: 'overdue' },
    ]);
  });

  it('keeps its id when its suffix becomes known, even where its name ends like a suffix', () => {
    for (const name of ['payroll', 'ledger-backup']) {
      const records = [opened, readBy(alice, '09:10', name)];
      const shown = putSecretValue('11:00', 'v2', { secret: secretArn(`${name}-QwErTy`) });
      const early = verdict(records);
      expect(early.secret).toBe(secretArn(name));
      expect(verdict([...records, shown])).toMatchObject({
        exposure: early.exposure,
        secret: secretArn(`${name}-QwErTy`),
        state: 'rotated',
      });
    }
  });
});

describe('a replica that was read', () => {
  const read = inDublin('09:10');

  it('is replaced when its primary’s rotation has been replicated', () => {
    const records = [opened, read, serviceEvent('RotationSucceeded', '11:00')];
    expect(verdict(records)).toMatchObject({ secret: dublin, state: 'overdue', reason: 'no-proof' });
    expect(verdict([...records, serviceEvent('ReplicationSucceeded', '11:00:05')])).toMatchObject({
      secret: dublin,
      region: 'eu-west-1',
      state: 'rotated',
      reason: 'rotation-succeeded',
      rotatedAt: at('11:00:05'),
    });
  });

  it('is not replaced by a replication before the rotation', () => {
    const replicated = serviceEvent('ReplicationSucceeded', '10:59');
    expect(verdict([opened, read, replicated, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
      reason: 'no-proof',
    });
  });

  it('is not replaced where it was cut off from its primary before', () => {
    const cut = stopReplication('10:30', { secret: dublin });
    const rotation = [
      serviceEvent('RotationSucceeded', '11:00'),
      serviceEvent('ReplicationSucceeded', '11:00:05'),
    ];
    expect(verdict([opened, read, cut, ...rotation])).toMatchObject({ state: 'overdue', reason: 'no-proof' });
    expect(verdict([opened, read, ...rotation, { ...cut, eventTime: at('12:00') }])).toMatchObject({
      state: 'rotated',
    });
  });

  it('cut off is replaced by a rotation of its own', () => {
    const own = serviceEvent('RotationSucceeded', '11:00', { secret: dublin });
    expect(verdict([opened, read, stopReplication('10:30', { secret: dublin }), own])).toMatchObject({
      state: 'rotated',
      rotatedAt: at('11:00'),
    });
  });
});

describe('a primary that was read', () => {
  it('is not replaced by the rotation of a replica that was cut off, whatever is replicated elsewhere', () => {
    const records = [
      opened,
      readBy(alice, '09:10', frankfurt),
      stopReplication('09:20', { secret: dublin, by: alice }),
      serviceEvent('RotationSucceeded', '09:30', { secret: dublin }),
      serviceEvent('ReplicationSucceeded', '09:31'),
    ];
    expect(verdict(records)).toMatchObject({ secret: frankfurt, state: 'overdue', reason: 'no-proof' });
  });

  it('is not opened again by what happens to a replica that was cut off', () => {
    const records = [
      opened,
      readBy(alice, '09:10', frankfurt),
      serviceEvent('RotationSucceeded', '11:00'),
      stopReplication('11:30', { secret: dublin }),
      putSecretValue('11:40', 'x', { secret: dublin, by: alice }),
    ];
    expect(verdict(records)).toMatchObject({ state: 'rotated', rotatedAt: at('11:00') });
  });
});

describe('another account’s secret', () => {
  const foreign = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:shared-AbCdEf';
  const read = readBy(alice, '09:10', foreign);

  it('is unresolved from the first read, without deadline', () => {
    for (const now of ['09:10', '09:30', '2026-11-22T00:00:00Z']) {
      expect(verdict([opened, read], { now })).toMatchObject({
        secret: foreign,
        state: 'unresolved',
        reason: 'external-account',
        deadline: null,
        clockStart: null,
      });
    }
  });

  it('can be waived when its owner has replaced it', () => {
    const { exposure } = verdict([opened, read]);
    const waivers = [{ exposure, reason: 'replaced by its owner', author: 'carol', expires: '2026-12-31' }];
    expect(verdict([opened, read], { waivers })).toMatchObject({
      state: 'waived',
      reason: 'external-account',
    });
  });

  it('is read once where both accounts’ copies of the event are in the log, in any order', () => {
    const shared = { sharedEventID: 'shared' };
    for (const [own, others] of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const ours = { ...read, ...shared, eventID: own };
      const theirs = { ...read, ...shared, eventID: others, recipientAccountId: '444455556666' };
      for (const records of [
        [opened, ours, theirs],
        [opened, theirs, ours],
      ]) {
        expect(verdict(records)).toMatchObject({
          reads: 1,
          account: home,
          reason: 'external-account',
          readEvents: [own],
        });
      }
    }
  });
});
