import { describe, expect, it } from 'vitest';
import { at, deniedRead, home, secretArn } from '../../alert/events.ts';
import { verdict, verdicts } from '../desk.ts';
import { alice, batchRead, opened, parameterCall, payroll, readBy, serviceEvent } from '../records.ts';

const list = batchRead('09:10', { secretIdList: ['payroll', 'ledger'] });
const secretsOf = (found: readonly { secret: string; reads: number }[]) =>
  found.map(({ secret, reads }) => `${secret.split(':secret:')[1] ?? secret} ${reads}`).sort();

describe('a batch', () => {
  it('by ids reads each', () => {
    expect(secretsOf(verdicts([opened, list]))).toEqual(['ledger 1', 'payroll 1']);
  });

  it('by ids and the entries of its second are the same reads', () => {
    const entries = [readBy(alice, '09:10', 'payroll'), readBy(alice, '09:10', secretArn('ledger'))];
    expect(secretsOf(verdicts([opened, list, ...entries]))).toEqual(['ledger 1', 'payroll 1']);
  });

  it('by ids and a read of a second later are two reads of one exposure', () => {
    const later = readBy(alice, '09:10:01', 'payroll');
    expect(secretsOf(verdicts([opened, list, later]))).toEqual(['ledger 1', 'payroll 2']);
  });

  it('that was refused one of its ids did not read that one', () => {
    const refused = deniedRead('refused', '09:10', { secret: 'ledger', by: alice });
    const entry = readBy(alice, '09:10', 'payroll');
    expect(secretsOf(verdicts([opened, list, entry, refused]))).toEqual(['payroll 1']);
  });

  it('by a filter is one exposure, unresolved, whose secret is the filter’s text', () => {
    const filters = [{ key: 'tag-key', values: ['prod', 'stage'] }];
    expect(verdict([opened, batchRead('09:10', { filters })])).toMatchObject({
      secret: 'tag-key=prod,stage',
      kind: 'batch',
      state: 'unresolved',
      reason: 'batch-filter',
      deadline: at('14:00'),
    });
  });

  it('by a filter with an entry for each secret is those secrets', () => {
    const filters = [{ key: 'tag-key', values: ['prod'] }];
    const entries = [readBy(alice, '09:10', payroll), readBy(alice, '09:10', secretArn('ledger-AbCdEf'))];
    expect(secretsOf(verdicts([opened, batchRead('09:10', { filters }), ...entries]))).toEqual([
      'ledger-AbCdEf 1',
      'payroll-QwErTy 1',
    ]);
  });

  it('of another session has nothing to do with these entries', () => {
    const filters = [{ key: 'name', values: ['prod'] }];
    const bobs = {
      ...readBy(alice, '09:10', payroll),
      userIdentity: { type: 'IAMUser', principalId: 'AIDABOB' },
    };
    expect(verdict([opened, batchRead('09:10', { filters }), bobs])).toMatchObject({
      reason: 'batch-filter',
    });
  });

  it('without filter is everything, and says so', () => {
    expect(verdict([opened, batchRead('09:10', {})])).toMatchObject({
      secret: 'all secrets (no filter)',
      state: 'unresolved',
    });
  });
});

describe('Parameter Store', () => {
  const arn = `arn:aws:ssm:eu-central-1:${home}:parameter/prod/key`;
  const read = parameterCall('GetParameter', '09:10', { name: '/prod/key', withDecryption: true });

  it('hands out a SecureString, which PutParameter replaces', () => {
    const put = (time: string, by: Record<string, unknown>) =>
      parameterCall('PutParameter', time, { name: '/prod/key', type: 'SecureString', overwrite: true }, by);
    const carol = { type: 'IAMUser', principalId: 'AIDACAROL', userName: 'carol' };
    expect(verdict([opened, read])).toMatchObject({ secret: arn, kind: 'parameter', reason: 'no-proof' });
    expect(verdict([opened, read, put('11:00', carol)])).toMatchObject({
      state: 'rotated',
      reason: 'put-parameter',
      rotatedAt: at('11:00'),
    });
    expect(verdict([opened, read, put('09:20', alice)])).toMatchObject({
      state: 'overdue',
      reason: 'put-by-reader',
    });
  });

  it('is read by name, by ARN, in a list, and with a version or label: one exposure', () => {
    const more = [
      parameterCall('GetParameter', '09:11', { name: arn, withDecryption: true }),
      parameterCall('GetParameter', '09:12', { name: '/prod/key:3', withDecryption: true }),
      parameterCall('GetParameters', '09:13', { names: ['/prod/key:live'], withDecryption: true }),
      parameterCall('GetParameterHistory', '09:14', { name: '/prod/key', withDecryption: true }),
    ];
    expect(verdict([opened, read, ...more])).toMatchObject({ secret: arn, reads: 5 });
  });

  it('without decryption gives no secret', () => {
    expect(verdicts([opened, parameterCall('GetParameter', '09:10', { name: '/prod/key' })])).toEqual([]);
  });

  it('by path is one exposure that nothing in the log resolves', () => {
    const byPath = parameterCall('GetParametersByPath', '09:10', { path: '/prod', withDecryption: true });
    expect(verdict([opened, byPath])).toMatchObject({
      secret: `arn:aws:ssm:eu-central-1:${home}:parameter/prod/*`,
      kind: 'path',
      state: 'unresolved',
      reason: 'path-read',
    });
  });

  it('refers to a secret: that secret was read, once, entry or not', () => {
    const name = '/aws/reference/secretsmanager/payroll';
    const referred = parameterCall('GetParameter', '09:10', { name, withDecryption: true });
    const entry = readBy(alice, '09:10', 'payroll');
    for (const records of [
      [opened, referred],
      [opened, referred, entry],
    ]) {
      expect(verdict([...records, serviceEvent('RotationSucceeded', '11:00')])).toMatchObject({
        secret: payroll,
        kind: 'secret',
        reads: 1,
        state: 'rotated',
      });
    }
  });
});
