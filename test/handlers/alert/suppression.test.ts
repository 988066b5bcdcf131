import { describe, expect, it } from 'vitest';

import { Desk } from './desk.ts';
import {
  deleteSecret,
  deniedRead,
  elsewhere,
  home,
  iamUser,
  read,
  record,
  roleSession,
  rotationFailed,
  secretArn,
} from './events.ts';
import { madeUp } from './made-up.ts';

const scanner = `arn:aws:iam::${home}:role/tools/scanner`;

/** A desk with one suppression of denied reads. */
function suppressing(more: Record<string, string>): Desk {
  const suppression = {
    detection: 'secret-access-denied',
    owner: 'sec',
    reason: 'known',
    expires: '2026-12-01',
    ...more,
  };
  return new Desk({ config: { suppressions: [suppression] } });
}

const denied = (more: Parameters<typeof deniedRead>[2]) => deniedRead('e1', '09:00', more);

describe('a suppression', () => {
  it('of a detection covers all that this detection finds, and nothing of another', async () => {
    const desk = suppressing({});
    expect(await desk.take(deniedRead('e1', '09:00'))).toBe('suppressed');
    expect(await desk.take(deniedRead('e2', '09:01', { by: iamUser('bob') }))).toBe('suppressed');
    expect(await desk.take(rotationFailed('e3', '09:02', 'db-AbCdEf'))).toBe('alerted');
    expect(desk.told).toEqual(['rotation-failed e3']);
  });

  it('by principal covers the sessions of that role, path included, and no other role', async () => {
    const desk = suppressing({ principal: scanner });
    expect(await desk.take(denied({ by: roleSession(scanner, 'nightly') }))).toBe('suppressed');
    const sameName = `arn:aws:iam::${home}:role/scanner`;
    expect(await desk.take(deniedRead('e2', '09:01', { by: roleSession(sameName, 'nightly') }))).toBe(
      'alerted',
    );
    const otherAccount = `arn:aws:iam::${elsewhere}:role/tools/scanner`;
    expect(await desk.take(deniedRead('e3', '09:02', { by: roleSession(otherAccount, 'nightly') }))).toBe(
      'alerted',
    );
  });

  it('by principal covers a user', async () => {
    const desk = suppressing({ principal: `arn:aws:iam::${home}:user/alice` });
    expect(await desk.take(denied({ by: iamUser('alice') }))).toBe('suppressed');
    expect(await desk.take(deniedRead('e2', '09:01', { by: iamUser('bob') }))).toBe('alerted');
  });

  it('cannot be reached by choosing a session name, a user agent or an address', async () => {
    const desk = suppressing({ principal: scanner });
    const disguised = roleSession(`arn:aws:iam::${home}:role/app`, 'scanner');
    const more = { userAgent: scanner, sourceIPAddress: scanner };
    expect(await desk.take(denied({ by: { ...disguised, userName: scanner }, more }))).toBe('alerted');
    const named = roleSession(`arn:aws:iam::${home}:role/app`, scanner);
    expect(await desk.take(deniedRead('e2', '09:01', { by: named }))).not.toBe('suppressed');
  });

  it('by account covers callers of that account, not events in it', async () => {
    const desk = suppressing({ account: elsewhere });
    const partner = roleSession(`arn:aws:iam::${elsewhere}:role/app`, 'x');
    expect(await desk.take(denied({ by: partner }))).toBe('suppressed');
    const more = { recipientAccountId: elsewhere };
    expect(await desk.take(deniedRead('e2', '09:01', { by: iamUser('alice'), more }))).toBe('alerted');
  });

  it('by account covers a caller whose ARN the event does not give', async () => {
    const desk = suppressing({ account: elsewhere });
    const by = { type: 'AWSAccount', principalId: 'AIDAMALLORY', accountId: elsewhere };
    expect(await desk.take(denied({ by }))).toBe('suppressed');
  });

  it('by error code covers that very code', async () => {
    const desk = suppressing({ errorCode: 'VpceAccessDenied' });
    expect(await desk.take(denied({ more: { errorCode: 'VpceAccessDenied' } }))).toBe('suppressed');
    expect(await desk.take(deniedRead('e2', '09:01'))).toBe('alerted');
  });

  it('by secret covers it under its name and under its ARN', async () => {
    const arn = secretArn('payroll-AbCdEf');
    for (const suppressed of ['payroll', arn, secretArn('payroll')]) {
      for (const typed of ['payroll', arn]) {
        const desk = suppressing({ secret: suppressed });
        desk.directory.learn(read('e0', '08:00', arn));
        expect(await desk.take(denied({ secret: typed }))).toBe('suppressed');
        expect(await desk.take(deniedRead('e2', '09:01', { secret: 'payroll-2' }))).toBe('alerted');
      }
    }
  });

  it('by secret does not cover an event that names no secret', async () => {
    const desk = suppressing({ secret: 'payroll' });
    const more = { errorMessage: 'Access to KMS is not allowed' };
    expect(await desk.take(denied({ more }))).toBe('alerted');
  });

  it('by secret does not cover a batch that holds another secret as well', async () => {
    const suppression = {
      detection: 'any',
      secret: 'payroll',
      owner: 'o',
      reason: 'r',
      expires: '2026-12-01',
    };
    const patterns = () => [{ detail: { eventName: ['BatchGetSecretValue'] } }];
    const desk = new Desk({
      detections: [madeUp('any', { patterns })],
      config: { suppressions: [suppression] },
    });
    const batch = (eventID: string, secretIdList: string[]) =>
      record(eventID, '09:00', { eventName: 'BatchGetSecretValue', requestParameters: { secretIdList } });
    expect(await desk.take(batch('e1', ['payroll']))).toBe('suppressed');
    expect(await desk.take(batch('e2', ['payroll', 'crown-jewels']))).toBe('alerted');
  });

  it('with several conditions covers only what meets them all', async () => {
    const conditions = { principal: scanner, account: home, errorCode: 'AccessDenied', secret: 'payroll' };
    const by = roleSession(scanner, 'nightly');
    expect(await suppressing(conditions).take(denied({ by }))).toBe('suppressed');
    expect(await suppressing(conditions).take(denied({ by: iamUser('bob') }))).toBe('alerted');
    expect(await suppressing(conditions).take(denied({ by, secret: 'other' }))).toBe('alerted');
    expect(
      await suppressing(conditions).take(denied({ by, more: { errorCode: 'AccessDeniedException' } })),
    ).toBe('alerted');
    expect(await suppressing({ ...conditions, account: elsewhere }).take(denied({ by }))).toBe('alerted');
  });

  it('no longer covers anything once it has expired: at the end of its day, UTC', async () => {
    const desk = suppressing({ expires: '2026-11-20' });
    desk.now = Date.parse('2026-11-20T23:59:59.999Z');
    expect(await desk.take(deniedRead('e1', '09:00', { by: iamUser('alice') }))).toBe('suppressed');
    desk.now = Date.parse('2026-11-21T00:00:00Z');
    expect(await desk.take(deniedRead('e2', '09:00', { by: iamUser('alice') }))).toBe('alerted');
  });

  it('with a time of day ends at that time, whatever its zone', async () => {
    const desk = suppressing({ expires: '2026-11-20T14:00:00+02:00' });
    desk.now = Date.parse('2026-11-20T11:59:59Z');
    expect(await desk.take(deniedRead('e1', '09:00'))).toBe('suppressed');
    desk.now = Date.parse('2026-11-20T12:00:00Z');
    expect(await desk.take(deniedRead('e2', '09:00'))).toBe('alerted');
  });

  it('counts by the present, not by the time of the event', async () => {
    const desk = suppressing({ expires: '2026-11-19' });
    expect(await desk.take(deniedRead('e1', '09:00', { more: { eventTime: '2026-11-18T09:00:00Z' } }))).toBe(
      'alerted',
    );
  });

  it('keeps a repeat a duplicate', async () => {
    const desk = suppressing({});
    expect(await desk.takeAll([denied({}), denied({})])).toEqual(['suppressed', 'duplicate']);
  });

  it('does not count what it covers among the kind', async () => {
    const desk = suppressing({ errorCode: 'VpceAccessDenied' });
    await desk.take(deniedRead('e1', '09:00', { more: { errorCode: 'VpceAccessDenied' } }));
    expect(await desk.take(deniedRead('e2', '09:01'))).toBe('alerted');
    expect(desk.only.count).toBe(1);
  });
});

describe('a critical event', () => {
  it('is never suppressed', async () => {
    const suppression = { detection: 'decoy-read', owner: 'o', reason: 'r', expires: '2026-12-01' };
    const desk = new Desk({ config: { decoys: ['bait'], suppressions: [suppression] } });
    expect(await desk.take(read('e1', '09:00', 'bait'))).toBe('alerted');
    expect(desk.only).toMatchObject({ detection: 'decoy-read', severity: 'critical' });
  });

  it('is critical by what it does, not by what its detection usually finds', async () => {
    const suppression = {
      detection: 'secret-at-risk',
      owner: 'o',
      reason: 'clean-up',
      expires: '2026-12-01',
    };
    const desk = new Desk({ config: { suppressions: [suppression] } });
    expect(await desk.take(deleteSecret('e1', '09:00', 'db-AbCdEf', false))).toBe('suppressed');
    expect(await desk.take(deleteSecret('e2', '09:01', 'db-AbCdEf', true))).toBe('alerted');
    expect(desk.only).toMatchObject({ eventID: 'e2', severity: 'critical' });
  });

  it('is not suppressed along with a milder match of its own', async () => {
    const suppression = { detection: 'secret-access-denied', owner: 'o', reason: 'r', expires: '2026-12-01' };
    const desk = new Desk({ config: { decoys: ['bait'], suppressions: [suppression] } });
    expect(await desk.take(deniedRead('e1', '09:00', { secret: 'bait' }))).toBe('alerted');
    expect(desk.only.detection).toBe('decoy-read');
  });
});
