import { nameOfPrincipal } from '../config/arn.ts';
import type { Config } from '../config/schema.ts';
import { roleArns, sessionArns, userArns } from './break-glass/conditions.ts';
import { beginsUserSession, openingOf } from './break-glass/opening.ts';
import { configuredRole, isBreakGlass } from './break-glass/session.ts';
import type { Detection } from './catalogue/detection.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand, revokeSessionsCommand } from './event/command.ts';
import { assumptionOf, type Identity } from './event/identity.ts';
import { anyOf } from './pattern/any-of.ts';

export default {
  id: 'break-glass-opened',
  title: 'Break-glass access opened',
  severity: 'critical',
  why: 'Emergency access passes every ordinary control. Whoever is on call must know at once who holds it.',
  mitre: ['T1078.004'],
  noise: 'A planned drill, announced beforehand.',
  readOnly: true,
  neverFolded: true,

  patterns: (config) => [
    ...anyOf(roleArns(config), (roles) => ({
      detail: {
        eventSource: ['sts.amazonaws.com'],
        eventName: ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
        errorCode: [{ exists: false }],
        requestParameters: { roleArn: roles },
      },
    })),
    ...anyOf(sessionArns(config), (sessions) => ({
      detail: {
        eventSource: ['signin.amazonaws.com'],
        userIdentity: { arn: sessions },
        responseElements: { $or: [{ SwitchRole: ['Success'] }, { ConsoleLogin: ['Success'] }] },
      },
    })),
    ...anyOf(userArns(config), (users) => ({
      detail: {
        userIdentity: { $or: [{ arn: users }, { sessionContext: { sessionIssuer: { arn: users } } }] },
      },
    })),
  ],

  confirm: (event, { config, identity, memory }) => {
    if (opensRole(event, config)) return true;
    if (event.responseElements?.ConsoleLogin === 'Failure') return false;
    return beginsUserSession(event, identity, memory);
  },

  groupBy: (event, { config, identity, memory }) =>
    opensRole(event, config) ? openingOf(event, identity, memory) : null,

  describe: (event, { config, identity, breakGlass }) => {
    if (!opensRole(event, config)) return describeUser(event, identity);
    const assumed = assumptionOf(event);
    const role = assumed.role ?? configuredRole(identity.role, config);
    const name = role === null ? 'a break-glass role' : nameOfPrincipal(role);
    const session = assumed.sessionName ?? identity.sessionName;
    // A caller from another account has no name here: the session's is the best there is (aws-facts, section 3).
    const nameless = identity.kind === 'caller from another account' && identity.sessionName === null;
    const who =
      nameless && session !== null
        ? `${session} of account ${identity.accountId ?? 'unknown'}`
        : identity.name;
    const minutes =
      assumed.durationSeconds === null ? '' : ` for ${Math.round(assumed.durationSeconds / 60)} minutes`;
    return {
      title: `Break-glass role ${name} opened by ${who}`,
      what: `${who} assumed ${role ?? name}${session === null ? '' : ` as session "${session}"`}${minutes}.`,
      target: role,
      signs: [
        mfaWords(identity.mfa),
        ...(breakGlass === null ? [] : [`Came from the break-glass session of ${breakGlass.actor}`]),
        ...(assumed.sourceIdentity === null ? [] : [`Source identity ${assumed.sourceIdentity}`]),
      ],
      next: `Ask ${session ?? who}, by another way than chat, whether they opened it and for which incident. If nobody answers for it, cut off every session of the role:`,
      command: revokeSessionsCommand(name),
    };
  },
} satisfies Detection;

/** Whether a role was opened; the other events that the patterns admit are those of break-glass users. */
function opensRole(event: CloudTrailEvent, config: Config): boolean {
  if (event.eventSource === 'signin.amazonaws.com') return event.userIdentity?.type === 'AssumedRole';
  if (event.eventSource !== 'sts.amazonaws.com' || event.errorCode !== null) return false;
  const { role } = assumptionOf(event);
  return event.eventName.startsWith('AssumeRole') && role !== null && isBreakGlass(role, config);
}

function describeUser(event: CloudTrailEvent, identity: Identity) {
  const user = event.userIdentity?.userName ?? identity.actor ?? 'unknown';
  const key = event.userIdentity?.accessKeyId ?? null;
  const longTerm = key?.startsWith('AKIA') === true;
  return {
    title: `Break-glass user ${user} is active`,
    what: `${user} began a session with ${event.eventName} of ${event.eventSource}${longTerm ? `, with long-term key ${key}` : ''}.`,
    target: identity.principal,
    signs: [mfaWords(identity.mfa)],
    next: `Ask the keeper of ${user}'s credentials whether they were taken out, and for which incident. If nobody answers for it, ${longTerm ? 'switch the key off' : 'take its console password away'}:`,
    command: longTerm
      ? awsCommand(
          'iam',
          'update-access-key',
          '--user-name',
          user,
          '--access-key-id',
          key,
          '--status',
          'Inactive',
        )
      : awsCommand('iam', 'delete-login-profile', '--user-name', user),
  };
}

function mfaWords(mfa: boolean | null): string {
  if (mfa === null) return 'The record does not say whether MFA was used';
  return mfa ? 'With MFA' : 'WITHOUT MFA';
}
