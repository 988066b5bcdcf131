import type { Random } from '../../../local/incident/random.ts';

type Fields = Record<string, unknown>;

/** A record as something else than CloudTrail would write it: still JSON, often no event, often of another meaning. */
export function changedRecord(record: Fields, random: Random, texts: readonly string[]): unknown {
  const [, change] = random.pick(recordChanges);
  return change(structuredClone(record), random, texts);
}

type RecordChange = (record: Fields, random: Random, texts: readonly string[]) => unknown;

const deciding = ['eventSource', 'eventName', 'eventTime', 'eventID', 'errorCode', 'eventCategory'];
const oddValues = [null, '', 0, -0.5, true, [], ['sts.amazonaws.com'], {}, { a: null }, 'x'];

/** Named, so that a failure tells what it was. */
const recordChanges: readonly (readonly [string, RecordChange])[] = [
  ['without a field that decides', (record, random) => without(record, random.pick(deciding))],
  [
    'an odd value in such a field',
    (record, random) => ({ ...record, [random.pick(deciding)]: random.pick(oddValues) }),
  ],
  ['refused', (record) => ({ ...record, errorCode: 'AccessDenied', errorMessage: 'no' })],
  ['an export’s empty error', (record, random) => ({ ...record, errorCode: random.pick([null, '']) })],
  [
    'another name',
    (record, random) => ({
      ...record,
      eventName: random.pick(['AssumeRole', 'GetSecretValue', 'getsecretvalue']),
    }),
  ],
  [
    'another service',
    (record, random) => ({
      ...record,
      eventSource: random.pick([
        'sts.amazonaws.com',
        'kms.amazonaws.com',
        'STS.amazonaws.com',
        'ec2.amazonaws.com',
      ]),
    }),
  ],
  [
    'a text that matters somewhere in the parameters',
    (record, random, texts) => ({
      ...record,
      requestParameters: {
        [random.pick(['name', 'roleArn', 'x'])]: random.pick(texts),
        list: [random.pick(texts)],
      },
    }),
  ],
  [
    'a secret in an encryption context',
    (record, random, texts) => ({
      ...record,
      eventSource: 'kms.amazonaws.com',
      requestParameters: { encryptionContext: { SecretARN: random.pick(texts) } },
    }),
  ],
  [
    'somebody who matters',
    (record, random, texts) => ({ ...record, userIdentity: { type: 'IAMUser', arn: random.pick(texts) } }),
  ],
  [
    'keys with dots',
    (record, random, texts) => ({
      ...without(record, 'requestParameters'),
      'userIdentity.arn': random.pick(texts),
      'requestParameters.name': random.pick(texts),
      requestParameters: { 'encryptionContext.SecretARN': random.pick(texts) },
    }),
  ],
  [
    'a record inside a record',
    (record, random) => ({
      ...record,
      requestParameters: random.pick<unknown>([record, [record, record], { Records: [record] }]),
    }),
  ],
  [
    'a record as text inside a record',
    (record) => ({ ...record, userAgent: JSON.stringify(record), errorMessage: '},{"eventVersion":"1.08",' }),
  ],
  [
    'a long text',
    (record, random, texts) => ({
      ...record,
      userAgent: random.pick(texts).repeat(random.pick([10, 1_000])),
    }),
  ],
  [
    'text that JSON escapes',
    (record, random, texts) => ({
      ...record,
      userAgent: `"${random.pick(texts)}"\\ \u0000\u001f\u2028 é 😀 \ud800`,
      requestParameters: { name: `\\"${random.pick(texts)}` },
    }),
  ],
  [
    'an envelope',
    (record) => ({ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.sts', detail: record }),
  ],
  [
    'with an envelope’s key',
    (record) => ({ ...record, 'detail-type': 'x', source: 'y', detail: { ...record } }),
  ],
  ['looked up', (record) => ({ EventId: '1', CloudTrailEvent: JSON.stringify(record) })],
  ['an insight', (record) => ({ ...record, eventCategory: 'Insight' })],
  ['an aggregate', (record) => ({ ...record, eventCategory: 'Aggregated' })],
  ['network activity', (record) => ({ ...record, eventCategory: 'NetworkActivity' })],
  [
    'keys of objects',
    (record) =>
      JSON.parse(`{"__proto__":{"a":1},"constructor":1,${JSON.stringify(record).slice(1)}`) as unknown,
  ],
  ['no object', (_record, random) => random.pick([null, 1, 'text', [], [[]], true, {}])],
];

function without(record: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
