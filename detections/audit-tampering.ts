import { ownNames } from '../config/names.ts';
import { callerOf } from './break-glass/caller.ts';
import type { Detection } from './catalogue/detection.ts';
import type { Memory } from './catalogue/memory.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand, whatElseCommand } from './event/command.ts';
import { denialOf } from './event/denial.ts';
import { atStart } from './event/proof.ts';
import { namedResource, ownResourcePatterns } from './tampering/own-resources.ts';
import { narrowing, trailCalls } from './tampering/trail.ts';

export default {
  id: 'audit-tampering',
  title: 'The watching itself was tampered with',
  severity: 'critical',
  why: 'Who stops the log or the alarm means to do something unseen next.',
  mitre: ['T1562.008', 'T1562.001'],
  noise:
    'A deployment of Glasswatch itself, which is told once; a planned change of a trail; infrastructure as code that sends an unchanged bucket or key again.',
  readOnly: false,

  patterns: (config) => {
    const own = ownNames(config);
    return [
      { detail: { eventSource: ['cloudtrail.amazonaws.com'], eventName: trailCalls } },
      {
        detail: {
          eventSource: ['account.amazonaws.com'],
          eventName: ['DisableRegion'],
          errorCode: [{ exists: false }],
        },
      },
      {
        detail: {
          eventSource: ['organizations.amazonaws.com'],
          eventName: ['LeaveOrganization'],
          errorCode: [{ exists: false }],
        },
      },
      ...(own === null ? [] : ownResourcePatterns(own)),
    ];
  },

  confirm: (event, { config }) => !ofTrail(event) || narrowing(event, config) !== null,

  groupBy: async (event, { identity, memory }) => {
    const principal = identity.principal ?? '';
    const deployer = await deployerOf(event, principal, memory);
    return deployer === null
      ? `${principal} ${event.eventName} ${tamperedResource(event) ?? ''}`
      : `${deployer} deployment`;
  },

  describe: (event, context) => {
    const { config, identity } = context;
    const target = tamperedResource(event);
    const { name, ask } = callerOf(event, context);
    const effect = ofTrail(event) ? narrowing(event, config) : null;
    const refused = event.errorCode !== null;
    return {
      title: titleOf(event, target, name),
      what: `${event.eventName} on ${target ?? 'a resource that the event does not name'}${refused ? ` was refused (${event.errorCode})` : ''}${effect === null || refused ? '' : `: ${effect}`}.`,
      target,
      signs: [
        deployed(event)
          ? 'Made by CloudFormation: somebody deployed a change'
          : 'Made by hand or by a script, not by CloudFormation',
        ...(refused ? ['The call was refused: the log goes on'] : []),
      ],
      next: refused
        ? `Ask ${ask} why they tried. If nobody can say, their credentials are in other hands: take them away, and see what came before and after:`
        : `Ask ${ask} for the change request. If there is none, put it back at once: what happens from now on may go unseen.`,
      command: repairCommand(event, target, identity.name),
    };
  },
} satisfies Detection;

function ofTrail(event: CloudTrailEvent): boolean {
  return event.eventSource === 'cloudtrail.amazonaws.com';
}

/** How long a deployment goes on after somebody set it off, ms. */
const deploymentMs = 3_600_000;

/**
 * Who set a deployment off; null where nothing is deployed. CloudFormation makes its changes as the caller or as a role of
 * its own: what follows a call on one of our stacks belongs to that call.
 */
async function deployerOf(event: CloudTrailEvent, principal: string, memory: Memory): Promise<string | null> {
  const key = `deployment/${event.recipientAccountId ?? ''}`;
  if (event.eventSource === 'cloudformation.amazonaws.com') {
    await memory.see(key, principal, event.time, deploymentMs);
    return principal;
  }
  if (!deployed(event)) return null;
  const seen = await memory.see(key, '', event.time, deploymentMs);
  return seen.findLast(({ member }) => member !== '')?.member ?? principal;
}

function deployed(event: CloudTrailEvent): boolean {
  return event.userIdentity?.invokedBy === 'cloudformation.amazonaws.com';
}

function tamperedResource(event: CloudTrailEvent): string | null {
  return namedResource(event) ?? denialOf(event).resource;
}

function titleOf(event: CloudTrailEvent, target: string | null, who: string): string {
  if (ofTrail(event)) {
    const trail = target?.split(':trail/').at(-1) ?? 'a trail';
    const did = { StopLogging: 'stopped', DeleteTrail: 'deleted' }[event.eventName] ?? 'narrowed';
    return event.errorCode === null
      ? `Trail ${trail} ${did} by ${who}`
      : `${atStart(who)} tried ${event.eventName} on ${trail}`;
  }
  if (event.eventSource === 'account.amazonaws.com') return `Region ${target ?? ''} disabled by ${who}`;
  if (event.eventSource === 'organizations.amazonaws.com') {
    return `Account taken out of its organization by ${who}`;
  }
  const deployment = deployed(event) || event.eventSource === 'cloudformation.amazonaws.com';
  return `Glasswatch was changed by ${who}${deployment ? '' : `: ${event.eventName}`}`;
}

function repairCommand(event: CloudTrailEvent, target: string | null, actor: string): string | null {
  const region = ['--region', event.awsRegion ?? ''];
  if (event.errorCode !== null) return whatElseCommand(event, actor);
  if (target === null) return null;
  switch (event.eventName) {
    case 'StopLogging':
      return awsCommand('cloudtrail', 'start-logging', '--name', target, ...region);
    case 'UpdateTrail':
    case 'DeleteTrail':
      return awsCommand('cloudtrail', 'describe-trails', ...region);
    case 'PutEventSelectors':
      return awsCommand('cloudtrail', 'get-event-selectors', '--trail-name', target, ...region);
    default:
      return null;
  }
}
