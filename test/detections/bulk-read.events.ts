import type { DetectionCases } from './detection-cases.ts';
import {
  apiCall,
  iamUser,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  type Fields,
} from './event-builders.ts';

const sweeper = roleSession('sweeper', { session: 'one' });

/** Reads of the secrets with these numbers, a second apart, from a time on (mm:ss after ten). */
function reads(numbers: readonly number[], by: Fields = sweeper, minute = '00'): Fields[] {
  return numbers.map((number, index) =>
    readSecret(by, `team/secret-${number}`, { at: `10:${minute}:${String(index).padStart(2, '0')}` }),
  );
}

/** A read of secrets with these numbers through Parameter Store. */
function references(numbers: readonly number[], asked: 'name' | 'names', at: string): Fields {
  const names = numbers.map((number) => `/aws/reference/secretsmanager/team/secret-${number}`);
  return apiCall('ssm', asked === 'name' ? 'GetParameter' : 'GetParameters', sweeper, {
    at,
    asked: { [asked]: asked === 'name' ? names[0] : names, withDecryption: true },
  });
}

function batch(asked: Fields | null): Fields {
  return apiCall('secretsmanager', 'BatchGetSecretValue', sweeper, { asked });
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const tenth = 'the tenth secret within five minutes';
const byTagKey = 'a batch by tag key alone';

export default {
  config: { breakGlass: {} },

  truths: [
    {
      name: 'ten secrets through Parameter Store at once',
      event: references(upTo(10), 'names', '10:04:00'),
      target: upTo(10)
        .map((number) => secretArn(`team/secret-${number}`))
        .join(', '),
    },
    {
      name: 'the tenth secret, through Parameter Store',
      before: reads(upTo(9)),
      event: references([10], 'name', '10:04:00'),
      target: secretArn('team/secret-10'),
    },
    {
      name: tenth,
      before: reads(upTo(9)),
      event: readSecret(sweeper, 'team/secret-10', { at: '10:04:59' }),
      target: secretArn('team/secret-10'),
      says: 'A session of role sweeper read 10 or more secrets',
    },
    {
      name: 'the tenth secret, read by several sessions of one role',
      before: [...reads([1, 2, 3, 4]), ...reads([5, 6, 7, 8, 9], roleSession('sweeper', { session: 'two' }))],
      event: readSecret(roleSession('sweeper', { session: 'three' }), 'team/secret-10', { at: '10:04:00' }),
      target: secretArn('team/secret-10'),
    },
    {
      name: 'the tenth secret of an IAM user',
      before: reads(upTo(9), iamUser('mallory')),
      event: readSecret(iamUser('mallory'), 'team/secret-10', { at: '10:04:00' }),
      target: secretArn('team/secret-10'),
    },
    {
      name: 'ten secrets listed in one batch',
      event: batch({ secretIdList: upTo(10).map((number) => `team/secret-${number}`) }),
      target: upTo(10)
        .map((number) => secretArn(`team/secret-${number}`))
        .join(', '),
    },
    {
      name: 'the tenth secret, after a batch of nine',
      before: [batch({ secretIdList: upTo(9).map((number) => `team/secret-${number}`) })],
      event: readSecret(sweeper, 'team/secret-10', { at: '10:01:00' }),
      target: secretArn('team/secret-10'),
    },
    {
      name: 'the eleventh secret',
      before: reads(upTo(10)),
      event: readSecret(sweeper, 'team/secret-11', { at: '10:01:00' }),
      target: secretArn('team/secret-11'),
      repeats: true,
    },
    { name: 'a batch without filter', event: batch({ maxResults: 20 }), target: 'all secrets (no filter)' },
    {
      name: 'a batch with an empty list of filters',
      event: batch({ filters: [] }),
      target: 'all secrets (no filter)',
    },
    { name: 'a batch without parameters', event: batch(null), target: 'all secrets (no filter)' },
    {
      name: 'a batch with an empty value',
      event: batch({ filters: [{ key: 'description', values: [''] }] }),
      target: 'description=',
    },
    {
      name: 'a batch with no value',
      event: batch({ filters: [{ key: 'all', values: [] }] }),
      target: 'all=',
    },
    {
      name: 'a batch with an empty value beside a narrow filter',
      event: batch({
        filters: [
          { key: 'tag-value', values: ['payroll'] },
          { key: 'description', values: [''] },
        ],
      }),
      target: 'tag-value=payroll description=',
    },
    {
      name: byTagKey,
      event: batch({ filters: [{ key: 'tag-key', values: ['env'] }] }),
      target: 'tag-key=env',
    },
    {
      name: 'a batch by name alone',
      event: batch({ filters: [{ key: 'name', values: ['prod/'] }] }),
      target: 'name=prod/',
    },
  ],

  nearMisses: [
    {
      name: 'ten secrets refused through Parameter Store',
      of: 'ten secrets through Parameter Store at once',
      set: ['errorCode'],
      to: 'AccessDeniedException',
    },
    {
      name: 'a tenth that is an ordinary parameter',
      of: 'the tenth secret, through Parameter Store',
      set: ['requestParameters', 'name'],
      to: '/team/secret-10',
    },
    { name: 'the ninth secret', of: tenth, before: reads(upTo(8)) },
    {
      name: 'the tenth secret, five minutes after the first',
      of: tenth,
      set: ['eventTime'],
      to: '2026-11-18T10:05:00Z',
    },
    {
      name: 'the same secret by name and by ARN counts once',
      of: tenth,
      before: [...reads(upTo(8)), readSecret(sweeper, secretArn('team/secret-3-4Rzn83'), { at: '10:00:30' })],
    },
    {
      name: 'the tenth read of a secret read before',
      of: tenth,
      set: ['requestParameters', 'secretId'],
      to: 'team/secret-3',
    },
    {
      name: 'nine other secrets read by another role',
      of: tenth,
      before: reads(upTo(9), roleSession('developer')),
    },
    {
      name: 'the tenth read by another role',
      of: tenth,
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: roleArn('developer'),
    },
    {
      name: 'nine reads of which one was denied',
      of: tenth,
      before: reads(upTo(9)).map((event, index) =>
        index === 4 ? { ...event, errorCode: 'AccessDenied' } : event,
      ),
    },
    { name: 'the tenth read, denied', of: tenth, set: ['errorCode'], to: 'AccessDenied' },
    { name: 'the tenth secret is only looked at', of: tenth, set: ['eventName'], to: 'DescribeSecret' },
    {
      name: 'a tenth read of another service',
      of: tenth,
      set: ['eventSource'],
      to: 'appconfig.amazonaws.com',
    },
    {
      name: 'nine secrets listed in one batch',
      of: 'ten secrets listed in one batch',
      set: ['requestParameters', 'secretIdList'],
      to: upTo(9).map((number) => `team/secret-${number}`),
    },
    {
      name: 'ten ids of nine secrets in one batch',
      of: 'ten secrets listed in one batch',
      set: ['requestParameters', 'secretIdList'],
      to: [...upTo(9).map((number) => `team/secret-${number}`), secretArn('team/secret-3')],
    },
    {
      name: 'a batch by tag key and value',
      of: byTagKey,
      set: ['requestParameters', 'filters'],
      to: [
        { key: 'tag-key', values: ['env'] },
        { key: 'tag-value', values: ['prod'] },
      ],
    },
    {
      name: 'a batch by description',
      of: byTagKey,
      set: ['requestParameters', 'filters'],
      to: [{ key: 'description', values: ['payroll'] }],
    },
    { name: 'a batch that fails', of: byTagKey, set: ['errorCode'], to: 'InvalidParameterException' },
    { name: 'a batch of another service', of: byTagKey, set: ['eventSource'], to: 'appconfig.amazonaws.com' },
    { name: 'a listing with that filter', of: byTagKey, set: ['eventName'], to: 'ListSecrets' },
  ],
} satisfies DetectionCases;
