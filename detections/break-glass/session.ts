import { nameOfPrincipal } from '../../config/arn.ts';
import type { Config } from '../../config/schema.ts';
import type { Memory } from '../catalogue/memory.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { assumptionOf, type Identity } from '../event/identity.ts';
import { proofOf } from '../event/proof.ts';
import { compilePattern } from '../pattern/matcher.ts';
import { configuredArn, roleArns, userArns } from './conditions.ts';

/** The emergency session that a call belongs to. */
export interface BreakGlassSession {
  /** ARN of the break-glass role or user that it began with. */
  readonly opened: string;
  /** principalId@creationDate of the session that broke the glass, or the principal of a long-term key. */
  readonly session: string;
  /** What it calls itself: session or user name. */
  readonly actor: string;
  /** Who opened it, as far as the opening proved it, such as `IAM user ana`; null where no opening was seen. */
  readonly opener: string | null;
  /** Whether the call came from a role assumed out of the break-glass session. */
  readonly chained: boolean;
}

/** A chain of sessions is remembered this long (ms): twelve hours is the longest that any session lasts. */
const chainMs = 12 * 3_600_000;

/**
 * Finds the break-glass session of a call, and remembers the sessions that it opens in turn: a secret read in a chained
 * session carries the second role as its issuer, not the break-glass role (aws-facts, section 7).
 */
export async function followSession(
  event: CloudTrailEvent,
  identity: Identity,
  memory: Memory,
  config: Config,
): Promise<BreakGlassSession | null> {
  const found =
    (await ownSession(event, identity, memory, config)) ?? (await chainedSession(identity, memory));
  if (event.eventSource !== 'sts.amazonaws.com' || event.errorCode !== null) return found;
  const { role, assumedRoleId } = assumptionOf(event);
  if (assumedRoleId === null) return found;
  const made = `${assumedRoleId}@${event.eventTime}`;
  const until = event.time + chainMs;
  if (role !== null && isBreakGlass(role, config))
    await memory.keep(`opener/${made}`, found?.opener ?? proofOf(event, identity).name, until);
  if (found !== null) {
    const { opened, session, actor, opener } = found;
    const chained: BreakGlassSession = { opened, session, actor, opener, chained: true };
    await memory.keep(`chained/${made}`, JSON.stringify(chained), until);
  }
  return found;
}

/**
 * Whether a call can belong to a break-glass session as far as anybody can tell who does not know which sessions broke the
 * glass, but knows the assumedRoleIds of all that were opened by a call.
 */
export function mayBeOfBreakGlass(
  event: CloudTrailEvent,
  identity: Identity,
  assumedRoleIds: ReadonlySet<string>,
  config: Config,
): boolean {
  if (openedIn(event, config) !== null) return true;
  const { session } = identity;
  return session !== null && assumedRoleIds.has(session.slice(0, session.lastIndexOf('@')));
}

/** The break-glass role or user that a call shows as its own; null where it shows none. */
function openedIn({ userIdentity }: CloudTrailEvent, config: Config): string | null {
  const issuer = userIdentity?.sessionContext?.sessionIssuer?.arn;
  return [issuer, userIdentity?.arn].find((arn) => arn != null && isBreakGlass(arn, config)) ?? null;
}

async function ownSession(
  event: CloudTrailEvent,
  identity: Identity,
  memory: Memory,
  config: Config,
): Promise<BreakGlassSession | null> {
  const opened = openedIn(event, config);
  if (opened === null) return null;
  return {
    opened,
    session: identity.session ?? identity.principal ?? opened,
    actor: identity.actor ?? opened,
    opener: await openerOf(event, identity, memory),
    chained: false,
  };
}

/** A session of a user proves its user; one of a role proves the role alone, and who opened it is remembered. */
async function openerOf(event: CloudTrailEvent, identity: Identity, memory: Memory): Promise<string | null> {
  if (event.userIdentity?.type !== 'AssumedRole') return proofOf(event, identity).name;
  return identity.session === null ? null : await memory.find(`opener/${identity.session}`);
}

async function chainedSession(identity: Identity, memory: Memory): Promise<BreakGlassSession | null> {
  if (identity.session === null) return null;
  const kept = await memory.find(`chained/${identity.session}`);
  // What was kept before openers were remembered holds none.
  if (kept === null) return null;
  const found = JSON.parse(kept) as Omit<BreakGlassSession, 'opener'> & Partial<BreakGlassSession>;
  return { ...found, opener: found.opener ?? null };
}

const matchers = new WeakMap<Config, (event: unknown) => boolean>();

/** Whether an ARN is that of a break-glass role (with path) or user. */
export function isBreakGlass(arn: string, config: Config): boolean {
  let matcher = matchers.get(config);
  if (matcher === undefined) {
    const conditions = [...roleArns(config), ...userArns(config)];
    matcher = conditions.length === 0 ? () => false : compilePattern({ arn: conditions });
    matchers.set(config, matcher);
  }
  return matcher({ arn });
}

/** The ARN, with the path that the config knows, of a role known by an ARN without path; else the ARN given. */
export function configuredRole(role: string | null, config: Config): string | null {
  if (role === null) return null;
  return configuredArn(config.breakGlass.roles, role.split(':')[4] ?? '', nameOfPrincipal(role)) ?? role;
}
