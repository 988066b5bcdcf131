import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InvalidPatternError, parseEvent, type EventPattern } from '../../../detections/pattern/matcher.ts';
import { necessitiesOf } from '../../../detections/pattern/necessity.ts';

type Verdict = readonly [pattern: string, event: string, verdict: string];

/** event-ruler's own, as in verdicts.test.ts. */
const verdicts = JSON.parse(
  readFileSync(new URL('./verdicts.json', import.meta.url), 'utf8'),
) as readonly Verdict[];

/** Whether an event's text shows a sign: a value that begins so, or a key that ends so. */
function shows(text: string, sign: { in: 'value' | 'key'; text: string }): boolean {
  return text.includes(sign.in === 'value' ? `"${sign.text}` : `${sign.text}"`);
}

test('every event that event-ruler matches shows all that its pattern needs, in one of its alternatives', () => {
  let [matched, needing] = [0, 0];
  for (const [pattern, event, verdict] of verdicts) {
    if (verdict !== 'match') continue;
    let necessities;
    try {
      necessities = necessitiesOf(JSON.parse(pattern) as EventPattern);
    } catch (error) {
      if (error instanceof InvalidPatternError || error instanceof SyntaxError) continue; // text that no object says
      throw error;
    }
    const text = JSON.stringify(parseEvent(event));
    const met = necessities.filter(({ signs }) =>
      signs.every(({ anyOf }) => anyOf.some((sign) => shows(text, sign))),
    );
    expect(met.length, `${pattern} on ${event}`).toBeGreaterThan(0);
    matched += 1;
    if (necessities.some(({ signs }) => signs.length > 0)) needing += 1;
  }
  expect(matched).toBeGreaterThan(100);
  expect(needing).toBeGreaterThan(8);
});

describe('what a pattern needs', () => {
  const only = (pattern: EventPattern) => {
    const [necessity, ...more] = necessitiesOf(pattern);
    expect(more).toEqual([]);
    if (necessity === undefined) throw new Error('no alternative');
    return necessity;
  };

  test('is a text that a value begins with, for literals, prefixes and wildcards', () => {
    const { signs } = only({
      arn: ['arn:aws:iam::1:role/a', { prefix: 'arn:aws:sts::' }, { wildcard: 'arn:aws:kms:*:key' }],
    });
    const texts = ['arn:aws:iam::1:role/a', 'arn:aws:sts::', 'arn:aws:kms:'];
    expect(signs).toEqual([{ field: 'arn', anyOf: texts.map((text) => ({ in: 'value', text })) }]);
  });

  test('is the key where values say nothing, at the end of a path', () => {
    const { signs } = only({ requestParameters: { encryptionContext: { SecretARN: [{ exists: true }] } } });
    expect(signs).toEqual(
      [{ field: 'requestParameters.encryptionContext.SecretARN', anyOf: [] }].map((sign) => ({
        ...sign,
        anyOf: [{ in: 'key', text: 'SecretARN' }],
      })),
    );
  });

  test.each([
    ['may be absent', { errorMessage: [{ exists: false }, 'a long enough text'] }],
    ['begins with anything', { errorNo: [{ wildcard: '*a long enough text' }] }],
    ['is short', { arn: ['short'] }],
    ['is spelled in many ways', { arn: [{ 'equals-ignore-case': 'a long enough text' }] }],
    ['is anything but a text', { arn: [{ 'anything-but': 'a long enough text' }] }],
    ['holds what JSON escapes', { arn: ['a "long" enough text'] }],
    ['holds letters that JSON may spell otherwise', { arn: ['a löng enough text'] }],
    ['is a number', { size: [123456789] }],
  ] satisfies [string, EventPattern][])('is nothing where the value %s', (_, pattern) => {
    expect(only(pattern).signs).toEqual([]);
  });

  test('tells which values of a field it allows, and whether it may be absent', () => {
    const necessity = only({ eventName: [{ prefix: 'Get' }], errorCode: [{ exists: false }] });
    expect(
      ['GetSecretValue', 'PutSecretValue', null].map((name) => necessity.allows('eventName', name)),
    ).toEqual([true, false, false]);
    expect(['AccessDenied', null].map((code) => necessity.allows('errorCode', code))).toEqual([false, true]);
    expect(necessity.allows('eventSource', 'anything')).toBe(true);
  });

  test('is told of each alternative', () => {
    const both = necessitiesOf({ $or: [{ eventName: ['A'] }, { eventSource: ['b'] }] });
    expect(both.map((one) => one.allows('eventName', 'B'))).toEqual([false, true]);
  });
});
