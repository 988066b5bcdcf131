/** Any JSON object of a record. */
export type Fields = Readonly<Record<string, unknown>>;

/** The account that is watched. */
export const account = '111122223333';
/** An account that is not ours. */
export const foreignAccount = '444455556666';
export const region = 'eu-central-1';

/** What every session token in these events begins with: it may show in no alert. */
export const tokenMarker = 'FAKE-SESSION-TOKEN';

/** A time of the day that all these events happen on; `clock` is hh:mm:ss. */
export function at(clock: string): string {
  return `2026-11-18T${clock}Z`;
}

let made = 0;

function nextId(): string {
  made += 1;
  return `0d15ea5e-0000-4000-8000-${String(made).padStart(12, '0')}`;
}

/** What distinguishes one call from another beside its name and its caller. */
export interface Particulars {
  /** hh:mm:ss */
  readonly at?: string;
  readonly region?: string;
  readonly asked?: Fields | null;
  readonly answered?: Fields | null;
  readonly resources?: readonly Fields[];
  readonly error?: { readonly code: string; readonly message: string };
  /** Further fields of the record's top level. */
  readonly more?: Fields;
}

/** An API call as CloudTrail records it; `service` is the first part of the eventSource. */
export function apiCall(service: string, name: string, by: Fields, particulars: Particulars = {}): Fields {
  const { error, resources, more, asked = null, answered = null } = particulars;
  return {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: at(particulars.at ?? '10:00:00'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: particulars.region ?? region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.2 md/awscrt#0.27.6 exec-env/grimoire Python/3.13.7',
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    requestParameters: asked,
    responseElements: answered,
    requestID: '1363cbb7-30fe-4656-9d4e-668c66ff0ed8',
    eventID: nextId(),
    ...(resources === undefined ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...more,
  };
}

/** A denied call: AccessDenied, and parameters that CloudTrail leaves out; only the message names the resource. */
export function deniedCall(
  service: string,
  name: string,
  by: Fields,
  message: string,
  particulars: Particulars = {},
): Fields {
  return apiCall(service, name, by, { error: { code: 'AccessDenied', message }, ...particulars });
}

/** The message of a denial, as IAM words it since 2021. */
export function notAuthorized(
  by: Fields,
  action: string,
  resource: string,
  reason = `because no identity-based policy allows the ${action} action`,
): string {
  const who = typeof by.arn === 'string' ? by.arn : 'anonymous';
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource}${reason === '' ? '' : ` ${reason}`}`;
}

/** An event that Secrets Manager makes of itself: no caller, no parameters, no errorCode even where something failed. */
export function serviceEvent(name: string, extra: Fields, message?: string): Fields {
  const host = 'secretsmanager.amazonaws.com';
  return apiCall(
    'secretsmanager',
    name,
    { accountId: account, invokedBy: host },
    {
      more: {
        sourceIPAddress: host,
        userAgent: host,
        additionalEventData: extra,
        eventType: 'AwsServiceEvent',
        readOnly: false,
        ...(message === undefined ? {} : { errorMessage: message }),
      },
    },
  );
}

/** ConsoleLogin or SwitchRole, with its outcome. */
export function consoleSignIn(
  name: 'ConsoleLogin' | 'SwitchRole',
  by: Fields,
  outcome: 'Success' | 'Failure',
  particulars: Particulars = {},
): Fields {
  return apiCall('signin', name, by, {
    answered: { [name]: outcome },
    region: 'us-east-1',
    ...particulars,
    more: {
      eventType: 'AwsConsoleSignIn',
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: 'Yes',
      },
      ...particulars.more,
    },
  });
}

function uniqueId(kind: 'AROA' | 'AIDA' | 'AKIA' | 'ASIA', name: string): string {
  return `${kind}${name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .padEnd(17, 'X')}`;
}

export function roleArn(
  name: string,
  { path = '', owner = account }: { path?: string; owner?: string } = {},
): string {
  return `arn:aws:iam::${owner}:role/${path}${name}`;
}

export function userArn(name: string, path = ''): string {
  return `arn:aws:iam::${account}:user/${path}${name}`;
}

export function secretArn(
  id: string,
  { owner = account, where = region }: { owner?: string; where?: string } = {},
): string {
  return `arn:aws:secretsmanager:${where}:${owner}:secret:${id}`;
}

/** The caller of an event of a role's session; `created` (hh:mm:ss) is when AssumeRole made it. */
export function roleSession(
  name: string,
  {
    session = 'ana.ops',
    created = '09:00:00',
    path = '',
    owner = account,
    invokedBy,
  }: { session?: string; created?: string; path?: string; owner?: string; invokedBy?: string } = {},
): Fields {
  const id = uniqueId('AROA', name);
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${owner}:assumed-role/${name}/${session}`,
    accountId: owner,
    accessKeyId: uniqueId('ASIA', name),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: roleArn(name, { path, owner }),
        accountId: owner,
        userName: name,
      },
      attributes: { creationDate: at(created), mfaAuthenticated: 'true' },
    },
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

/** The caller of a sign-in event of a role's session: no key, no session context. */
export function signedInRole(name: string, session = 'ana.ops'): Fields {
  return {
    type: 'AssumedRole',
    principalId: `${uniqueId('AROA', name)}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
  };
}

/** An IAM user with a long-term key. */
export function iamUser(name: string, path = ''): Fields {
  return {
    type: 'IAMUser',
    principalId: uniqueId('AIDA', name),
    arn: userArn(name, path),
    accountId: account,
    accessKeyId: uniqueId('AKIA', name),
    userName: name,
  };
}

/** An IAM user with temporary credentials: from the console, or from GetSessionToken. */
export function iamUserSession(name: string, created: string, path = ''): Fields {
  return {
    ...iamUser(name, path),
    accessKeyId: uniqueId('ASIA', name),
    sessionContext: {
      sessionIssuer: {},
      webIdFederationData: {},
      attributes: { creationDate: at(created), mfaAuthenticated: 'true' },
    },
  };
}

/** An IAM user as sign-in events know them: without a key. */
export function signingInUser(name: string, path = ''): Fields {
  return {
    type: 'IAMUser',
    principalId: uniqueId('AIDA', name),
    arn: userArn(name, path),
    accountId: account,
    userName: name,
  };
}

/** A user whose sign-in failed: the record has neither ARN nor principalId. */
export function refusedUser(name: string): Fields {
  return { type: 'IAMUser', accountId: account, accessKeyId: '', userName: name };
}

/** A session that an IAM user made with GetFederationToken. */
export function federatedUser(federated: string, user: string, created: string, path = ''): Fields {
  return {
    type: 'FederatedUser',
    principalId: `${account}:${federated}`,
    arn: `arn:aws:sts::${account}:federated-user/${federated}`,
    accountId: account,
    accessKeyId: uniqueId('ASIA', federated),
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: uniqueId('AIDA', user),
        arn: userArn(user, path),
        accountId: account,
        userName: user,
      },
      attributes: { creationDate: at(created), mfaAuthenticated: 'false' },
    },
  };
}

/** A caller from another account in the owner's copy of an event: neither ARN nor name. */
export function otherAccount(principalId = 'AIDAS6RF25DXSM2CA5KAD'): Fields {
  return { type: 'AWSAccount', principalId, accountId: foreignAccount };
}

export function samlUser(name: string): Fields {
  return {
    type: 'SAMLUser',
    principalId: `/nQTosBbaHrvuioiTKQ=:${name}`,
    userName: name,
    identityProvider: '/nQTosBbaHrvuioiTKQ=',
  };
}

export function webIdentityUser(subject: string): Fields {
  const provider = 'token.actions.githubusercontent.com';
  return {
    type: 'WebIdentityUser',
    principalId: `${provider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: provider,
  };
}

/** A successful AssumeRole, or another call of STS that makes a session of a role. */
export function assumeRole(
  by: Fields,
  role: string,
  {
    name = 'AssumeRole',
    session = 'ana.ops',
    ...particulars
  }: Particulars & { name?: string; session?: string } = {},
): Fields {
  const roleName = role.slice(role.lastIndexOf('/') + 1);
  const owner = role.split(':')[4] ?? account;
  return apiCall('sts', name, by, {
    asked: { roleArn: role, roleSessionName: session, durationSeconds: 3600 },
    answered: {
      credentials: {
        accessKeyId: uniqueId('ASIA', roleName),
        sessionToken: `${tokenMarker}-${roleName}`,
        expiration: 'Nov 18, 2026, 11:00:00 AM',
      },
      assumedRoleUser: {
        assumedRoleId: `${uniqueId('AROA', roleName)}:${session}`,
        arn: `arn:aws:sts::${owner}:assumed-role/${roleName}/${session}`,
      },
    },
    resources: [{ accountId: owner, type: 'AWS::IAM::Role', ARN: role }],
    ...particulars,
    more: { readOnly: true, ...particulars.more },
  });
}

/** A GetSecretValue with the id that the caller typed. */
export function readSecret(by: Fields, secretId: string, particulars: Particulars = {}): Fields {
  return apiCall('secretsmanager', 'GetSecretValue', by, {
    asked: { secretId },
    ...particulars,
    more: { readOnly: true, ...particulars.more },
  });
}

/** The KMS Decrypt behind a read: the one place where the log shows a secret's full ARN. */
export function decryptOf(by: Fields, arn: string, particulars: Particulars = {}): Fields {
  const host = 'secretsmanager.amazonaws.com';
  return apiCall(
    'kms',
    'Decrypt',
    { ...by, invokedBy: host },
    {
      asked: {
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: { SecretARN: arn, SecretVersionId: '83DAFE35-675A-49C6-A3CB-E80E7996AE01' },
      },
      resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn }],
      ...particulars,
      more: { readOnly: true, sourceIPAddress: host, userAgent: host, ...particulars.more },
    },
  );
}

/** A customer's key that protects secrets. */
export const keyArn = `arn:aws:kms:${region}:${account}:key/dad21b23-9915-42bd-981b-2a9f3c8f20c8`;

/** A resource policy as the JSON text that requestParameters hold. */
export function policyText(...statements: readonly Fields[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A statement that allows principals what a secret's readers need. */
export function allowing(principal: unknown, condition?: Fields): Fields {
  return {
    Effect: 'Allow',
    Principal: principal,
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
