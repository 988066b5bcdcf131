import type { Config } from '../../../config/schema.ts';
import { configuredRole, isBreakGlass } from '../../../detections/break-glass/session.ts';
import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { assumptionOf, type Identity } from '../../../detections/event/identity.ts';
import type { Fact, FactCaller } from './fact.ts';

/** Credentials of a role last an hour unless the call says otherwise (aws-facts, section 7). */
const usualDurationMs = 3_600_000;

/** What a watched principal does keeps its session open. */
export function activityIn(
  event: CloudTrailEvent,
  identity: Identity,
  caller: FactCaller,
  config: Config,
): Fact[] {
  const opened = openedBy(event, identity, config);
  if (opened === null && !isDeclared(identity.principal, config)) return [];
  // A sign-in page's event shows the user, and not yet the session: it keeps none open.
  if (event.eventSource === 'signin.amazonaws.com' && caller.session === null) return [];
  const console =
    event.sessionCredentialFromConsole === true ||
    (event.eventSource === 'signin.amazonaws.com' && event.eventName === 'GetSigninToken');
  return [
    { ...known(event, 'active'), kind: 'active', caller, opened, account: event.recipientAccountId, console },
  ];
}

/** Null where it is no break-glass role or user. */
function openedBy(event: CloudTrailEvent, identity: Identity, config: Config): string | null {
  const issuer = event.userIdentity?.sessionContext?.sessionIssuer?.arn;
  const shown = [issuer, configuredRole(identity.role, config), event.userIdentity?.arn];
  return shown.find((arn) => arn != null && isBreakGlass(arn, config)) ?? null;
}

function isDeclared(principal: string | null, { declaredIncidents }: Config): boolean {
  return declaredIncidents.some((incident) => incident.principal === principal);
}

/** Any session may turn out to belong to an incident, so that every assumption made out of one is kept. */
export function assumptionIn(event: CloudTrailEvent, caller: FactCaller, config: Config): Fact[] {
  if (event.eventSource !== 'sts.amazonaws.com' || event.errorCode !== null) return [];
  const made = assumptionOf(event);
  if (made.assumedRoleId === null) return [];
  const breakGlass = made.role !== null && isBreakGlass(made.role, config);
  const byService = event.userIdentity?.type === 'AWSService';
  if (!breakGlass && !isDeclared(made.role, config) && (byService || caller.principalId === null)) return [];
  const lasts = made.durationSeconds === null ? made.expiration : event.time + made.durationSeconds * 1000;
  return [
    {
      ...known(event, 'assumed'),
      kind: 'assumed',
      by: caller,
      session: `${made.assumedRoleId}@${event.eventTime}`,
      role: made.role,
      breakGlass,
      sessionName: made.sessionName,
      sourceIdentity: made.sourceIdentity,
      account: event.recipientAccountId,
      until: lasts ?? event.time + usualDurationMs,
      console: event.eventName === 'AssumeRole' && event.sourceIPAddress === 'AWS Internal',
    },
  ];
}

/** The console shows itself by SwitchRole, or by the sign-in of a user. */
export function signInIn(event: CloudTrailEvent, { session }: Identity): Fact[] {
  const { ConsoleLogin, SwitchRole } = event.responseElements ?? {};
  const principalId = event.userIdentity?.principalId;
  if (event.eventSource !== 'signin.amazonaws.com' || principalId == null) return [];
  if (ConsoleLogin !== 'Success' && SwitchRole !== 'Success') return [];
  return [{ ...known(event, 'signed-in'), kind: 'signed-in', principalId, session }];
}

/** What every fact begins with; `what` tells the facts of one event apart. */
export function known({ eventID, time }: CloudTrailEvent, what: string) {
  return { id: `${eventID}/${what}`, eventID, at: time };
}
