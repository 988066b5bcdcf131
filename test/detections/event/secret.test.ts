import { describe, expect, it } from 'vitest';

import { arnOf, secretOfKmsCall, secretsNamed } from '../../../detections/event/secret.ts';
import { parsed } from './parsed.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf';

/** The secrets that an event names, each as its ARN and how sure its form is. */
function named(more: Record<string, unknown>): string[] {
  return secretsNamed(parsed(more)).map((reference) => `${reference.form} ${arnOf(reference)}`);
}

const asked = (secretId: string) => ({ requestParameters: { secretId } });

describe('the secret that an event names', () => {
  it('by name belongs to the account and Region of the call', () => {
    expect(named(asked('prod/db'))).toEqual([
      'name arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db',
    ]);
    expect(named({ ...asked('prod/db'), awsRegion: 'cn-north-1' })).toEqual([
      'name arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:prod/db',
    ]);
  });

  it.each([
    ['a full ARN', arn, arn],
    ['a partial ARN', arn.slice(0, -7), arn.slice(0, -7)],
    ['an ARN with a JSON key', `${arn}:password::`, arn],
    ['an ARN with key, stage and version', `${arn}:password:AWSCURRENT:0f0e`, arn],
    [
      'an ARN of another account',
      arn.replace('111122223333', '444455556666'),
      arn.replace('111122223333', '444455556666'),
    ],
  ])('by %s is taken as the caller typed it', (_, typed, meant) => {
    expect(named(asked(typed))).toEqual([`typed-arn ${meant}`]);
  });

  it('by what AWS itself wrote is full, and outranks the caller’s words', () => {
    for (const written of [
      { responseElements: { arn } },
      { responseElements: { aRN: arn } },
      { responseElements: { ARN: arn } },
      { additionalEventData: { SecretId: arn } },
      { additionalEventData: { ARN: arn } },
      { serviceEventDetails: { secretId: arn } },
    ]) {
      expect(named({ ...asked('prod/db'), ...written })).toEqual([`full-arn ${arn}`]);
    }
  });

  it('is not what the response names of another service', () => {
    expect(
      named({
        ...asked('prod/db'),
        responseElements: { arn: 'arn:aws:kms:eu-central-1:111122223333:key/1' },
      }),
    ).toEqual(['name arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db']);
  });

  it('of a new secret is its name where the response is missing', () => {
    expect(named({ eventName: 'CreateSecret', requestParameters: { name: 'prod/db' } })).toEqual([
      'name arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db',
    ]);
  });

  it('of a batch is each of the list, once', () => {
    const secretIdList = ['a', arn, 'a', `${arn}:password::`, 7];
    expect(named({ eventName: 'BatchGetSecretValue', requestParameters: { secretIdList } })).toEqual([
      'name arn:aws:secretsmanager:eu-central-1:111122223333:secret:a',
      `typed-arn ${arn}`,
    ]);
  });

  it('of a denied call stands in the message', () => {
    const errorMessage = (resource: string) =>
      `User: arn:aws:iam::111122223333:user/x is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource} because no identity-based policy allows the secretsmanager:GetSecretValue action`;
    expect(named({ errorCode: 'AccessDenied', errorMessage: errorMessage('prod/db') })).toEqual([
      'name arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db',
    ]);
    expect(named({ errorCode: 'AccessDenied', errorMessage: errorMessage(arn) })).toEqual([
      `typed-arn ${arn}`,
    ]);
    expect(named({ errorCode: 'AccessDenied', errorMessage: errorMessage('*') })).toEqual([]);
    expect(named({ errorCode: 'AccessDenied', errorMessage: 'Access to KMS is not allowed' })).toEqual([]);
    expect(named({ errorMessage: errorMessage('prod/db') })).toEqual([]);
  });

  it('is none where the event names none', () => {
    expect(named({})).toEqual([]);
    expect(named({ requestParameters: { secretId: '' } })).toEqual([]);
    expect(named({ requestParameters: { secretId: { nested: true } } })).toEqual([]);
  });
});

describe('the secret behind a call of KMS', () => {
  it('is the one of the encryption context', () => {
    const event = parsed({
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      requestParameters: { encryptionContext: { SecretARN: arn, SecretVersionId: '0f0e' } },
    });
    const reference = secretOfKmsCall(event);
    expect(reference?.form).toBe('full-arn');
    expect(reference && arnOf(reference)).toBe(arn);
  });

  it.each([[null], [{}], [{ encryptionContext: null }], [{ encryptionContext: { SecretARN: 7 } }]])(
    'is none with parameters %j',
    (requestParameters) => {
      expect(secretOfKmsCall(parsed({ requestParameters }))).toBeNull();
    },
  );
});
