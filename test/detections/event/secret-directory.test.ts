import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { secretReference, type Secret } from '../../../detections/event/secret.ts';
import { parsed } from './parsed.ts';

type LogRecord = Record<string, unknown>;

const arnOf = (id: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${id}`;

function record(time: string, more: LogRecord): LogRecord {
  return {
    eventID: 'e1',
    eventTime: `2026-11-20T${time}:00Z`,
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    awsRegion: 'eu-central-1',
    recipientAccountId: '111122223333',
    ...more,
  };
}

const typedAt = (time: string, secretId: string) => record(time, { requestParameters: { secretId } });
/** A record in which AWS itself wrote the full ARN. */
const writtenAt = (time: string, id: string) =>
  record(time, { eventName: 'PutSecretValue', responseElements: { arn: arnOf(id) } });

function resolve(learnt: readonly LogRecord[], typed: string, time = '12:00'): Secret {
  const directory = new LogSecretDirectory();
  for (const one of learnt) directory.learn(one);
  return directory.resolve(secretReference(typed, parsed(), 'typed'), Date.parse(`2026-11-20T${time}:00Z`));
}

describe('a secret', () => {
  it('known by name alone has the ARN without suffix', () => {
    expect(resolve([], 'prod/db')).toEqual({ arn: arnOf('prod/db'), name: 'prod/db' });
    expect(resolve([], arnOf('prod/db'))).toEqual({ arn: arnOf('prod/db'), name: 'prod/db' });
  });

  it('has its full ARN once any record shows it', () => {
    const full = { arn: arnOf('prod/db-AbCdEf'), name: 'prod/db' };
    const learnt = [writtenAt('09:00', 'prod/db-AbCdEf')];
    expect(resolve(learnt, 'prod/db')).toEqual(full);
    expect(resolve(learnt, arnOf('prod/db'))).toEqual(full);
    expect(resolve(learnt, arnOf('prod/db-AbCdEf'))).toEqual(full);
    expect(resolve(learnt, `${arnOf('prod/db-AbCdEf')}:password::`)).toEqual(full);
    expect(resolve(learnt, `${arnOf('prod/db')}:password::`)).toEqual(full);
  });

  it('is learnt from a later record as well', () => {
    expect(resolve([writtenAt('23:00', 'prod/db-AbCdEf')], 'prod/db', '01:00').arn).toBe(
      arnOf('prod/db-AbCdEf'),
    );
  });

  it('is learnt from the ARN that a caller typed, where AWS wrote none', () => {
    expect(resolve([typedAt('09:00', arnOf('prod/db-AbCdEf'))], 'prod/db').arn).toBe(arnOf('prod/db-AbCdEf'));
  });

  it('is learnt from a call of KMS', () => {
    const decrypt = record('09:00', {
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      requestParameters: { encryptionContext: { SecretARN: arnOf('prod/db-AbCdEf') } },
    });
    expect(resolve([decrypt], 'prod/db').arn).toBe(arnOf('prod/db-AbCdEf'));
  });

  it('is not learnt from what a refused caller typed', () => {
    const refused = { ...typedAt('09:00', arnOf('prod/db-AAAAAA')), errorCode: 'AccessDenied' };
    expect(resolve([refused], 'prod/db').arn).toBe(arnOf('prod/db'));
  });

  it('is not learnt from a typed ARN without suffix, nor from a damaged record or one of another service', () => {
    const nothing = [
      typedAt('09:00', arnOf('prod/db')),
      { ...writtenAt('09:00', 'prod/db-AbCdEf'), eventTime: 'yesterday' },
      { ...writtenAt('09:00', 'prod/db-AbCdEf'), eventSource: 'lambda.amazonaws.com' },
      record('09:00', { eventSource: 'kms.amazonaws.com', requestParameters: null }),
    ];
    expect(resolve(nothing, 'prod/db').arn).toBe(arnOf('prod/db'));
  });

  it('whose name ends like a suffix is told apart from one of a shorter name', () => {
    // Two secrets: "db" (db-AbCdEf) and "db-master" (db-master-GhIjKl).
    const learnt = [writtenAt('09:00', 'db-AbCdEf'), writtenAt('09:00', 'db-master-GhIjKl')];
    expect(resolve(learnt, 'db-master')).toEqual({ arn: arnOf('db-master-GhIjKl'), name: 'db-master' });
    expect(resolve(learnt, arnOf('db-master'))).toEqual({
      arn: arnOf('db-master-GhIjKl'),
      name: 'db-master',
    });
    expect(resolve(learnt, 'db')).toEqual({ arn: arnOf('db-AbCdEf'), name: 'db' });
  });

  it('of that kind keeps its name where only its name was ever typed', () => {
    expect(resolve([], 'db-master')).toEqual({ arn: arnOf('db-master'), name: 'db-master' });
  });

  it('is not mistaken because somebody typed a partial ARN that ends like a suffix', () => {
    const learnt = [typedAt('08:00', arnOf('db-master')), writtenAt('09:00', 'db-AbCdEf')];
    expect(resolve(learnt, 'db').arn).toBe(arnOf('db-AbCdEf'));
  });

  it('made anew after deletion is the one of its time', () => {
    const learnt = [
      writtenAt('09:00', 'db-AAAAAA'),
      writtenAt('10:00', 'db-AAAAAA'),
      writtenAt('15:00', 'db-BBBBBB'),
    ];
    expect(resolve(learnt, 'db', '09:00').arn).toBe(arnOf('db-AAAAAA'));
    expect(resolve(learnt, 'db', '14:59').arn).toBe(arnOf('db-AAAAAA'));
    expect(resolve(learnt, 'db', '15:00').arn).toBe(arnOf('db-BBBBBB'));
    expect(resolve(learnt, 'db', '23:00').arn).toBe(arnOf('db-BBBBBB'));
    expect(resolve(learnt, 'db', '08:00').arn).toBe(arnOf('db-AAAAAA'));
    expect(resolve(learnt, arnOf('db-AAAAAA'), '23:00').arn).toBe(arnOf('db-AAAAAA'));
  });

  it('is another in another Region or account', () => {
    const learnt = [writtenAt('09:00', 'db-AbCdEf')];
    const abroad = arnOf('db').replace('eu-central-1', 'us-east-1');
    const foreign = arnOf('db').replace('111122223333', '444455556666');
    expect(resolve(learnt, abroad).arn).toBe(abroad);
    expect(resolve(learnt, foreign).arn).toBe(foreign);
  });

  it('is the same whatever the order in which the log was read', () => {
    const records = [
      writtenAt('09:00', 'db-AAAAAA'),
      writtenAt('15:00', 'db-BBBBBB'),
      writtenAt('11:00', 'db-AAAAAA'),
      writtenAt('16:00', 'db-AAAAAA'), // the old one is spoken of still: the new one stays the newest
      typedAt('08:00', arnOf('db-master')),
      typedAt('10:00', arnOf('mail-CCCCCC')),
      typedAt('12:00', arnOf('mail-DDDDDD')),
      writtenAt('12:00', 'db-master-GhIjKl'),
    ];
    const questions = ['db', 'db-master', 'mail', arnOf('db-AAAAAA'), arnOf('db-master')];
    const answers = (learnt: readonly LogRecord[]) =>
      questions.flatMap((typed) => ['08:00', '11:30', '20:00'].map((time) => resolve(learnt, typed, time)));
    expect(resolve(records, 'db', '20:00').arn).toBe(arnOf('db-BBBBBB'));
    const expected = answers(records);
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(answers(shuffled)).toEqual(expected);
      }),
    );
  });
});
