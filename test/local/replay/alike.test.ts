import { expect, test } from 'vitest';
import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { sift } from '../../../handlers/alert/candidate.ts';
import { AlikeRecords } from '../../../local/replay/alike.ts';

const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf';

function decryption(eventTime: string) {
  const record = {
    eventID: `at ${eventTime}`,
    eventTime,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    requestParameters: { encryptionContext: { SecretARN: secret } },
  };
  const likeness = { number: 0, eventTime: Date.parse(eventTime), eventID: record.eventID, isShared: false };
  return { record, likeness };
}

test('a secret is known since the earliest of the records that show it, in whatever order they come', () => {
  const directory = new LogSecretDirectory();
  const alike = new AlikeRecords(directory);
  const [first, ...others] = ['10:00', '12:00', '09:00', '07:00', '08:00'].map((time) =>
    decryption(`2026-11-18T${time}:00Z`),
  );
  if (first === undefined) throw new Error('there is no first');
  expect(alike.isKnown(first.likeness)).toBe(false);
  alike.remember(
    first.likeness,
    sift(first.record, () => []),
  );
  directory.learn(first.record);
  for (const { likeness } of others) expect(alike.isKnown(likeness)).toBe(true);
  const [shown] = directory.learnt.written.values();
  expect(shown).toEqual(new Map([['prod/db-AbCdEf', Date.parse('2026-11-18T07:00:00Z')]]));
});

test('of candidates two are parsed, the others told by their own time and eventID; a shared one is always parsed', () => {
  const alike = new AlikeRecords(new LogSecretDirectory());
  for (const time of ['10:00', '11:00']) {
    const { record, likeness } = decryption(`2026-11-18T${time}:00Z`);
    expect(alike.isKnown(likeness)).toBe(false);
    alike.remember(
      likeness,
      sift(record, () => ['secret-access-denied']),
    );
  }
  const { likeness } = decryption('2026-11-18T09:00:00Z');
  expect(alike.isKnown({ ...likeness, isShared: true })).toBe(false);
  expect(alike.isKnown(likeness)).toBe(true);
  expect(alike.take()).toMatchObject({
    numbers: [0],
    times: [likeness.eventTime],
    eventIDs: ['at 2026-11-18T09:00:00Z'],
  });
  expect(alike.take()).toBeNull();
});
