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
