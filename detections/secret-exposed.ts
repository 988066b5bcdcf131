import type { Config } from '../config/schema.ts';
import { callerOf } from './break-glass/caller.ts';
import type { Detection } from './catalogue/detection.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand } from './event/command.ts';
import { textOf } from './event/identity.ts';
import { accountOf, openingOfPolicy } from './event/policy.ts';

export default {
  id: 'secret-exposed',
  title: 'A secret or its key opened to others',
  severity: 'high',
  why: 'A policy, grant or share lets another account, or everyone, read a secret or use the key that protects it.',
  mitre: ['T1098', 'T1537'],
  noise: 'Sharing with another account of the same organization, once it is agreed.',
  readOnly: false,

  // Whom a policy opens to stands in JSON inside a string, out of reach of patterns.
  patterns: () => [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com', 'ssm.amazonaws.com'],
        eventName: ['PutResourcePolicy'],
        errorCode: [{ exists: false }],
      },
    },
    {
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: ['PutKeyPolicy', 'CreateKey', 'ReplicateKey', 'CreateGrant'],
        errorCode: [{ exists: false }],
      },
    },
    {
      detail: {
        eventSource: ['ram.amazonaws.com'],
        eventName: ['CreateResourceShare', 'AssociateResourceShare'],
        errorCode: [{ exists: false }],
      },
    },
  ],

  confirm: (event) => openedTo(event) !== null,

  groupBy: (event, { identity, secrets }) =>
    `${identity.principal ?? ''} ${event.eventName} ${secrets[0]?.arn ?? resourceOf(event) ?? ''}`,

  describe: (event, context) => {
    const { config, secrets } = context;
    const target = secrets[0]?.arn ?? resourceOf(event);
    const name = secrets[0]?.name ?? target?.split(/:key\/|:parameter/)[1] ?? target ?? 'a resource';
    const to = openedTo(event) ?? [];
    const whom = to.length === 0 ? 'nobody knows whom' : to.map((one) => named(one, config)).join(', ');
    const { name: who, ask } = callerOf(event, context);
    return {
      title: `${name} opened to ${whom} by ${who}`,
      what: `${event.eventName} on ${target ?? name} lets in ${whom}.`,
      target,
      signs: [
        ...(to.includes('everyone') ? ['Everyone: any AWS account at all'] : []),
        ...(to.includes(unreadable)
          ? ['The policy in the event cannot be read: look at the one in force']
          : []),
        ...(event.eventSource === 'kms.amazonaws.com'
          ? ['Whether secrets are encrypted with this key, the event does not say']
          : []),
      ],
      next: `Ask ${ask} who agreed to this. If nobody did, take it back and count the secret as read from ${event.eventTime} on:`,
      command: reviewCommand(event, target),
    };
  },
} satisfies Detection;

const unreadable = 'someone (policy unreadable)';

/** Whom the event lets in beside the resource's own account; null when nobody. */
function openedTo(event: CloudTrailEvent): string[] | null {
  const asked = event.requestParameters ?? {};
  const account = event.recipientAccountId ?? event.userIdentity?.accountId ?? '';
  if (event.eventSource === 'ram.amazonaws.com') {
    const principals = Array.isArray(asked.principals) ? asked.principals.map(String) : [];
    const others = principals.filter((principal) => accountOf(principal) !== account);
    return sharesSecret(event) && others.length > 0 ? others.map(accountOf) : null;
  }
  if (event.eventName === 'CreateGrant') {
    const grantee = textOf(asked.granteePrincipal);
    // A service as grantee is named by its host, such as rds.eu-central-1.amazonaws.com, and acts for its own caller.
    if (grantee === null || grantee.endsWith('.amazonaws.com')) return null;
    return accountOf(grantee) === account ? null : [accountOf(grantee)];
  }
  const policy = asked.resourcePolicy ?? asked.policy;
  // CreateKey and ReplicateKey without a policy get the default one, which opens to nobody else.
  if (policy === undefined && event.eventName !== 'PutResourcePolicy' && event.eventName !== 'PutKeyPolicy')
    return null;
  const opening = openingOfPolicy(policy, account);
  if (opening === null) return [unreadable];
  const to = [...(opening.everyone ? ['everyone'] : []), ...opening.others];
  return to.length > 0 ? to : null;
}

function sharesSecret(event: CloudTrailEvent): boolean {
  const arns = event.requestParameters?.resourceArns;
  return Array.isArray(arns) && arns.some((arn) => /:(secretsmanager|ssm|kms):/.test(String(arn)));
}

function named(account: string, config: Config): string {
  return config.trustedAccounts.includes(account) ? `${account} (trusted)` : account;
}

function resourceOf(event: CloudTrailEvent): string | null {
  const asked = event.requestParameters ?? {};
  const key = event.resources.find(({ type }) => type === 'AWS::KMS::Key');
  const shared = Array.isArray(asked.resourceArns) ? textOf(asked.resourceArns[0]) : null;
  return (
    key?.ARN ??
    key?.arn ??
    event.responseElements?.keyMetadata?.arn ??
    textOf(asked.keyId) ??
    textOf(asked.resourceArn) ??
    shared
  );
}

function reviewCommand(event: CloudTrailEvent, target: string | null): string | null {
  const region = ['--region', event.awsRegion ?? ''];
  if (target === null) return null;
  switch (event.eventSource) {
    case 'secretsmanager.amazonaws.com':
      return awsCommand('secretsmanager', 'delete-resource-policy', '--secret-id', target, ...region);
    case 'kms.amazonaws.com':
      return event.eventName === 'CreateGrant'
        ? awsCommand('kms', 'list-grants', '--key-id', target, ...region)
        : awsCommand('kms', 'get-key-policy', '--key-id', target, '--policy-name', 'default', ...region);
    case 'ssm.amazonaws.com':
      return awsCommand('ssm', 'get-resource-policies', '--resource-arn', target, ...region);
    default:
      return awsCommand('ram', 'get-resource-shares', '--resource-owner', 'SELF', ...region);
  }
}
