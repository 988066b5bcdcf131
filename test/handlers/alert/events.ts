/** CloudTrail records, as small as the code under test lets them be. Times are given as clock times of one day. */

export type CloudTrailRecord = Record<string, unknown>;

export const home = '111122223333';
export const elsewhere = '444455556666';
export const breakGlassRole = `arn:aws:iam::${home}:role/BREAK-GLASS-ADMIN`;
export const breakGlassUser = `arn:aws:iam::${home}:user/emergency`;

/** `09:00` or `09:00:05` of the day on which all happens; a time with its date is itself. */
export function at(time: string): string {
  if (time.includes('T')) return time;
  return `2026-11-20T${time.length === 5 ? `${time}:00` : time}Z`;
}

export function record(eventID: string, time: string, more: CloudTrailRecord = {}): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    eventID,
    eventTime: at(time),
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    eventType: 'AwsApiCall',
    awsRegion: 'eu-central-1',
    recipientAccountId: home,
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    userIdentity: iamUser('alice'),
    requestParameters: null,
    responseElements: null,
    ...more,
  };
}

/** An IAM user with a long-term key. */
export function iamUser(userName: string, account = home): CloudTrailRecord {
  return {
    type: 'IAMUser',
    principalId: `AIDA${userName.toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${userName}`,
    accountId: account,
    accessKeyId: `AKIA${userName.toUpperCase()}`,
    userName,
  };
}

/** A session of a role, made at `since`. */
export function roleSession(role: string, sessionName: string, since = '09:00'): CloudTrailRecord {
  const account = role.split(':')[4] ?? '';
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `${roleId(role)}:${sessionName}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      attributes: { creationDate: at(since), mfaAuthenticated: 'false' },
      sessionIssuer: { type: 'Role', arn: role, accountId: account, userName: name },
    },
  };
}

/** The unique id of a role; of the same form as AWS's. */
export function roleId(role: string): string {
  return `AROA${role
    .slice(role.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase()}`;
}

interface Assuming {
  readonly role?: string;
  /** The session name. */
  readonly as?: string;
  readonly by?: CloudTrailRecord;
  readonly more?: CloudTrailRecord;
}

/** Someone assumes a role, by default a break-glass role. */
export function assumeRole(
  eventID: string,
  time: string,
  { role = breakGlassRole, as = 'alice', by = iamUser('alice'), more = {} }: Assuming = {},
): CloudTrailRecord {
  const account = role.split(':')[4] ?? '';
  const name = role.slice(role.lastIndexOf('/') + 1);
  return record(eventID, time, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: by,
    requestParameters: { roleArn: role, roleSessionName: as, durationSeconds: 3600 },
    responseElements: {
      credentials: {
        accessKeyId: 'ASIANEW',
        sessionToken: 'SESSION-TOKEN-MARKER',
        expiration: 'Nov 20, 2026, 11:00:00 AM',
      },
      assumedRoleUser: {
        assumedRoleId: `${roleId(role)}:${as}`,
        arn: `arn:aws:sts::${account}:assumed-role/${name}/${as}`,
      },
    },
    ...more,
  });
}

/** The console's side of an opening. */
export function switchRole(eventID: string, time: string, as = 'alice'): CloudTrailRecord {
  return record(eventID, time, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'SwitchRole',
    eventType: 'AwsConsoleSignIn',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId(breakGlassRole)}:${as}`,
      arn: `arn:aws:sts::${home}:assumed-role/BREAK-GLASS-ADMIN/${as}`,
      accountId: home,
    },
    responseElements: { SwitchRole: 'Success' },
  });
}

export function secretArn(id: string): string {
  return `arn:aws:secretsmanager:eu-central-1:${home}:secret:${id}`;
}

/** A read of a secret's value; `typed` is what the caller wrote. */
export function read(
  eventID: string,
  time: string,
  typed: string,
  by: CloudTrailRecord = iamUser('alice'),
): CloudTrailRecord {
  return record(eventID, time, { userIdentity: by, requestParameters: { secretId: typed } });
}

interface Refused {
  readonly secret?: string;
  readonly by?: CloudTrailRecord;
  readonly more?: CloudTrailRecord;
}

/** A refused read: CloudTrail keeps no parameters, the message alone names the secret. */
export function deniedRead(
  eventID: string,
  time: string,
  { secret = 'payroll', by = iamUser('alice'), more = {} }: Refused = {},
): CloudTrailRecord {
  return record(eventID, time, {
    userIdentity: by,
    errorCode: 'AccessDenied',
    errorMessage:
      `User: ${String(by.arn)} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} ` +
      'because no identity-based policy allows the secretsmanager:GetSecretValue action',
    ...more,
  });
}

export function deleteSecret(eventID: string, time: string, id: string, forced: boolean): CloudTrailRecord {
  return record(eventID, time, {
    eventName: 'DeleteSecret',
    requestParameters: { secretId: secretArn(id), ...(forced ? { forceDeleteWithoutRecovery: true } : {}) },
    responseElements: { arn: secretArn(id), name: id },
  });
}

export function rotationFailed(eventID: string, time: string, id: string): CloudTrailRecord {
  return record(eventID, time, {
    eventName: 'RotationFailed',
    eventType: 'AwsServiceEvent',
    userIdentity: { accountId: home, invokedBy: 'secretsmanager.amazonaws.com' },
    additionalEventData: { SecretId: secretArn(id) },
  });
}
