import type { Caller } from './callers.ts';
import { localeTime } from './clock.ts';
import { assumedRoleId, awsService, sessionArn, type RoleSession } from './identities.ts';
import { account } from './places.ts';
import type { Random } from './random.ts';
import { recordOf, type Call, type CloudTrailRecord } from './record.ts';
import { keyArn, type Secret } from './secrets.ts';

/** When and where a call is logged. */
export interface Moment {
  readonly time: number;
  readonly region: string;
}

type Particulars = Omit<Call, 'time' | 'region' | 'identity' | 'ip' | 'agent' | 'console'>;

/** Any call of a caller's own. */
export function call(at: Moment, by: Caller, particulars: Particulars, random: Random): CloudTrailRecord {
  const { identity, ip, agent, console } = by;
  return recordOf(
    { ...at, identity, ip, agent, ...(console === true ? { console } : {}), ...particulars },
    random,
  );
}

/** GetSecretValue with the id that the caller typed. Neither the ARN nor the value ever shows in the answer. */
export function getSecretValue(
  at: Moment,
  by: Caller,
  secretId: string,
  random: Random,
  more: { readonly versionStage?: string; readonly versionId?: string } = {},
): CloudTrailRecord {
  const request = { secretId, ...more };
  return call(at, by, { service: 'secretsmanager', name: 'GetSecretValue', readOnly: true, request }, random);
}

/** The KMS Decrypt behind a read: the same second, another access key, and the one place where the full ARN shows. */
export function decryptSecret(at: Moment, by: Caller, secret: Secret, random: Random): CloudTrailRecord {
  return kmsForSecret(at, by, secret, 'Decrypt', random);
}

/** The KMS call behind a new version. */
export function encryptSecret(at: Moment, by: Caller, secret: Secret, random: Random): CloudTrailRecord {
  return kmsForSecret(at, by, secret, 'GenerateDataKey', random);
}

function kmsForSecret(
  at: Moment,
  by: Caller,
  secret: Secret,
  name: 'Decrypt' | 'GenerateDataKey',
  random: Random,
) {
  const service = 'secretsmanager.amazonaws.com';
  const key = keyArn(secret.region, secret.owner);
  const encryptionContext = { SecretARN: secret.arn, SecretVersionId: secret.version };
  const request =
    name === 'Decrypt'
      ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext }
      : { keyId: key, keySpec: 'AES_256', encryptionContext };
  return recordOf(
    {
      ...at,
      service: 'kms',
      name,
      identity: by.through(service, random),
      ip: service,
      agent: service,
      readOnly: true,
      request,
      resources: [{ accountId: secret.owner, type: 'AWS::KMS::Key', ARN: key }],
      tls: false,
      ...(by.console === true ? { console: true } : {}),
    },
    random,
  );
}

/** A read with the Decrypt behind it. */
export function readSecret(
  at: Moment,
  by: Caller,
  secret: Secret,
  id: string,
  random: Random,
): CloudTrailRecord[] {
  return [getSecretValue(at, by, id, random), decryptSecret(at, by, secret, random)];
}

/** A change of a secret: the request, and AWS's answer with the ARN. */
export function changeSecret(
  at: Moment,
  by: Caller,
  name: string,
  secret: Secret,
  parts: { readonly request: object; readonly response?: object },
  random: Random,
): CloudTrailRecord {
  const response = parts.response ?? { arn: secret.arn, name: secret.name };
  return call(
    at,
    by,
    { service: 'secretsmanager', name, readOnly: false, request: parts.request, response },
    random,
  );
}

/** What Secrets Manager reports of itself: an account and no caller, no errorCode even where it failed. */
export function secretsManagerEvent(
  at: Moment,
  name: string,
  extra: object,
  random: Random,
  message?: string,
): CloudTrailRecord {
  const service = 'secretsmanager.amazonaws.com';
  const secretId = (extra as { SecretId?: string }).SecretId;
  return recordOf(
    {
      ...at,
      service: 'secretsmanager',
      name,
      identity: { accountId: account, invokedBy: service },
      ip: service,
      agent: service,
      readOnly: false,
      extra,
      type: 'AwsServiceEvent',
      requestId: secretId === undefined ? random.uuid() : `Rotation-${secretId}-${random.uuid()}`,
      ...(message === undefined ? {} : { error: { message } }),
    },
    random,
  );
}

export interface Assumption {
  readonly durationSeconds?: number;
  readonly sourceIdentity?: string;
  /** Whether the expiration has the newer space before AM or PM. */
  readonly narrowSpace?: boolean;
}

/** A successful AssumeRole that makes the session. */
export function assumeRole(
  at: Moment,
  by: Caller,
  session: RoleSession,
  { durationSeconds, sourceIdentity, narrowSpace }: Assumption,
  random: Random,
  more: Partial<Call> = {},
): CloudTrailRecord {
  const expires = at.time + (durationSeconds ?? 3600) * 1000;
  return recordOf(
    {
      ...at,
      service: 'sts',
      name: 'AssumeRole',
      identity: by.identity,
      ip: by.ip,
      agent: by.agent,
      readOnly: true,
      request: {
        roleArn: session.role.arn,
        roleSessionName: session.name,
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      },
      response: {
        credentials: credentials(session.key, expires, random, narrowSpace === true ? '\u202f' : ' '),
        assumedRoleUser: assumedRoleUser(session),
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      },
      resources: [{ accountId: session.role.account, type: 'AWS::IAM::Role', ARN: session.role.arn }],
      ...more,
    },
    random,
  );
}

/** An AssumeRole that an AWS service makes for itself. Some services leave assumedRoleUser out of the answer. */
export function assumeRoleByService(
  at: Moment,
  service: string,
  session: RoleSession,
  withUser: boolean,
  random: Random,
): CloudTrailRecord {
  const expires = at.time + 3_600_000;
  return recordOf(
    {
      ...at,
      service: 'sts',
      name: 'AssumeRole',
      identity: awsService(service),
      ip: service,
      agent: service,
      readOnly: true,
      request: { roleArn: session.role.arn, roleSessionName: session.name, durationSeconds: 3600 },
      response: {
        credentials: credentials(session.key, expires, random),
        ...(withUser ? { assumedRoleUser: assumedRoleUser(session) } : {}),
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: session.role.arn }],
      shared: random.uuid(),
      tls: false,
    },
    random,
  );
}

/** An AssumeRoleWithWebIdentity of a workload or a CI job. */
export function assumeRoleWithWebIdentity(
  at: Moment,
  by: Pick<Caller, 'ip' | 'agent'>,
  session: RoleSession,
  { provider, subject }: { readonly provider: string; readonly subject: string },
  random: Random,
): CloudTrailRecord {
  return recordOf(
    {
      ...at,
      service: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      identity: {
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:${subject}`,
        userName: subject,
        identityProvider: provider,
      },
      ip: by.ip,
      agent: by.agent,
      readOnly: true,
      request: { roleArn: session.role.arn, roleSessionName: session.name },
      response: {
        credentials: credentials(session.key, at.time + 3_600_000, random),
        subjectFromWebIdentityToken: subject,
        assumedRoleUser: assumedRoleUser(session),
        provider,
        audience: 'sts.amazonaws.com',
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: session.role.arn }],
    },
    random,
  );
}

/** Temporary credentials as an answer shows them. The token is nobody's, and says so: tests look for its prefix. */
export function credentials(key: string, expires: number, random: Random, space: ' ' | '\u202f' = ' ') {
  return {
    accessKeyId: key,
    sessionToken: `FAKE-SESSION-TOKEN-${random.letters(240)}`,
    expiration: localeTime(expires, space),
  };
}

function assumedRoleUser(session: RoleSession) {
  return { assumedRoleId: assumedRoleId(session), arn: sessionArn(session) };
}
