import { expect, test } from 'vitest';
import { compilePattern, InvalidPatternError } from '../../../detections/pattern/matcher.ts';

function refusal(pattern: unknown): InvalidPatternError {
  try {
    compilePattern(pattern as string);
  } catch (error) {
    if (error instanceof InvalidPatternError) return error;
    throw error;
  }
  throw new Error(`taken: ${JSON.stringify(pattern)}`);
}

test.each([
  [{ detail: { eventName: ['a', 'b', { starts: 'c' }] } }, '$.detail.eventName[2]'],
  [{ detail: { eventName: 'a' } }, '$.detail.eventName'],
  [{ detail: { eventName: [] } }, '$.detail.eventName'],
  [{ detail: {} }, '$.detail'],
  [{ 'detail-type': [['a']] }, '$.detail-type[0]'],
  [{ 'a b': [{ exists: 'yes' }] }, '$["a b"][0]'],
  [{ a: [{ wildcard: 'x**y' }] }, '$.a[0].wildcard'],
  [{ a: [{ numeric: ['<', 5, '>', 1] }] }, '$.a[0].numeric'],
  [{ a: [{ numeric: ['>', 5, '<', 1] }] }, '$.a[0].numeric'],
  [{ a: [{ cidr: '10.0.0.0/33' }] }, '$.a[0].cidr'],
  [{ a: [{ 'anything-but': ['x', 1] }] }, '$.a[0].anything-but'],
  [{ a: [{ 'anything-but': { prefix: ['x', ''] } }] }, '$.a[0].anything-but.prefix[1]'],
  [{ $or: [{ a: ['x'] }] }, '$.$or'],
  [{ $or: [{ a: ['x'] }, {}] }, '$.$or[1]'],
  [{ $or: [{ a: ['x'] }, { b: ['x'], prefix: ['y'] }] }, '$.$or[1].prefix'],
  [{ a: [Number.NaN] }, '$.a[0]'],
  ['{"a": [1}', '$'],
  ['[]', '$'],
])('%j is refused at %s', (pattern, at) => {
  const error = refusal(pattern);
  expect(error.at).toBe(at);
  expect(error.message).toBe(`Invalid event pattern at ${at}: ${error.reason}`);
  expect(error.reason).not.toBe('');
});

test('an absurdly deep pattern is refused, as text and as an object', () => {
  const depth = 100_000;
  expect(refusal(`${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`).reason).toContain('nested deeper');
  let pattern: unknown = [1];
  for (let i = 0; i < depth; i++) pattern = { a: pattern };
  expect(refusal(pattern).reason).toContain('nested deeper');
});

test('$or that makes more than 1,000 combinations is refused, as EventBridge does', () => {
  const or = (name: string): unknown => ({
    $or: Array.from({ length: 11 }, (_, i) => ({ [name]: [`${i}`] })),
  });
  expect(refusal({ a: or('x'), b: or('y'), c: or('z') }).reason).toContain('1000 combinations');
  expect(compilePattern({ a: or('x') as never, b: or('y') as never })({ a: { x: '3' }, b: { y: '4' } })).toBe(
    true,
  );
});
