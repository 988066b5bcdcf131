import { iso } from './clock.ts';
import { account } from './places.ts';
import { Random } from './random.ts';

/** `userIdentity` of a record. */
export type UserIdentity = Readonly<Record<string, unknown>>;

/** A unique id that belongs to a name for good: whatever the seed, ana.ops has the same id. */
export function uniqueId(prefix: 'AIDA' | 'AROA' | 'AKIA', name: string, owner = account): string {
  return new Random(`${prefix}/${owner}/${name}`).awsId(prefix, prefix === 'AKIA' ? 16 : 17);
}

export interface Role {
  readonly name: string;
  /** With the path. */
  readonly arn: string;
  readonly id: string;
  readonly account: string;
}

/** A role; its path begins and ends with a slash. */
export function role(name: string, path = '/', owner = account): Role {
  return {
    name,
    arn: `arn:aws:iam::${owner}:role${path}${name}`,
    id: uniqueId('AROA', name, owner),
    account: owner,
  };
}

export interface User {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  /** The long-term access key. */
  readonly key: string;
}

export function user(name: string): User {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return { name, arn, id: uniqueId('AIDA', name), key: uniqueId('AKIA', name) };
}

/** A session of a role, as AssumeRole made it. */
export interface RoleSession {
  readonly role: Role;
  readonly name: string;
  /** When it was made (ms). */
  readonly created: number;
  readonly key: string;
  readonly mfa?: boolean;
  readonly sourceIdentity?: string;
  /** The OIDC provider behind a session made with a web identity. */
  readonly provider?: string;
  readonly instance?: boolean;
}

/** `AROA…:session name`, the principalId of all that a session does. */
export function assumedRoleId(session: RoleSession): string {
  return `${session.role.id}:${session.name}`;
}

/** The ARN of a session; AWS leaves out the role's path here. */
export function sessionArn({ role, name }: RoleSession): string {
  return `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`;
}

/** `userIdentity` of a call in a role session. `key` is another than the session's for console and forwarded calls. */
export function inSession(
  session: RoleSession,
  { key = session.key, invokedBy }: Forwarding = {},
): UserIdentity {
  const { role, created, mfa = false, sourceIdentity, provider, instance } = session;
  return {
    type: 'AssumedRole',
    principalId: assumedRoleId(session),
    arn: sessionArn(session),
    accountId: role.account,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.id,
        arn: role.arn,
        accountId: role.account,
        userName: role.name,
      },
      ...(provider === undefined
        ? {}
        : { webIdFederationData: { federatedProvider: provider, attributes: {} } }),
      attributes: { creationDate: iso(created), mfaAuthenticated: String(mfa) },
      ...(instance === true ? { ec2RoleDelivery: '2.0' } : {}),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    },
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

export interface Forwarding {
  readonly key?: string;
  /** The AWS service that calls another on the caller's behalf. */
  readonly invokedBy?: string;
}

/** `userIdentity` of an IAM user who uses the long-term key. */
export function withLongTermKey(user: User): UserIdentity {
  return {
    type: 'IAMUser',
    principalId: user.id,
    arn: user.arn,
    accountId: account,
    accessKeyId: user.key,
    userName: user.name,
  };
}

/** `userIdentity` of an IAM user with temporary credentials: from GetSessionToken, or from the console. */
export function withTemporaryKey(
  user: User,
  created: number,
  mfa: boolean,
  forwarding: Forwarding,
): UserIdentity {
  return {
    ...withLongTermKey(user),
    accessKeyId: forwarding.key ?? user.key,
    sessionContext: {
      sessionIssuer: {},
      webIdFederationData: {},
      attributes: { creationDate: iso(created), mfaAuthenticated: String(mfa) },
    },
    ...(forwarding.invokedBy === undefined ? {} : { invokedBy: forwarding.invokedBy }),
  };
}

/** `userIdentity` of the owner's copy of a call from another account: neither ARN nor name. */
export function fromAccount(session: RoleSession, invokedBy?: string): UserIdentity {
  return {
    type: 'AWSAccount',
    principalId: assumedRoleId(session),
    accountId: session.role.account,
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

/** `userIdentity` of an AWS service that acts for itself. */
export function awsService(service: string): UserIdentity {
  return { type: 'AWSService', invokedBy: service };
}
