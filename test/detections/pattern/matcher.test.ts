import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, compilePatterns, parseEvent } from '../../../detections/pattern/matcher.ts';
import type { EventPattern } from '../../../detections/pattern/matcher.ts';

const assumeRole = {
  source: 'aws.sts',
  detail: {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/BREAK-GLASS-prod' },
  },
};

test('a pattern matches an event that has all its fields, and more', () => {
  const matches = compilePattern({
    detail: {
      eventName: ['AssumeRole', 'AssumeRoleWithSAML'],
      requestParameters: { roleArn: [{ prefix: 'arn:aws:iam::123456789012:role/BREAK-GLASS' }] },
    },
  });
  expect(matches(assumeRole)).toBe(true);
  expect(matches({ detail: { eventName: 'AssumeRole', requestParameters: null } })).toBe(false);
});

test('a star means anything only inside wildcard', () => {
  const role = (entry: EventPattern): EventPattern => ({
    detail: { requestParameters: { roleArn: [entry] } },
  });
  expect(compilePattern(role({ wildcard: 'arn:*:role/BREAK-GLASS*' }))(assumeRole)).toBe(true);
  expect(compilePattern(role({ prefix: 'arn:*:role/BREAK-GLASS' }))(assumeRole)).toBe(false);
});

test('values from different elements of one array do not make a match', () => {
  const matches = compilePattern({ resources: { type: ['Role'], name: ['b'] } });
  expect(
    matches({
      resources: [
        { type: 'Role', name: 'a' },
        { type: 'Key', name: 'b' },
      ],
    }),
  ).toBe(false);
  expect(
    matches({
      resources: [
        { type: 'Role', name: 'a' },
        { type: 'Role', name: 'b' },
      ],
    }),
  ).toBe(true);
});

test('the ids that match come in the order given, each once', () => {
  const decide = compilePatterns([
    ['read', { detail: { eventName: ['GetSecretValue'] } }],
    ['any', { source: [{ exists: true }] }],
    ['assumed', { detail: { eventName: ['AssumeRole'] } }],
    ['read', { detail: { eventSource: ['sts.amazonaws.com'] } }],
    ['assumed', { source: ['aws.sts'] }],
  ]);
  expect(decide(assumeRole)).toEqual(['read', 'any', 'assumed']);
  expect(decide({ source: 'aws.s3' })).toEqual(['any']);
  expect(decide({})).toEqual([]);
});

test('what is no object matches nothing', () => {
  const matches = compilePattern({ a: [{ exists: false }] });
  for (const event of [null, undefined, 'a', 1, true, [], [{ b: 1 }]]) expect(matches(event)).toBe(false);
  expect(matches({})).toBe(true);
});

test('only an event’s own keys count', () => {
  const matches = compilePattern('{"__proto__": {"admin": [true]}, "constructor": [{"exists": false}]}');
  expect(matches(JSON.parse('{"__proto__": {"admin": true}}'))).toBe(true);
  expect(matches(Object.create({ __proto__: { admin: true } }))).toBe(false);
  expect(compilePattern({ toString: [{ exists: true }] })({})).toBe(false);
});

test('a very deep event is no danger and no match', () => {
  let deep: unknown = 'x';
  for (let i = 0; i < 200_000; i++) deep = i % 2 ? [deep] : { a: deep };
  let lists: unknown = 'x';
  for (let i = 0; i < 200_000; i++) lists = [lists];
  expect(compilePattern({ a: ['x'] })({ a: deep })).toBe(false);
  expect(compilePattern({ a: ['x'] })({ a: lists })).toBe(false);
});

test('a huge string against many stars takes no longer than reading it some times', () => {
  const matches = compilePattern({ a: [{ wildcard: `${'*a'.repeat(500)}*b` }] });
  const start = performance.now();
  expect(matches({ a: 'a'.repeat(1_000_000) })).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a large array whose elements all nearly match takes time in proportion to it', () => {
  const matches = compilePattern({ a: { x: [1], y: [2] }, b: [{ prefix: 'b' }], c: { z: [3] } });
  const a = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? { x: 1 } : { y: 2 }));
  const event = { a, b: Array.from({ length: 20_000 }, (_, i) => `b${i}`), c: a.map(() => ({ z: 3 })) };
  const start = performance.now();
  expect(matches(event)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2_000);
});

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const word = fc.constantFrom('x', 'y', 'xy', '');
const entry = fc.oneof(
  word,
  fc.constantFrom(
    1,
    true,
    null,
    { exists: true },
    { exists: false },
    { 'anything-but': 'x' },
    { prefix: 'x' },
  ),
);
const leaves = fc.array(entry, { minLength: 1, maxLength: 2 });
const { pattern } = fc.letrec<{ pattern: EventPattern }>((tie) => ({
  pattern: fc.dictionary(key, fc.oneof({ maxDepth: 2 }, leaves, tie('pattern')), { minKeys: 1, maxKeys: 3 }),
}));
const { event } = fc.letrec((tie) => ({
  event: fc.dictionary(
    key,
    fc.oneof(
      { maxDepth: 3 },
      word,
      fc.constantFrom(1, true, null),
      fc.array(tie('event'), { maxLength: 2 }),
      tie('event'),
    ),
    { maxKeys: 3 },
  ),
}));

test('many patterns together decide as each does alone', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 12 }), event, (patterns, one) => {
      const together = compilePatterns(patterns.map((each, i) => [i, each] as const));
      expect(together(one)).toEqual(patterns.flatMap((each, i) => (compilePattern(each)(one) ? [i] : [])));
    }),
    { numRuns: 500 },
  );
});

test('a pattern means the same as an object and as text', () => {
  fc.assert(
    fc.property(pattern, event, (each, one) => {
      expect(compilePattern(JSON.stringify(each))(one)).toBe(compilePattern(each)(one));
    }),
    { numRuns: 500 },
  );
});

test('an event read by parseEvent is the one that JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.stringify(parseEvent(text))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});
