import { nameOfPrincipal } from '../config/arn.ts';
import { counted } from '../config/counted.ts';
import type { Config } from '../config/schema.ts';
import { announcementOf } from './break-glass/announcement.ts';
import { roleArns, sessionArns, userArns } from './break-glass/conditions.ts';
import { dueWords, latestEndOf } from './break-glass/due.ts';
import { beginsUserSession, openingOf } from './break-glass/opening.ts';
import { configuredRole, isBreakGlass } from './break-glass/session.ts';
import type { Description, Detection, DetectionContext } from './catalogue/detection.ts';
import type { Memory } from './catalogue/memory.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand, revokeSessionsCommand } from './event/command.ts';
import { assumptionOf, type Identity } from './event/identity.ts';
import { claimOf, proofOf, type Proof } from './event/proof.ts';
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

  describe: async (event, context) => {
    const { config, identity, breakGlass } = context;
    if (!opensRole(event, config)) return describeUser(event, context);
    const assumed = assumptionOf(event);
    const role = assumed.role ?? configuredRole(identity.role, config);
    const name = role === null ? 'a break-glass role' : nameOfPrincipal(role);
    const opener = proofOf(event, identity);
    const who = breakGlass?.opener ?? opener.name;
    const ask = breakGlass?.opener ?? opener.ask;
    const minutes =
      assumed.durationSeconds === null
        ? ''
        : ` for ${counted(Math.round(assumed.durationSeconds / 60), 'minute')}`;
    return {
      title: `Break-glass role ${name} opened by ${who}`,
      what: `${opener.name} assumed ${role ?? name}${minutes}.`,
      target: role,
      claims: claimsOf(event),
      announced: announcementOf(event.time, [role, opener.principal], config),
      signs: [
        mfaWords(mfaOf(event, identity)),
        ...(breakGlass === null ? [] : ['Came from a break-glass session']),
        ...(await openedBefore(event, opener, role, context.memory)),
      ],
      next: `Ask ${ask}, by another way than chat, whether they opened it and for which incident. If nobody answers for it, cut off every session of the role, those of rightful responders too (they can open it again):`,
      command: revokeSessionsCommand(name),
      due: dueWords(latestEndOf(event, identity), config),
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

function describeUser(event: CloudTrailEvent, { config, identity }: DetectionContext): Description {
  const { principal } = identity;
  const { type = null, userName = null } = event.userIdentity ?? {};
  const ofArn = principal?.includes(':user/') === true ? nameOfPrincipal(principal) : null;
  const user = (type === 'IAMUser' ? userName : null) ?? ofArn ?? identity.actor ?? 'unknown';
  const key = event.userIdentity?.accessKeyId ?? null;
  const longTerm = key?.startsWith('AKIA') === true;
  return {
    title: `Break-glass user ${user} is active`,
    what: `${user} began a session with ${event.eventName} of ${event.eventSource}${longTerm ? `, with long-term key ${key}` : ''}.`,
    target: principal,
    announced: announcementOf(event.time, [principal], config),
    signs: [mfaWords(mfaOf(event, identity))],
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
    due: dueWords(latestEndOf(event, identity), config),
  };
}

/** What the new session says of itself. An identity provider names its sessions; all others are named by the caller. */
function claimsOf(event: CloudTrailEvent): string[] {
  if (event.eventName === 'AssumeRoleWithSAML') return [];
  const { sessionName, sourceIdentity } = assumptionOf(event);
  return [...claimOf('session name', sessionName), ...claimOf('source identity', sourceIdentity)];
}

/** A second event of the same opening is no earlier opening, ms. */
const sameOpeningMs = 60_000;
/** Openings are this rare, ms: a drill is once in a quarter. */
const rememberedMs = 400 * 86_400_000;

/** Whether the same identity is known to have opened the role before: what is usual. */
async function openedBefore(
  { time, eventTime }: CloudTrailEvent,
  { name, principal }: Proof,
  role: string | null,
  memory: Memory,
): Promise<string[]> {
  if (principal === null || role === null) return [];
  const first = await memory.keep(
    `opened-before/${principal} ${name} ${role}`,
    eventTime,
    time + rememberedMs,
  );
  return [
    Date.parse(first) < time - sameOpeningMs
      ? `This caller opened it before, first at ${first}`
      : 'This caller is not known to have opened it before',
  ];
}

/** STS checks the code of the device that a call names; a long-term key by itself proves nobody's presence. */
function mfaOf(event: CloudTrailEvent, { mfa }: Identity): boolean | null {
  if (mfa === true || typeof event.requestParameters?.serialNumber === 'string') return true;
  return event.userIdentity?.accessKeyId?.startsWith('AKIA') === true ? false : mfa;
}

function mfaWords(mfa: boolean | null): string {
  if (mfa === null) return 'The record does not say whether MFA was used';
  return mfa ? 'With MFA' : 'WITHOUT MFA';
}
