import { expect, test } from 'vitest';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { LogSecretDirectory, showingSecrets } from '../../../detections/event/secret-directory.ts';
import { secretOfKmsCall, secretsNamed } from '../../../detections/event/secret.ts';
import { compilePatterns } from '../../../detections/pattern/matcher.ts';
import { incidentOriginals, recordedOriginals } from '../../local/scan/originals.ts';

const shows = compilePatterns(showingSecrets.map((pattern) => [true, pattern] as const));

/** Whether an ARN of a secret can be learnt from a record; asked of the parsed event itself. */
function teaches(record: Record<string, unknown>): boolean {
  const event = parseEvent(record);
  const ofKms = event.eventSource === 'kms.amazonaws.com' ? secretOfKmsCall(event) : null;
  if (event.eventSource !== 'secretsmanager.amazonaws.com') return ofKms?.form === 'full-arn';
  return secretsNamed(event).some(
    ({ form }) => form === 'full-arn' || (form === 'typed-arn' && event.errorCode === null),
  );
}

test('every record from which a secret can be learnt is admitted by what the directory says it learns from', async () => {
  const records = [...(await incidentOriginals()).records, ...(recordedOriginals()?.records ?? [])];
  const teaching = records.filter(teaches);
  expect(teaching.length).toBeGreaterThan(50);
  expect(teaching.filter((record) => shows(record).length === 0)).toEqual([]);
});

test('what KMS calls show is learnt with the earliest time, whatever order they come in', () => {
  const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf';
  const call = (eventTime: string, more: Record<string, unknown> = {}) => ({
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    eventTime,
    eventID: eventTime,
    requestParameters: { encryptionContext: { SecretARN: arn } },
    ...more,
  });
  const early = '2026-11-18T01:00:00Z';
  const late = '2026-11-18T02:00:00Z';
  for (const times of [
    [early, late],
    [late, early],
    [late, early, late],
  ]) {
    const directory = new LogSecretDirectory();
    for (const time of times) directory.learn(call(time));
    expect([...directory.learnt.written.values()].map((ids) => [...ids.values()])).toEqual([
      [Date.parse(early)],
    ]);
  }
  // A record that is no event teaches nothing, and does not stand in the way of one that is.
  const directory = new LogSecretDirectory();
  directory.learn(call(early, { eventID: '' }));
  directory.learn(call(late));
  expect([...directory.learnt.written.values()].map((ids) => [...ids.values()])).toEqual([
    [Date.parse(late)],
  ]);
});

test('what two directories learnt is one directory’s, whichever is added to the other', () => {
  const record = (id: string, eventTime: string) => ({
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'PutSecretValue',
    eventTime,
    eventID: `${id}${eventTime}`,
    responseElements: { arn: `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${id}` },
  });
  const first = [record('db-AbCdEf', '2026-11-18T02:00:00Z'), record('db-AbCdEf', '2026-11-18T03:00:00Z')];
  const second = [record('db-AbCdEf', '2026-11-18T01:00:00Z'), record('db-UvWxYz', '2026-11-18T05:00:00Z')];
  const learntOf = (...parts: (typeof first)[]) => {
    const all = new LogSecretDirectory();
    for (const part of parts) {
      const directory = new LogSecretDirectory();
      for (const one of part) directory.learn(one);
      all.add(directory.learnt);
    }
    return all.learnt;
  };
  expect(learntOf(first, second)).toEqual(learntOf([...second, ...first]));
  expect(learntOf(second, first)).toEqual(learntOf(first, second));
});
