import {
  assumeRole,
  breakGlassRole,
  home,
  iamUser,
  read,
  record,
  roleSession,
  secretArn,
  type CloudTrailRecord,
} from '../alert/events.ts';

/** The secret that is read; its full ARN, as AWS writes it. */
export const payroll = secretArn('payroll-QwErTy');

/** Alice's emergency: from 09:00, for an hour. Four hours after its end her reads are due: 14:00. */
export const opened = assumeRole('opened', '09:00');
export const alice = roleSession(breakGlassRole, 'alice', '09:00');
export const readAt0910 = readBy(alice, '09:10', payroll);

/** Someone who had no part in it. */
export const carol = iamUser('carol');

/** A read; its eventID tells who, when and what. */
export function readBy(by: CloudTrailRecord, time: string, typed: string): CloudTrailRecord {
  return read(`read ${String(by.principalId)} ${time} ${typed}`, time, typed, by);
}

export interface Details {
  readonly by?: CloudTrailRecord;
  /** The secret's ARN, or what the caller typed. */
  readonly secret?: string;
  readonly more?: CloudTrailRecord;
}

/** A call of Secrets Manager about a secret, answered. Its eventID is its name and time. */
function call(
  eventName: string,
  time: string,
  asked: CloudTrailRecord,
  { by = carol, secret = payroll, more = {} }: Details,
  answered: CloudTrailRecord = {},
): CloudTrailRecord {
  return record(`${eventName} ${time}`, time, {
    eventName,
    userIdentity: by,
    requestParameters: { secretId: secret, ...asked },
    responseElements: { arn: secret, ...answered },
    ...more,
  });
}

/** What Secrets Manager does by itself: it has no caller and no parameters. */
export function serviceEvent(
  eventName: string,
  time: string,
  { secret = payroll, more = {} }: Omit<Details, 'by'> = {},
): CloudTrailRecord {
  return record(`${eventName} ${time}`, time, {
    eventName,
    eventType: 'AwsServiceEvent',
    awsRegion: secret.split(':')[3],
    userIdentity: { accountId: home, invokedBy: 'secretsmanager.amazonaws.com' },
    additionalEventData: { SecretId: secret },
    ...more,
  });
}

/** `version` is the request's token: the id of the version that the rotation makes. */
export function rotateSecret(time: string, version: string, details: Details = {}): CloudTrailRecord {
  return call('RotateSecret', time, { clientRequestToken: version }, details, { versionId: version });
}

/** `stages` are the labels asked for; without, the new version becomes current. */
export function putSecretValue(
  time: string,
  version: string,
  { stages, ...details }: Details & { readonly stages?: readonly string[] } = {},
): CloudTrailRecord {
  const asked = { clientRequestToken: version, ...(stages === undefined ? {} : { versionStages: stages }) };
  return call('PutSecretValue', time, asked, details, { versionId: version });
}

/** An UpdateSecret; without `version` it changed the description alone. */
export function updateSecret(time: string, version: string | null, details: Details = {}): CloudTrailRecord {
  const token = { clientRequestToken: version ?? 'token' };
  return call('UpdateSecret', time, token, details, version === null ? {} : { versionId: version });
}

/** AWSCURRENT is moved to a version. */
export function moveLabel(time: string, version: string, details: Details = {}): CloudTrailRecord {
  const asked = { versionStage: 'AWSCURRENT', moveToVersionId: version };
  return call('UpdateSecretVersionStage', time, asked, details);
}

export function deleteSecret(time: string, details: Details = {}): CloudTrailRecord {
  return call('DeleteSecret', time, { recoveryWindowInDays: 7 }, details);
}

export function restoreSecret(time: string, details: Details = {}): CloudTrailRecord {
  return call('RestoreSecret', time, {}, details);
}

export function stopReplication(time: string, details: Details = {}): CloudTrailRecord {
  const region = (details.secret ?? payroll).split(':')[3];
  return call('StopReplicationToReplica', time, {}, { ...details, more: { awsRegion: region } });
}

export function tagSecret(time: string, key: string, details: Details = {}): CloudTrailRecord {
  return call('TagResource', time, { tags: [{ key, value: 'yes' }] }, details);
}

export function untagSecret(time: string, key: string, details: Details = {}): CloudTrailRecord {
  return call('UntagResource', time, { tagKeys: [key] }, details);
}

/** BatchGetSecretValue's own row; `asked` is a list of ids or filters. */
export function batchRead(
  time: string,
  asked: CloudTrailRecord,
  by: CloudTrailRecord = alice,
): CloudTrailRecord {
  return record(`batch ${time}`, time, {
    eventName: 'BatchGetSecretValue',
    userIdentity: by,
    requestParameters: asked,
  });
}

/** A call of Parameter Store. */
export function parameterCall(
  eventName: string,
  time: string,
  asked: CloudTrailRecord,
  by: CloudTrailRecord = alice,
): CloudTrailRecord {
  return record(`${eventName} ${time}`, time, {
    eventSource: 'ssm.amazonaws.com',
    eventName,
    userIdentity: by,
    requestParameters: asked,
  });
}

/** A call of IAM. */
export function iamCall(
  eventName: string,
  time: string,
  asked: CloudTrailRecord,
  by: CloudTrailRecord = carol,
): CloudTrailRecord {
  return record(`${eventName} ${time}`, time, {
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    userIdentity: by,
    requestParameters: asked,
  });
}

/** What the console's "revoke sessions" writes, for sessions older than `olderThan`. */
export function revokeSessions(time: string, olderThan: string, roleName = 'BREAK-GLASS-ADMIN') {
  const condition = { DateLessThan: { 'aws:TokenIssueTime': olderThan } };
  return iamCall('PutRolePolicy', time, {
    roleName,
    policyName: 'AWSRevokeOlderSessions',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: condition }],
    }),
  });
}
