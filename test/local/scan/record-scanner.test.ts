import { describe, expect, test } from 'vitest';
import type { Interest } from '../../../local/scan/interest.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';

function record(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    eventVersion: '1.08',
    eventTime: '2026-11-18T02:14:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    eventID: 'e1',
    ...fields,
  };
}

const ofRecord = (pattern: Interest['pattern']): Interest => ({ pattern, of: 'record' });

function wanted(interests: readonly Interest[], ...records: unknown[]): number[] | null {
  const scanner = new RecordScanner(kernelModule(), interests);
  const scanned = scanner.scan(Buffer.from(JSON.stringify({ Records: records })));
  return scanned === null ? null : scanned.wanted.map(({ index }) => index);
}

describe('records are wanted', () => {
  test('by service, call and error, whatever else they hold', () => {
    const interests = [ofRecord({ eventSource: ['sts.amazonaws.com'], errorCode: [{ prefix: 'Access' }] })];
    expect(
      wanted(
        interests,
        record({}),
        record({ eventSource: 'sts.amazonaws.com' }),
        record({ eventSource: 'sts.amazonaws.com', errorCode: 'AccessDenied' }),
        record({ eventSource: 'sts.amazonaws.com', errorCode: '' }),
        record({ eventSource: 'sts.amazonaws.com', errorCode: 'Throttled' }),
      ),
    ).toEqual([2]);
  });

  test('by a text that stands anywhere in them, whatever service they are of', () => {
    const interests = [ofRecord({ userIdentity: { arn: ['arn:aws:iam::1:user/root-key'] } })];
    expect(
      wanted(
        interests,
        record({}),
        record({ userIdentity: { arn: 'arn:aws:iam::1:user/root-key' } }),
        record({ 'userIdentity.arn': 'arn:aws:iam::1:user/root-key' }),
        record({ userIdentity: { arn: 'arn:aws:iam::2:user/root-key' } }),
      ),
    ).toEqual([1, 2]);
  });

  test('where an escape may hide such a text', () => {
    const text = JSON.stringify({ Records: [record({ a: 'arn:aws:iam::1:user/root-key' })] }).replace(
      'arn:',
      'ar\\u006e:',
    );
    const scanner = new RecordScanner(kernelModule(), [ofRecord({ a: ['arn:aws:iam::1:user/root-key'] })]);
    expect(scanner.scan(Buffer.from(text))?.wanted).toHaveLength(1);
  });

  test('all of them, where a pattern shows nothing to look for', () => {
    expect(wanted([ofRecord({ a: [{ exists: false }] })], record({}), record({ a: 1 }))).toEqual([0, 1]);
  });

  test('all of them, where there are more texts than can be looked for', () => {
    const many = Array.from({ length: 60 }, (_, i) => ofRecord({ [`a${i}`]: [`a long enough text ${i}`] }));
    expect(wanted(many, record({}), record({ a59: 'a long enough text 59' }))).toEqual([0, 1]);
  });

  test('none, where nobody is interested', () => {
    expect(wanted([], record({}), record({}))).toEqual([]);
  });
});

describe('a text is left to the reader', () => {
  test.each([
    ['no event', JSON.stringify({ Records: [{ ...record({}), eventID: undefined }] })],
    ['a second eventName', JSON.stringify({ Records: [record({})] }).replace('}]', ',"eventName":"x"}]')],
    [
      'a key with an escape',
      JSON.stringify({ Records: [record({})] }).replace('"eventName"', '"event\\u004eame"'),
    ],
    ['an envelope', JSON.stringify({ Records: [{ 'detail-type': 'x', source: 'y', detail: record({}) }] })],
    ['an insight', JSON.stringify({ Records: [record({ eventCategory: 'Insight' })] })],
    ['no object', JSON.stringify({ Records: [record({}), null] })],
    ['another key', JSON.stringify({ Records: [record({})], more: 1 })],
    ['text behind it', `${JSON.stringify({ Records: [record({})] })}x`],
    ['a zero byte behind it', `${JSON.stringify({ Records: [record({})] })}\0`],
    ['a comma too many', JSON.stringify({ Records: [record({})] }).replace(']}', ',]}')],
    ['a bad number', JSON.stringify({ Records: [record({ n: 1 })] }).replace('"n":1', '"n":01')],
    ['a bad escape', JSON.stringify({ Records: [record({ t: 'xx' })] }).replace('"xx"', '"\\x"')],
    ['a control character', JSON.stringify({ Records: [record({ t: 'xx' })] }).replace('"xx"', '"\t"')],
  ])('with %s', (_, text) => {
    const scanner = new RecordScanner(kernelModule(), []);
    expect(scanner.scan(Buffer.from(text))).toBeNull();
    // What was seen of one text does not show in the next.
    expect(scanner.scan(Buffer.from(JSON.stringify({ Records: [record({})] })))?.records).toBe(1);
  });
});

describe('records are alike', () => {
  const all: Interest[] = [ofRecord({ eventSource: [{ exists: true }] })];
  const numbers = (interests: readonly Interest[], ...records: unknown[]) =>
    new RecordScanner(kernelModule(), interests)
      .scan(Buffer.from(JSON.stringify({ Records: records })))
      ?.wanted.map(({ likeness }) => likeness?.number ?? null);

  test('that differ in eventID, eventTime, requestID and sharedEventID alone', () => {
    const one = { eventID: 'e1', requestID: 'r1', sharedEventID: 's1' };
    const other = { eventID: 'é2', eventTime: '2024-02-29T23:59:59Z', requestID: null, sharedEventID: [{}] };
    expect(numbers(all, record(one), record(other))).toEqual([0, 0]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['one letter of another field', { awsRegion: 'eu-central-2' }],
    ['a field more', { sharedEventID: 's1' }],
    ['such a field inside another', { requestParameters: { eventID: 'e2' } }],
    ['the type of a value', { awsRegion: null }],
  ])('not where they differ in %s', (_, change) => {
    const base = { awsRegion: 'eu-central-1', requestParameters: { eventID: 'e1' } };
    expect(numbers(all, record(base), record({ ...base, ...change }))).toEqual([0, 1]);
  });

  test.each(['2025-02-29T00:00:00Z', '2026-11-18T24:00:00Z', '2026-11-18T02:14:07.5Z', 'yesterday'])(
    'to none where the time is not as CloudTrail writes it: %s',
    (eventTime) => {
      expect(numbers(all, record({ eventTime }), record({ eventTime }))).toEqual([null, null]);
    },
  );

  test.each<Interest>([
    ofRecord({ sharedEventID: [{ exists: true }] }),
    { pattern: { detail: { eventTime: [{ prefix: '2026-' }] } }, of: 'event' },
    ofRecord({ requestID: { inside: [{ exists: false }] }, eventName: [{ exists: true }] }),
  ])('to none where somebody asks for what each has of its own', (interest) => {
    const shared = record({ sharedEventID: 's1' });
    expect(numbers([interest, ...all], shared, shared)).toEqual([null, null]);
  });

  test('by numbers that are never given twice, however many there are', () => {
    const scanner = new RecordScanner(kernelModule(), all);
    const told = new Map<number, string>();
    for (let file = 0; file < 12; file++) {
      const records = Array.from({ length: 1_500 }, (_, i) => record({ userAgent: `${file} ${i}` }));
      const text = Buffer.from(JSON.stringify({ Records: [...records, ...records] }));
      for (const { start, end, likeness } of scanner.scan(text)?.wanted ?? []) {
        if (likeness === null) continue;
        const json = text.toString('utf8', start, end);
        expect(told.get(likeness.number) ?? json).toBe(json);
        told.set(likeness.number, json);
      }
    }
    // More than are remembered at a time.
    expect(told.size).toBeGreaterThan(16_384);
  });
});

test('kinds are told apart, however many there are', () => {
  const scanner = new RecordScanner(kernelModule(), [ofRecord({ eventName: ['Call7', 'Call2999'] })]);
  for (let file = 0; file < 3; file++) {
    const records = Array.from({ length: 3_000 }, (_, i) =>
      record({ eventName: `Call${i}`, awsRegion: `r${file}` }),
    );
    const scanned = scanner.scan(Buffer.from(JSON.stringify({ Records: records })));
    expect(scanned?.records).toBe(3_000);
    expect(scanned?.wanted.map(({ index }) => index)).toEqual([7, 2_999]);
  }
});

test('files larger than the table of records, and smaller ones after them, are told whole', () => {
  const scanner = new RecordScanner(kernelModule(), [ofRecord({ eventName: ['Last'] })]);
  for (const length of [40_000, 16_384, 16_385, 1]) {
    const records = Array.from({ length }, (_, i) => record(i === length - 1 ? { eventName: 'Last' } : {}));
    const scanned = scanner.scan(Buffer.from(JSON.stringify({ Records: records })));
    expect(scanned?.records).toBe(length);
    expect(scanned?.wanted.map(({ index }) => index)).toEqual([length - 1]);
  }
});
