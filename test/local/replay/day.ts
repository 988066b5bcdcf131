import { gzipSync } from 'node:zlib';

import {
  assumeRole,
  breakGlassRole,
  breakGlassUser,
  deniedRead,
  home,
  iamUser,
  read,
  record,
  roleSession,
  rotationFailed,
  secretArn,
  switchRole,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';

const inEmergency = roleSession(breakGlassRole, 'alice', '09:00');
const scanner = `arn:aws:iam::${home}:role/tools/scanner`;
const checkup = roleSession(`arn:aws:iam::${home}:role/glasswatch-checkup`, 'run-1');
const canary = `arn:aws:iam::${home}:role/glasswatch-canary`;

/** Records that end in each disposition there is; what becomes of each stands beside it. */
export const day = {
  opened: assumeRole('e01', '09:00:00'), // alerted
  switched: switchRole('e02', '09:00:01'), // grouped: the same opening
  firstRead: read('e03', '09:05', 'payroll', inEmergency), // alerted
  secondRead: read('e04', '09:06', 'payroll', inEmergency), // grouped
  bait: deniedRead('e05', '09:10', { secret: 'bait', by: iamUser('bob') }), // alerted
  scanned: deniedRead('e06', '09:11', { by: roleSession(scanner, 'nightly') }), // suppressed; again: duplicate
  rotation: rotationFailed('e07', '09:20', 'db-AbCdEf'), // shadowed
  listed: record('e08', '09:21', { eventName: 'ListSecrets' }), // unmatched
  // unmatched; the only record that shows the full ARN of what was read
  written: record('e09', '09:22', {
    eventName: 'PutSecretValue',
    responseElements: { arn: secretArn('payroll-QwErTy'), name: 'payroll' },
  }),
  timeless: { ...assumeRole('e10', '09:30', { as: 'carol' }), eventTime: 'yesterday' }, // dead-lettered, told bare
  canary: assumeRole('e11', '09:40', { role: canary, as: 'checkup', by: checkup }), // canary
} satisfies Record<string, CloudTrailRecord>;

export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export const unseenRole = `arn:aws:iam::${home}:role/BREAK-GLAS-ADMIN`;

export const config = JSON.stringify({
  account: home,
  regions: ['eu-central-1'],
  breakGlass: { roles: [breakGlassRole, unseenRole], users: [breakGlassUser] },
  decoys: ['bait'],
  detections: { 'rotation-failed': { mode: 'shadow' } },
  suppressions: [
    {
      detection: 'secret-access-denied',
      principal: scanner,
      owner: 'sec',
      reason: 'nightly scan',
      expires: dayFromNow(30),
    },
    { detection: 'bulk-read', owner: 'old team', reason: 'migration', expires: '2020-01-31' },
  ],
});

/** A log file as CloudTrail writes it. */
export function logFile(...records: readonly CloudTrailRecord[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: records }));
}

export function ndjson(...records: readonly (CloudTrailRecord | string)[]): string {
  return records.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');
}
