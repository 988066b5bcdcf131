import { inSession, withLongTermKey, type RoleSession, type User, type UserIdentity } from './identities.ts';
import type { Random } from './random.ts';

/** Someone who calls AWS: who they are, from where and with what. */
export interface Caller {
  readonly identity: UserIdentity;
  /** The identity under which an AWS service calls another on the caller's behalf: another access key. */
  readonly through: (service: string, random: Random) => UserIdentity;
  readonly ip: string;
  readonly agent: string;
  /** Whether the credentials come from the console. */
  readonly console?: boolean;
}

/** A role session that uses the credentials of its AssumeRole. */
export function sessionCaller(session: RoleSession, ip: string, agent: string): Caller {
  return {
    identity: inSession(session),
    through: (service, random) => inSession(session, { key: random.awsId('ASIA'), invokedBy: service }),
    ip,
    agent,
  };
}

/** A role session in the console: the console's own key, not the one that AssumeRole gave out. */
export function consoleCaller(session: RoleSession, ip: string, agent: string, key: string): Caller {
  return { ...sessionCaller(session, ip, agent), identity: inSession(session, { key }), console: true };
}

/** An IAM user with the long-term access key. */
export function keyCaller(user: User, ip: string, agent: string): Caller {
  const identity = withLongTermKey(user);
  return {
    identity,
    through: (service, random) => ({ ...identity, accessKeyId: random.awsId('ASIA'), invokedBy: service }),
    ip,
    agent,
  };
}
