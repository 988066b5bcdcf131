import {
  account,
  apiCall,
  assumeRole,
  consoleSignIn,
  deniedCall,
  otherAccount,
  policyText,
  region,
  roleSession,
  secretArn,
  serviceEvent,
  type Fields,
} from '../detections/event-builders.ts';
import { hiddenIn } from './texts.ts';

/** Everything in an event that whoever makes the call can choose. */
export interface Hand {
  readonly session: string;
  /** The end of the name of a role or user. */
  readonly role: string;
  /** The session name of a role that is assumed. */
  readonly assumed: string;
  readonly secret: string;
  readonly agent: string;
  /** Free text: an error message, a policy's principal, a filter's value. */
  readonly message: string;
  readonly source: string;
  readonly principal: string;
}

/** Something that happens by an attacker's hand; the last record is the one that is told. */
export interface Scene {
  readonly detection: string;
  /** What happens, to tell scenes of one detection apart. */
  readonly name: string;
  records(hand: Hand): Fields[];
  /** The words of the alert's command after `aws`, by hand; null where nothing can be done by command. */
  words(hand: Hand): readonly (string | RegExp)[];
  /** What each channel tells in words, and what only machines are told. */
  readonly told: readonly (keyof Hand)[];
  readonly machines?: readonly (keyof Hand)[];
}

const glassPrefix = `arn:aws:iam::${account}:role/BREAK-GLASS-`;
const userPrefix = `arn:aws:iam::${account}:user/BREAK-GLASS-`;

/** Fits all scenes. */
export const config = {
  account,
  regions: [region],
  breakGlass: { roles: [`${glassPrefix}*`], users: [`${userPrefix}*`] },
  decoys: ['bait'],
};

/** A session of a role that anybody may have. */
function caller({ session, source, role }: Hand, name = `dev-${role}`): Fields {
  const by = roleSession(name, { session });
  const context = by.sessionContext as Fields;
  return { ...by, accessKeyId: 'ASIAEXAMPLE', sessionContext: { ...context, sourceIdentity: source } };
}

function emergency(hand: Hand): Fields {
  return caller(hand, `BREAK-GLASS-${hand.role}`);
}

/** Sign-ins and some services' events show no key. */
function withoutKey({ accessKeyId: _, ...by }: Fields): Fields {
  return by;
}

function agent({ agent: userAgent }: Hand): Fields {
  return { userAgent };
}

const where = ['--region', region];

/** Names end at the last slash of an ARN; a path stands before them. */
function nameOf(role: string): string {
  return role.slice(role.lastIndexOf('/') + 1);
}

/** What follows a colon is no part of a name. */
function toColon(text: string): string {
  return text.split(':')[0] ?? '';
}

function revocation(role: string): (string | RegExp)[] {
  const policy =
    /^\{"Version":"2012-10-17","Statement":\[\{"Effect":"Deny","Action":"\*","Resource":"\*","Condition":\{"DateLessThan":\{"aws:TokenIssueTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}\}\}\]\}$/;
  const name = ['--role-name', role, '--policy-name', 'AWSRevokeOlderSessions'];
  return ['iam', 'put-role-policy', ...name, '--policy-document', policy];
}

/** Values that the CLI's shorthand would take apart stand in JSON; what is hidden is not hidden in its escapes. */
function lookUp(attribute: string, value: string, at = region): string[] {
  if (hiddenIn(value).length > 0) return [value];
  const one = /^[a-z0-9@.:/_-]+$/i.test(value)
    ? `AttributeKey=${attribute},AttributeValue=${value}`
    : `[{"AttributeKey":"${attribute}","AttributeValue":${JSON.stringify(value)}}]`;
  return ['cloudtrail', 'lookup-events', '--region', at, '--lookup-attributes', one];
}

/** Messages of denials name what was asked for up to the next space. */
function word(text: string): string {
  return `s-${text.replace(/\s/g, '_').slice(0, 2_000)}`;
}

export const scenes: readonly Scene[] = [
  {
    detection: 'break-glass-opened',
    name: 'a break-glass role is assumed',
    records: (hand) => [
      assumeRole(caller(hand), `${glassPrefix}${hand.role}`, {
        session: hand.assumed,
        asked: {
          roleArn: `${glassPrefix}${hand.role}`,
          roleSessionName: hand.assumed,
          sourceIdentity: hand.source,
          durationSeconds: 3600,
        },
        more: agent(hand),
      }),
    ],
    words: ({ role }) => revocation(nameOf(`BREAK-GLASS-${role}`)),
    told: ['session', 'role', 'assumed', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-opened',
    name: 'a break-glass role is assumed out of another account',
    records: (hand) => [
      assumeRole(otherAccount(hand.principal), `${glassPrefix}${hand.role}`, {
        session: hand.assumed,
        more: agent(hand),
      }),
    ],
    words: ({ role }) => revocation(nameOf(`BREAK-GLASS-${role}`)),
    told: ['role', 'assumed', 'principal'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-opened',
    name: 'a break-glass user works with a key',
    records: (hand) => [
      apiCall(
        's3',
        'ListBuckets',
        {
          type: 'IAMUser',
          principalId: hand.principal,
          arn: `${userPrefix}${hand.role}`,
          accountId: account,
          accessKeyId: 'AKIAEXAMPLE',
          userName: `BREAK-GLASS-${hand.role}`,
        },
        { more: agent(hand) },
      ),
    ],
    words: ({ role }) => {
      const user = ['--user-name', `BREAK-GLASS-${role}`];
      const key = ['--access-key-id', 'AKIAEXAMPLE'];
      return ['iam', 'update-access-key', ...user, ...key, '--status', 'Inactive'];
    },
    told: ['role'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-denied',
    name: 'a break-glass role is refused',
    records: (hand) => [
      deniedCall(
        'sts',
        'AssumeRole',
        otherAccount(hand.principal),
        `User: anonymous is not authorized to perform: sts:AssumeRole on resource: ${glassPrefix}${word(hand.role)}`,
        { more: agent(hand) },
      ),
    ],
    words: ({ principal }) => lookUp('Username', principal),
    told: ['role', 'principal'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-denied',
    name: 'a break-glass user fails to sign in',
    records: (hand) => [
      consoleSignIn(
        'ConsoleLogin',
        {
          type: 'IAMUser',
          accountId: account,
          accessKeyId: '',
          userName: `BREAK-GLASS-${hand.role}`,
        },
        'Failure',
        { more: { errorMessage: hand.message, ...agent(hand) } },
      ),
    ],
    words: ({ role }) => lookUp('Username', `BREAK-GLASS-${role}`, 'us-east-1'),
    told: ['role', 'message'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-read',
    name: 'a secret is read in a break-glass session',
    records: (hand) => [
      apiCall('secretsmanager', 'GetSecretValue', emergency(hand), {
        asked: { secretId: `s-${hand.secret}` },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => [
      ...['secretsmanager', 'rotate-secret', '--secret-id', secretArn(`s-${secret}`)],
      ...where,
    ],
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-read',
    name: 'a parameter is read in a break-glass session',
    records: (hand) => [
      apiCall('ssm', 'GetParameter', emergency(hand), {
        asked: { name: `/app/${hand.secret}`, withDecryption: true },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => {
      const name = ['--name', `/app/${toColon(secret)}`, '--type', 'SecureString'];
      return ['ssm', 'put-parameter', ...name, '--value', 'file://new-value', '--overwrite', ...where];
    },
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-chained',
    name: 'a break-glass session assumes another role',
    records: (hand) => [
      assumeRole(emergency(hand), `arn:aws:iam::${account}:role/next-${hand.secret}`, {
        session: hand.assumed,
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => revocation(nameOf(`next-${secret}`)),
    told: ['session', 'role', 'secret', 'assumed', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'break-glass-role-changed',
    name: 'a break-glass role gets a policy',
    records: (hand) => [
      apiCall('iam', 'PutRolePolicy', caller(hand), {
        asked: { roleName: `BREAK-GLASS-${hand.secret}`, policyName: hand.message },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => ['iam', 'get-role', '--role-name', `BREAK-GLASS-${secret}`],
    told: ['session', 'role', 'secret', 'message', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'secret-access-denied',
    name: 'a read is refused',
    records: (hand) => [
      deniedCall(
        'secretsmanager',
        'GetSecretValue',
        caller(hand),
        `User: somebody is not authorized to perform: secretsmanager:GetSecretValue on resource: ${word(hand.secret)} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
        { more: agent(hand) },
      ),
    ],
    words: ({ role, secret }) => [
      ...[
        'iam',
        'simulate-principal-policy',
        '--policy-source-arn',
        `arn:aws:iam::${account}:role/dev-${role}`,
      ],
      ...['--action-names', 'secretsmanager:GetSecretValue', '--resource-arns', secretArn(word(secret))],
    ],
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'rotation-failed',
    name: 'a rotation fails',
    records: (hand) => [
      serviceEvent('RotationFailed', { SecretId: secretArn(`s-${hand.secret}`) }, hand.message),
    ],
    words: ({ secret }) => [
      ...['secretsmanager', 'list-secret-version-ids', '--secret-id', secretArn(`s-${toColon(secret)}`)],
      ...where,
    ],
    told: ['secret', 'message'],
  },
  {
    detection: 'secret-exposed',
    name: 'a secret is opened to whoever the policy names',
    records: (hand) => [
      apiCall('secretsmanager', 'PutResourcePolicy', caller(hand), {
        asked: {
          secretId: 'db',
          resourcePolicy: policyText({
            Effect: 'Allow',
            Principal: { AWS: `to-${hand.message}` },
            Action: '*',
            Resource: '*',
          }),
        },
        answered: { arn: secretArn(`s-${hand.secret}`) },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => [
      ...['secretsmanager', 'delete-resource-policy', '--secret-id', secretArn(`s-${toColon(secret)}`)],
      ...where,
    ],
    told: ['session', 'role', 'secret', 'message', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'secret-at-risk',
    name: 'a secret is deleted',
    records: (hand) => [
      apiCall('secretsmanager', 'DeleteSecret', caller(hand), {
        asked: { secretId: 'db' },
        answered: { arn: secretArn(`s-${hand.secret}`) },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => [
      ...['secretsmanager', 'restore-secret', '--secret-id', secretArn(`s-${toColon(secret)}`)],
      ...where,
    ],
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'decoy-read',
    name: 'a decoy is read',
    records: (hand) => {
      const { accessKeyId: _, ...keyless } = caller(hand);
      return [
        apiCall('secretsmanager', 'GetSecretValue', keyless, {
          asked: { secretId: 'bait' },
          more: agent(hand),
        }),
      ];
    },
    words: ({ session }) => lookUp('Username', session),
    told: ['session', 'role', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'bulk-read',
    name: 'secrets are read by a broad filter',
    records: (hand) => [
      apiCall('secretsmanager', 'BatchGetSecretValue', withoutKey(caller(hand)), {
        asked: { filters: [{ key: 'name', values: [hand.secret] }] },
        more: agent(hand),
      }),
    ],
    words: ({ session }) => lookUp('Username', session),
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'audit-tampering',
    name: 'a trail is stopped',
    records: (hand) => [
      apiCall('cloudtrail', 'StopLogging', caller(hand), {
        asked: { name: `t-${hand.secret}` },
        more: agent(hand),
      }),
    ],
    words: ({ secret }) => ['cloudtrail', 'start-logging', '--name', `t-${secret}`, ...where],
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'audit-tampering',
    name: 'stopping a trail is refused',
    records: (hand) => [
      deniedCall(
        'cloudtrail',
        'StopLogging',
        caller(hand),
        `User: somebody is not authorized to perform: cloudtrail:StopLogging on resource: ${word(hand.secret)}`,
        { more: agent(hand) },
      ),
    ],
    words: () => lookUp('AccessKeyId', 'ASIAEXAMPLE'),
    told: ['session', 'role', 'secret', 'source'],
    machines: ['agent'],
  },
  {
    detection: 'audit-tampering',
    name: 'a trail is sent elsewhere',
    records: (hand) => [
      apiCall('cloudtrail', 'UpdateTrail', caller(hand), {
        asked: { name: hand.secret, s3BucketName: hand.message, s3KeyPrefix: hand.assumed },
        more: agent(hand),
      }),
    ],
    words: () => ['cloudtrail', 'describe-trails', ...where],
    told: ['session', 'role', 'secret', 'message', 'assumed', 'source'],
    machines: ['agent'],
  },
];
