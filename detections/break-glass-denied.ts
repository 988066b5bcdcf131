import { nameOfPrincipal } from '../config/arn.ts';
import type { Config } from '../config/schema.ts';
import { callerOf } from './break-glass/caller.ts';
import { configuredArn, denialMessages, namesByAccount, roleArns } from './break-glass/conditions.ts';
import type { Detection } from './catalogue/detection.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { whatElseCommand } from './event/command.ts';
import { denialOf } from './event/denial.ts';
import { assumptionOf } from './event/identity.ts';
import { atStart } from './event/proof.ts';
import { anyOf } from './pattern/any-of.ts';

export default {
  id: 'break-glass-denied',
  title: 'Break-glass access denied',
  severity: 'high',
  why: 'Someone without the right to do so tried to open emergency access: a mistake, or a probe with stolen credentials.',
  mitre: ['T1078.004'],
  noise: 'A person on call whose access was not set up, or who mistyped the MFA code.',
  readOnly: true,

  patterns: (config) => [
    // A denied AssumeRole has requestParameters null: the role stands in errorMessage only (aws-facts, section 5).
    ...anyOf(denialMessages(config), (messages) => ({
      detail: {
        eventSource: ['sts.amazonaws.com'],
        errorCode: [{ prefix: 'AccessDenied' }],
        errorMessage: messages,
      },
    })),
    // Refused SAML assertions and identity tokens keep their parameters.
    ...anyOf(roleArns(config), (roles) => ({
      detail: {
        eventSource: ['sts.amazonaws.com'],
        errorCode: [{ exists: true }],
        requestParameters: { roleArn: roles },
      },
    })),
    ...namesByAccount(config.breakGlass.users).map(({ account, names }) => ({
      detail: {
        eventSource: ['signin.amazonaws.com'],
        userIdentity: { accountId: [account], userName: names },
        responseElements: { ConsoleLogin: ['Failure'] },
      },
    })),
  ],

  groupBy: (event, { identity, config }) =>
    `${identity.principal ?? ''} ${deniedTarget(event, config) ?? ''}`,

  describe: (event, context) => {
    const { identity, config } = context;
    const target = deniedTarget(event, config);
    const name = target === null ? 'break-glass access' : nameOfPrincipal(target);
    const proof = callerOf(event, context);
    const who = atStart(proof.name);
    const { cause } = denialOf(event);
    return {
      title: `${who} was denied ${name}`,
      what: `${who} tried ${event.eventName} for ${target ?? name} and was refused (${event.errorCode ?? event.errorMessage ?? 'no reason given'}${cause === null ? '' : `: ${cause}`}).`,
      target,
      signs: [
        'Nothing was opened by this call',
        ...(identity.mfa === null ? [] : [identity.mfa ? 'Caller had MFA' : 'Caller had no MFA']),
      ],
      next: `Ask ${proof.ask} whether they meant to open ${name}. If they did not, their credentials are in other hands: look at what else they did:`,
      command: whatElseCommand(event, identity.name),
    };
  },
} satisfies Detection;

/** The role, or the user whose sign-in failed: the record of that holds account and name alone. */
function deniedTarget(event: CloudTrailEvent, { breakGlass }: Config): string | null {
  const { userName, accountId } = event.userIdentity ?? {};
  if (event.eventSource === 'signin.amazonaws.com') {
    return configuredArn(breakGlass.users, accountId ?? '', userName ?? '') ?? userName ?? null;
  }
  return assumptionOf(event).role ?? denialOf(event).resource;
}
