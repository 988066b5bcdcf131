import type { Alert, Caller } from '../../../../handlers/alert/alert.ts';

const role = 'arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN';
export const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-4Rzn83';
export const command = `aws secretsmanager rotate-secret --secret-id ${secret} --region eu-central-1`;

export const caller: Caller = {
  name: 'a session of role BREAK-GLASS-ADMIN',
  proved: role,
  claims: ['session name "anna"'],
  kind: 'role session',
  principal: role,
  session: 'AROAEXAMPLE:anna@2026-11-20T02:00:00Z',
  account: '111122223333',
  sourceIdentity: 'anna.schmidt',
  mfa: true,
  via: 'CLI or SDK',
  sourceIPAddress: '203.0.113.9',
  userAgent: 'aws-cli/2.31.0',
  openedBy: null,
  opener: null,
};

/** An alert of a secret read in an emergency at 02:14. */
export function alertWith(more: Partial<Alert> = {}): Alert {
  return {
    version: 1,
    mode: 'alert',
    detection: 'break-glass-read',
    also: ['bulk-read'],
    severity: 'high',
    title: 'anna read prod/db in BREAK-GLASS-ADMIN',
    what: `GetSecretValue of ${secret}.`,
    who: caller,
    announced: null,
    signs: ['Read in the break-glass session itself', 'Nobody announced a drill'],
    noise: null,
    next: 'Replace it within 4 hours. Start now if the work is done:',
    command,
    due: null,
    eventID: '0d15ea5e-0000-4000-8000-000000000001',
    eventTime: '2026-11-20T02:14:00Z',
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    account: '111122223333',
    region: 'eu-central-1',
    actor: 'anna',
    target: secret,
    count: 1,
    folded: false,
    possiblyRepeated: false,
    links: {
      event: 'https://eu-central-1.console.aws.amazon.com/e1',
      runbook: 'docs/runbook.md#break-glass-read',
    },
    ...more,
  };
}
