import {
  assumeRole,
  breakGlassRole,
  read,
  record,
  roleSession,
  secretArn,
} from '../../handlers/alert/events.ts';
import { logFile } from '../replay/day.ts';
import { Folder, glasswatch, type Ended, type Run } from './glasswatch.ts';

/** Each test file has its own; remove it at the end. */
export const folder = new Folder();

export const config = folder.write(
  'config.json',
  JSON.stringify({ breakGlass: { roles: [breakGlassRole] } }),
);
export const payroll = secretArn('payroll-QwErTy');
export const alice = roleSession(breakGlassRole, 'alice', '09:00');
export const put = (time: string, id: string) =>
  record(`put ${time}`, time, {
    eventName: 'PutSecretValue',
    requestParameters: { secretId: secretArn(id), clientRequestToken: `v ${time}` },
    responseElements: { arn: secretArn(id) },
  });
// Open until 10:00: both reads are due at 14:00; ledger is replaced in time.
export const emergency = [
  assumeRole('opened', '09:00'),
  read('r1', '09:10', payroll, alice),
  read('r2', '09:11', 'payroll', alice),
  read('r3', '09:12', secretArn('ledger-AbCdEf'), alice),
  put('11:00', 'ledger-AbCdEf'),
];
export const log = folder.write('log.json.gz', logFile(...emergency));
const nextDay = '2026-11-21T09:00:00Z';

export function deadline(
  paths: readonly string[],
  more: readonly string[] = [],
  run: Run = {},
): Promise<Ended> {
  const now = more.includes('--now') ? [] : ['--now', nextDay];
  return glasswatch(['deadline', ...paths, '--config', config, ...now, ...more], run);
}

export function verdictsOf({ stdout }: Ended): Record<string, unknown>[] {
  return JSON.parse(stdout) as Record<string, unknown>[];
}
