import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  account,
  deniedCall,
  iamUser,
  notAuthorized,
  otherAccount,
  readSecret,
  region,
  roleSession,
  secretArn,
  serviceEvent,
  type Fields,
} from '../../detections/event-builders.ts';

export const database = secretArn('prod/db-Ab12Cd');
export const feed = secretArn('prod/feed-Ef34Gh');
export const stranger = '777788889999';

const app = roleSession('app');
const batch = roleSession('batch');
const mallory = iamUser('mallory');

function refused(secret: string): Fields {
  return deniedCall(
    'secretsmanager',
    'GetSecretValue',
    mallory,
    notAuthorized(mallory, 'secretsmanager:GetSecretValue', secret),
  );
}

/** Records by the day of November 2026 on which they happened, at 10:00. The 15th has none. */
const days: Readonly<Record<string, readonly Fields[]>> = {
  '05': [readSecret(app, database)],
  '06': [readSecret(app, database), readSecret(otherAccount(), feed)],
  '07': [readSecret(app, database), refused(database)],
  '08': [readSecret(app, database)],
  '09': [readSecret(app, database)],
  '10': [readSecret(app, database)],
  '11': [readSecret(app, database)],
  '12': [readSecret(app, database)],
  '13': [readSecret(app, database), readSecret(otherAccount(), feed), readSecret(otherAccount(), feed)],
  '14': [
    readSecret(app, database),
    readSecret({ type: 'AWSAccount', principalId: 'AIDASTRANGER000000001', accountId: stranger }, feed),
  ],
  '16': [readSecret(app, database), refused(database), refused(feed)],
  '17': [
    readSecret(app, database),
    serviceEvent('RotationFailed', { SecretId: database }, 'the lambda failed in setSecret step'),
  ],
  '18': [readSecret(app, database), readSecret(batch, database)],
};

/**
 * Writes fourteen days in CloudTrail's layout. By hand: in the week from the 12th, six days have a record; seven reads of
 * the database (six by app, one by batch, which is new), three across accounts (two by the partner, known and trusted; one
 * by a stranger, new), two refusals (one of them new), one rotation that failed (new). `more`:
 * further records as they are, by day.
 */
export function writeTwoWeeks(folder: string, more: Readonly<Record<string, readonly Fields[]>> = {}): void {
  for (const [day, records] of Object.entries(days)) {
    const path = join(folder, 'AWSLogs', account, 'CloudTrail', region, '2026', '11', day);
    mkdirSync(path, { recursive: true });
    const dated = records.map((record) => ({ ...record, eventTime: `2026-11-${day}T10:00:00Z` }));
    writeFileSync(join(path, 'log.json'), JSON.stringify({ Records: [...dated, ...(more[day] ?? [])] }));
  }
}
