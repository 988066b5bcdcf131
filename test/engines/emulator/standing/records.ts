import { emulatedAccount } from '../emulator.ts';

const dayMs = 86_400_000;
export const canaryRole = `arn:aws:iam::${emulatedAccount}:role/glasswatch-canary`;

/** A read like those that any account is full of, to fill a day. */
export function ordinaryRead(region: string, at: number): object {
  return {
    ...envelope(region, at),
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'DescribeSecret',
    readOnly: true,
    requestParameters: { secretId: 'app/database' },
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAAPPLICATION00000:i-0abc',
      arn: `arn:aws:sts::${emulatedAccount}:assumed-role/application/i-0abc`,
      accountId: emulatedAccount,
      accessKeyId: 'ASIAAPPLICATION00000',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAAPPLICATION00000',
          arn: `arn:aws:iam::${emulatedAccount}:role/application`,
          accountId: emulatedAccount,
          userName: 'application',
        },
        attributes: { creationDate: iso(at - 60_000), mfaAuthenticated: 'false' },
      },
    },
  };
}

/** The checkup's role assumes the canary role. */
export function canaryAssumed(region: string, at: number): object {
  return {
    ...envelope(region, at),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    requestParameters: { roleArn: canaryRole, roleSessionName: 'glasswatch-canary', durationSeconds: 900 },
    responseElements: {
      assumedRoleUser: {
        assumedRoleId: 'AROACANARY0000000000:glasswatch-canary',
        arn: `arn:aws:sts::${emulatedAccount}:assumed-role/glasswatch-canary/glasswatch-canary`,
      },
    },
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROACHECKUP000000000:glasswatch-checkup',
      arn: `arn:aws:sts::${emulatedAccount}:assumed-role/glasswatch-checkup/glasswatch-checkup`,
      accountId: emulatedAccount,
      accessKeyId: 'ASIACHECKUP000000000',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROACHECKUP000000000',
          arn: `arn:aws:iam::${emulatedAccount}:role/glasswatch-checkup`,
          accountId: emulatedAccount,
          userName: 'glasswatch-checkup',
        },
        attributes: { creationDate: iso(at - 60_000), mfaAuthenticated: 'false' },
      },
    },
  };
}

/** The canary role is refused a secret that need not be there. */
export function canaryRefused(region: string, at: number): object {
  const session = `arn:aws:sts::${emulatedAccount}:assumed-role/glasswatch-canary/glasswatch-canary`;
  return {
    ...envelope(region, at),
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    errorCode: 'AccessDenied',
    errorMessage: `User: ${session} is not authorized to perform: secretsmanager:GetSecretValue on resource: glasswatch-canary because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    requestParameters: null,
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROACANARY0000000000:glasswatch-canary',
      arn: session,
      accountId: emulatedAccount,
      accessKeyId: 'ASIACANARY0000000000',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROACANARY0000000000',
          arn: canaryRole,
          accountId: emulatedAccount,
          userName: 'glasswatch-canary',
        },
        attributes: { creationDate: iso(at), mfaAuthenticated: 'false' },
      },
    },
  };
}

/** The records of a Region: one a day for the last nine days and today, and the canary. */
export function recordsOf(region: string, now: number, canaryAt: number): object[] {
  const days = Array.from({ length: 10 }, (_, ago) => ordinaryRead(region, now - ago * dayMs));
  return [...days, canaryAssumed(region, canaryAt)];
}

let count = 0;

function envelope(region: string, at: number) {
  count += 1;
  return {
    eventVersion: '1.11',
    eventTime: iso(at),
    eventID: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    requestID: `10000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    awsRegion: region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3.1162.0',
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: emulatedAccount,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
