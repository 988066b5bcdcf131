import { own } from '../../config/own.ts';
import { nameOfPrincipal, parseArn } from '../../config/arn.ts';
import type { CloudTrailEvent, UserIdentity } from './cloudtrail-event.ts';
import type { Identity } from './identity.ts';

/**
 * Who stands behind a call as far as the record proves it, apart from what the caller only says: a session name is whatever
 * AssumeRole was asked for, so that it can be a colleague's (aws-facts, sections 3 and 7).
 */
export interface Proof {
  /** To speak of them in a sentence, such as `IAM user ana`. */
  readonly name: string;
  /** Whom to ask whether it was meant. */
  readonly ask: string;
  /** ARN or unique id of the identity, without what the caller chose; null where the record proves none. */
  readonly principal: string | null;
  /** What the caller says of itself, such as `session name "ana.ops"`. */
  readonly claims: readonly string[];
}

/** A proof's name at the beginning of a sentence; names that people gave are left as they are. */
export function atStart(name: string): string {
  return name.replace(
    /^(?:a|account|role|someone|somebody|the|user|web) /,
    (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  );
}

/** Only Identity Center assumes the roles under its path, and names the session after the person who signed in. */
export function isIdentityCenterRole(role: string): boolean {
  return role.includes(':role/aws-reserved/sso.amazonaws.com/');
}

/** A name that the caller chose, marked as such. */
export function claimOf(what: string, value: string | null): string[] {
  return value === null ? [] : [`${what} "${value}"`];
}

/** The part of an identity that CloudTrail proves. */
export function proofOf(event: CloudTrailEvent, identity: Identity): Proof {
  const caller = event.userIdentity;
  if (isSignInOfRole(event)) return switchedFrom(event, identity);
  const proof = own(provenBy, caller?.type ?? '')?.(caller, identity);
  return proof ?? { ...person(identity.name), principal: identity.principal, claims: [] };
}

/** A console's sign-in to a role shows the new session as its caller; who came there stands beside it, or nowhere. */
function isSignInOfRole({ eventSource, userIdentity }: CloudTrailEvent): boolean {
  return eventSource === 'signin.amazonaws.com' && userIdentity?.type === 'AssumedRole';
}

function switchedFrom(event: CloudTrailEvent, { sessionName }: Identity): Proof {
  const from = event.additionalEventData?.SwitchFrom ?? null;
  const arn = from === null ? null : parseArn(from);
  if (from === null || arn === null) {
    const name = 'somebody whom this event does not name';
    const claims = claimOf('session name', sessionName);
    return { name, ask: 'everybody who may open it', principal: null, claims };
  }
  const of = arn.account === event.recipientAccountId ? '' : ` of account ${arn.account}`;
  const [kind, role, ...session] = arn.resource.split('/');
  if (kind !== 'assumed-role' || role === undefined)
    return { ...person(`IAM user ${nameOfPrincipal(from)}${of}`), principal: from, claims: [] };
  const principal = `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
  return {
    ...ofRole(`${role}${of}`),
    principal,
    claims: claimOf('session name', session.length === 0 ? null : session.join('/')),
  };
}

const provenBy: Readonly<Record<string, (caller: UserIdentity | null, identity: Identity) => Proof>> = {
  IAMUser: (caller, { name, principal }) => ({
    ...person(`IAM user ${caller?.userName ?? (principal === null ? name : nameOfPrincipal(principal))}`),
    principal,
    claims: [],
  }),
  Root: (_caller, { accountId, principal }) => ({
    name: 'the root user',
    ask: `whoever keeps the root user of account ${accountId ?? 'unknown'}`,
    principal,
    claims: [],
  }),
  AssumedRole: (_caller, { role, sessionName, principal }) => {
    if (role !== null && isIdentityCenterRole(role) && sessionName !== null)
      return {
        ...person(`Identity Center user ${sessionName}`),
        principal: role,
        claims: [],
      };
    const name = role === null ? 'unknown' : nameOfPrincipal(role);
    return { ...ofRole(name), principal: role ?? principal, claims: claimOf('session name', sessionName) };
  },
  FederatedUser: (_caller, { principal, sessionName }) => ({
    ...person(
      principal?.includes(':user/') === true ? `IAM user ${nameOfPrincipal(principal)}` : 'a federated user',
    ),
    principal,
    claims: claimOf('federated name', sessionName),
  }),
  SAMLUser: (caller, { name, principal }) => ({
    ...person(`SAML user ${caller?.userName ?? name}`),
    principal,
    claims: [],
  }),
  WebIdentityUser: (caller, { name, principal }) => ({
    ...person(`web identity ${caller?.userName ?? name}${providerWords(caller)}`),
    principal,
    claims: [],
  }),
  // Neither ARN nor name: an id, behind which a role's session puts what it calls itself.
  AWSAccount: (caller, { accountId, sessionName }) => {
    const id = caller?.principalId?.split(':')[0] ?? null;
    const kind = id?.startsWith('AROA') === true ? 'role' : 'user';
    const account = `account ${accountId ?? 'unknown'}`;
    return {
      name: id === null ? account : `${kind} ${id} of ${account}`,
      ask: `the owners of ${account}${id === null ? '' : ` who ${kind} ${id} is, and them`}`,
      principal: id,
      claims: claimOf('session name', sessionName),
    };
  },
};

/** GitHub's provider is told by name; those made in IAM by ARN. */
function providerWords(caller: UserIdentity | null): string {
  const provider = caller?.identityProvider?.split('oidc-provider/').at(-1);
  return provider === undefined ? '' : ` of ${provider}`;
}

function person(name: string): Pick<Proof, 'name' | 'ask'> {
  return { name, ask: name };
}

function ofRole(name: string): Pick<Proof, 'name' | 'ask'> {
  return { name: `a session of role ${name}`, ask: `whoever answers for role ${name}` };
}
