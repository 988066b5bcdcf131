import { expect, test } from 'vitest';
import { errorWords } from '../../handlers/deployed/error-words.ts';
import { DeliveryError, LedgerError } from '../../handlers/alert/ports.ts';
import { parseEvent } from '../../detections/event/cloudtrail-event.ts';
import { assumeRole } from '../handlers/alert/events.ts';
import { leaksIn } from './leaks.ts';
import { canary, places, planted } from './token-places.ts';

test('a secret is found in a text, a URL, base64 and hexadecimal', () => {
  for (const text of [
    `a ${canary} b`,
    encodeURIComponent(`a ${canary}/`),
    Buffer.from(`{"x":"${canary}"}`).toString('base64'),
    Buffer.from(` {"x":"${canary}"}`).toString('base64url'),
    Buffer.from(`  {"x":"${canary}"}`).toString('base64'),
    Buffer.from(canary).toString('hex'),
  ]) {
    expect(leaksIn(text, [canary])).toEqual([canary]);
  }
  expect(leaksIn('IQoJb3JpZ2luX2VjE', [canary])).toEqual([]);
});

test('of AssumeRole’s answer nothing leaves the parser but who the session is and when it ends', () => {
  const { responseElements } = parseEvent({
    ...assumeRole('e1', '09:00'),
    responseElements: {
      credentials: {
        accessKeyId: canary,
        secretAccessKey: canary,
        sessionToken: canary,
        expiration: 'Nov 20, 2026, 10:00:00 AM',
      },
      assumedRoleUser: {
        assumedRoleId: 'AROAX:alice',
        arn: 'arn:aws:sts::1:assumed-role/x/alice',
        token: canary,
      },
      packedPolicySize: canary,
      sessionToken: canary,
    },
  });
  expect(leaksIn(JSON.stringify(responseElements), [canary])).toEqual([]);
  const held = Object.entries(responseElements ?? {}).filter(([, value]) => value !== null);
  expect(Object.fromEntries(held)).toEqual({
    assumedRoleUser: { assumedRoleId: 'AROAX:alice', arn: 'arn:aws:sts::1:assumed-role/x/alice' },
    credentials: { expiration: 'Nov 20, 2026, 10:00:00 AM' },
  });
});

test('a token in any place but the request is gone after the parser', () => {
  const event = parseEvent(places.reduce(planted, assumeRole('e1', '09:00')));
  expect(leaksIn(JSON.stringify({ ...event, requestParameters: null }), [canary])).toEqual([]);
});

test('the words for a log hold no other’s message: not in causes, stacks, names of fields or errors in errors', () => {
  const aws = Object.assign(new Error(`refused: ${canary}`), {
    name: 'AccessDeniedException',
    $response: { headers: { authorization: canary }, body: canary },
    config: { url: `https://hooks.slack.com/services/${canary}` },
  });
  const errors = [
    aws,
    new LedgerError('write', aws),
    new DeliveryError('e1', new AggregateError([aws], canary, { cause: aws })),
    new TypeError(`Invalid URL\n    at ${canary}`, { cause: aws }),
    new TypeError(`Invalid URL\n    at parse (${canary}:1:2)\n    at ${canary}:3:4`),
    Object.assign(new Error('x'), { name: canary, $metadata: { requestId: `${canary} ` } }),
    canary,
    { message: canary },
  ];
  for (const error of errors) expect(leaksIn(JSON.stringify(errorWords(error)), [canary])).toEqual([]);
});
