import { own } from '../../config/own.ts';
import { parseArn, partitionOfRegion } from '../../config/arn.ts';
import type { CloudTrailEvent, UserIdentity } from './cloudtrail-event.ts';

/** Who made a call, as far as the record tells (aws-facts, sections 3 and 7). */
export interface Identity {
  /** Session name, user name, else principalId (design, "Fixed points"). */
  readonly actor: string | null;
  /** How to speak of the caller in a sentence. */
  readonly name: string;
  /** The ARN of the role or user (a role's with its path), else principalId. */
  readonly principal: string | null;
  /** ARN of the role that the session belongs to; null where no role stands behind the call. */
  readonly role: string | null;
  /** principalId@creationDate; null for long-term keys and services. */
  readonly session: string | null;
  readonly sessionName: string | null;
  readonly accountId: string | null;
  readonly sourceIdentity: string | null;
  /** What kind of identity, in words. */
  readonly kind: string;
  /** Whether MFA stood behind the session; null where the record does not say. */
  readonly mfa: boolean | null;
  /** How the call came: from the console, through an AWS service, or with CLI or SDK. */
  readonly via: string;
}

/** Reads the identity of the caller out of an event; tolerates that any part is missing. */
export function identityOf(event: CloudTrailEvent): Identity {
  const identity = event.userIdentity;
  const issuer = identity?.sessionContext?.sessionIssuer ?? null;
  const attributes = identity?.sessionContext?.attributes ?? null;
  const sessionName = sessionNameOf(identity);
  const role = roleOf(event);
  const actor = sessionName ?? identity?.userName ?? identity?.principalId ?? null;
  return {
    actor,
    name: identity?.type === 'Root' ? 'the root user' : (actor ?? identity?.invokedBy ?? 'someone unknown'),
    principal:
      role ??
      (identity?.type === 'FederatedUser' ? issuer?.arn : null) ??
      identity?.arn ??
      identity?.principalId ??
      null,
    role,
    session:
      identity?.principalId != null && attributes?.creationDate != null
        ? `${identity.principalId}@${attributes.creationDate}`
        : null,
    sessionName,
    accountId: identity?.accountId ?? issuer?.accountId ?? null,
    sourceIdentity: identity?.sessionContext?.sourceIdentity ?? null,
    kind: kindOf(identity, role),
    mfa: attributes?.mfaAuthenticated ?? mfaOfSignIn(event),
    via: viaOf(event),
  };
}

/** The session name is what follows the colon of `AROA…:name`, or the last part of `assumed-role/ROLE/name`. */
function sessionNameOf(identity: CloudTrailEvent['userIdentity']): string | null {
  if (identity === null || identity.type === 'FederatedUser') return identity?.arn?.split('/').at(-1) ?? null;
  if (identity.type === 'IAMUser' || identity.type === 'Root') return null;
  const id = identity.principalId;
  if (id !== null && /^AROA[A-Z0-9*]*:/.test(id)) return id.slice(id.indexOf(':') + 1);
  const inArn = identity.arn?.split(':assumed-role/')[1];
  return inArn === undefined ? null : inArn.slice(inArn.indexOf('/') + 1);
}

/** The role behind a session: the issuer's ARN has the path; the ARN of an assumed role lacks it. */
function roleOf(event: CloudTrailEvent): string | null {
  const identity = event.userIdentity;
  const issuer = identity?.sessionContext?.sessionIssuer?.arn;
  if (issuer?.includes(':role/')) return issuer;
  const [head, session] = identity?.arn?.split(':assumed-role/') ?? [];
  if (head === undefined || session === undefined) return null;
  const account = head.split(':')[4] ?? '';
  const partition = partitionOf(event);
  return `arn:${partition}:iam::${account}:role/${session.split('/')[0] ?? ''}`;
}

const kinds: Readonly<Record<string, string>> = {
  Root: 'root user',
  IAMUser: 'IAM user',
  AssumedRole: 'role session',
  FederatedUser: 'federated user',
  SAMLUser: 'SAML user',
  WebIdentityUser: 'web identity',
  AWSAccount: 'caller from another account',
  AWSService: 'AWS service',
  IdentityCenterUser: 'Identity Center user',
};

function kindOf(identity: UserIdentity | null, role: string | null): string {
  if (role?.includes('/AWSReservedSSO_')) return 'Identity Center session';
  const type = identity?.type ?? null;
  if (type !== null) return own(kinds, type) ?? type;
  return identity?.invokedBy != null ? 'AWS service' : 'unknown caller';
}

/** ConsoleLogin tells MFA in additionalEventData instead of the session's attributes. */
function mfaOfSignIn(event: CloudTrailEvent): boolean | null {
  const used = event.additionalEventData?.MFAUsed;
  return used == null ? null : used === 'Yes';
}

function viaOf(event: CloudTrailEvent): string {
  if (event.eventType === 'AwsConsoleSignIn' || event.sessionCredentialFromConsole === true) return 'console';
  const invokedBy = event.userIdentity?.invokedBy ?? null;
  if (invokedBy !== null && invokedBy !== 'AWS Internal') return `through ${invokedBy}`;
  if (event.sourceIPAddress === 'AWS Internal' || invokedBy === 'AWS Internal') return 'console';
  return 'CLI or SDK';
}

/** The partition that an event happened in: the one of the caller's ARN, else the Region's. */
export function partitionOf(event: CloudTrailEvent): string {
  const identity = event.userIdentity;
  const arn = parseArn(identity?.arn ?? identity?.sessionContext?.sessionIssuer?.arn ?? '');
  return arn?.partition ?? partitionOfRegion(event.awsRegion);
}

/** Where a name stands beside a role assumption: who the new session says it is. */
export interface Assumption {
  /** ARN of the assumed role, with path where the record has it. */
  readonly role: string | null;
  /** `AROA…:session name`, the principalId of all that the new session does. */
  readonly assumedRoleId: string | null;
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly durationSeconds: number | null;
  /** When the new credentials end, ms; null where the record does not say. */
  readonly expiration: number | null;
}

/** What an AssumeRole, AssumeRoleWithSAML or AssumeRoleWithWebIdentity made; nulls for other events. */
export function assumptionOf(event: CloudTrailEvent): Assumption {
  const asked = event.requestParameters ?? {};
  const made = event.responseElements?.assumedRoleUser ?? null;
  const resource = event.resources.find(({ type }) => type === 'AWS::IAM::Role');
  return {
    role: textOf(asked.roleArn) ?? resource?.ARN ?? resource?.arn ?? null,
    assumedRoleId: made?.assumedRoleId ?? null,
    sessionName: textOf(asked.roleSessionName),
    sourceIdentity: textOf(asked.sourceIdentity),
    durationSeconds: typeof asked.durationSeconds === 'number' ? asked.durationSeconds : null,
    expiration: localeTime(event.responseElements?.credentials?.expiration ?? null),
  };
}

/** `Jul 10, 2023, 12:21:41 PM`, whatever its spaces: recent records hold U+202F (aws-facts, more facts). */
function localeTime(text: string | null): number | null {
  if (text === null || !/^[A-Z][a-z]{2}\s\d{1,2},\s\d{4},?\s\d{1,2}:\d{2}:\d{2}\s[AP]M$/.test(text))
    return null;
  const time = Date.parse(`${text.replace(/\s/g, ' ')} UTC`);
  return Number.isNaN(time) ? null : time;
}

/** A value of requestParameters as text; null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
