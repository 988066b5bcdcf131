import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../queries/catalogue.ts';
import type { AnswerRow } from '../../queries/log-query.ts';
import {
  apiCall,
  assumeRole,
  decryptOf,
  deniedCall,
  iamUser,
  notAuthorized,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  serviceEvent,
  type Fields,
} from '../detections/event-builders.ts';
import { madeUp, type AskedLog } from '../queries/asking.ts';
import { canaryOf, leaksIn } from './leaks.ts';
import { places, plantedWith } from './token-places.ts';

const breakGlass = roleArn('BREAK-GLASS-ADMIN');
const payroll = secretArn('payroll-AbCdEf');
const ana = roleSession('BREAK-GLASS-ADMIN');

/** Ids of versions and of requests are no secrets: a question may show them. */
const secretPlaces = [
  ...places.filter((place) => !['clientRequestToken', 'requestID'].includes(place.at(-1) ?? '')),
  ['requestParameters', 'secretBinary'],
  ['requestParameters', 'SecretString'],
  ['responseElements', 'credentials', 'other'],
  ['responseElements', 'other'],
  ['additionalEventData', 'other'],
  ['serviceEventDetails', 'other'],
];
const canaries = secretPlaces.map((place) => canaryOf(place.join('.')));
const message = canaryOf('errorMessage');

const written = (name: string) =>
  apiCall('secretsmanager', name, iamUser('bob'), {
    asked: { secretId: payroll, name: 'payroll' },
    answered: { arn: payroll, versionId: '0d15ea5e-0000-4000-8000-00000000abcd' },
  });
const refused = notAuthorized(iamUser('eve'), 'secretsmanager:GetSecretValue', payroll);
const records: Fields[] = [
  assumeRole(iamUser('ana'), breakGlass),
  assumeRole(iamUser('ana'), breakGlass, { name: 'AssumeRoleWithSAML', session: 'saml' }),
  readSecret(ana, payroll),
  readSecret(ana, secretArn('other-AbCdEf', { owner: '444455556666' })),
  decryptOf(ana, payroll),
  ...['PutSecretValue', 'CreateSecret', 'UpdateSecret'].map(written),
  serviceEvent('RotationFailed', { SecretId: payroll }, message),
  deniedCall('secretsmanager', 'GetSecretValue', iamUser('eve'), `${refused} ${message}`),
  apiCall('iam', 'CreateAccessKey', ana, { asked: { userName: 'x' }, answered: { accessKey: {} } }),
  apiCall('ssm', 'GetParameter', ana, { asked: { name: '/prod/key', withDecryption: true } }),
].map((record) =>
  secretPlaces.reduce((so, place) => plantedWith(so, place, canaryOf(place.join('.'))), record),
);

let log: AskedLog;
beforeAll(async () => {
  log = await madeUp(records);
});
afterAll(() => {
  log.close();
});

/** Which questions show what AWS said, because they are about it. */
const messages: Readonly<Record<string, string>> = {
  rotations: 'message',
  'rotation-health': 'message',
  'deadline-records': 'error_message',
};

test.each(queries.map(({ name }) => name))('the question %s shows no token and no secret', async (name) => {
  const rows = await log.ask(name, { roles: breakGlass, principals: breakGlass });
  const shown = rows.map((row): AnswerRow => {
    const told = messages[name];
    return told === undefined ? row : { ...row, [told]: null };
  });
  expect(leaksIn(JSON.stringify(shown), [...canaries, message])).toEqual([]);
});

test('the questions have seen what holds them', async () => {
  expect((await log.ask('secret-access')).length).toBeGreaterThan(2);
  expect(leaksIn(JSON.stringify(await log.ask('rotations')), [message])).toEqual([message]);
  expect(leaksIn(JSON.stringify(records), canaries)).toEqual(canaries);
});
