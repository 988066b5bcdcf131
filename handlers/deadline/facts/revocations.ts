import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { revocationPolicyName } from '../../../detections/event/command.ts';
import { textOf } from '../../../detections/event/identity.ts';
import type { Fact, FactOf } from './fact.ts';
import { known } from './sessions.ts';

/**
 * What cuts sessions off: the policy of the console's "revoke sessions" on a role (aws-facts, more facts), its role
 * deleted, a long-term key switched off or deleted; and what gives them back.
 */
export function revocationIn(event: CloudTrailEvent): Fact[] {
  if (event.eventSource !== 'iam.amazonaws.com' || event.errorCode !== null) return [];
  const { roleName, accessKeyId } = event.requestParameters ?? {};
  const revoked = byPolicy(event) ?? byRemoval(event);
  const [role, key] = [textOf(roleName), textOf(accessKeyId)];
  if (revoked === null || (role ?? key) === null) return [];
  return [
    { ...known(event, 'revoked'), kind: 'revoked', account: event.recipientAccountId, role, key, ...revoked },
  ];
}

type Revocation = Pick<FactOf<'revoked'>, 'policy' | 'olderThan' | 'stands'>;

function byRemoval({ eventName, requestParameters }: CloudTrailEvent): Revocation | null {
  const gone = { policy: null, olderThan: null, stands: true };
  switch (eventName) {
    case 'UpdateAccessKey':
      return { ...gone, stands: requestParameters?.status === 'Inactive' };
    case 'DeleteAccessKey':
    case 'DeleteRole':
      return gone;
    default:
      return null;
  }
}

/**
 * A policy of any name can deny everything to tokens issued before a time, and only its document says whether it does:
 * one without that, put in its place, gives the sessions back.
 */
function byPolicy({ eventName, requestParameters }: CloudTrailEvent): Revocation | null {
  const policy = textOf(requestParameters?.policyName);
  if (policy === null) return null;
  if (eventName === 'DeleteRolePolicy') return { policy, olderThan: null, stands: false };
  if (eventName !== 'PutRolePolicy') return null;
  const document = textOf(requestParameters?.policyDocument);
  // An export that leaves documents out still names the console's policy.
  if (document === null) return { policy, olderThan: null, stands: policy === revocationPolicyName };
  const olderThan = deniedBefore(document);
  return { policy, olderThan, stands: olderThan !== null };
}

/** The time (ms) before which tokens must have been issued to be denied everything; null where none are. */
function deniedBefore(document: string): number | null {
  try {
    const { Statement } = JSON.parse(decoded(document)) as { Statement?: unknown };
    const times = [Statement].flat().flatMap((one) => {
      const { Effect, Action, Resource, Condition } = (one ?? {}) as Record<string, unknown>;
      const all = [Action].flat().includes('*') && [Resource].flat().includes('*');
      const older = (Condition as { DateLessThan?: Record<string, unknown> } | null | undefined)
        ?.DateLessThan;
      const time = Date.parse(String([older?.['aws:TokenIssueTime']].flat()[0]));
      return Effect === 'Deny' && all && !Number.isNaN(time) ? [time] : [];
    });
    return times.length === 0 ? null : Math.max(...times);
  } catch {
    return null; // What is no policy revokes nothing.
  }
}

/** IAM's log holds documents as they were sent: as JSON, or URL-encoded. */
function decoded(document: string): string {
  return document.startsWith('%') ? decodeURIComponent(document) : document;
}
