import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { revocationPolicyName } from '../../../detections/event/command.ts';
import { textOf } from '../../../detections/event/identity.ts';
import type { Fact } from './fact.ts';
import { known } from './sessions.ts';

/**
 * What cuts sessions off: the policy of the console's "revoke sessions" on a role (aws-facts, more facts), its role
 * deleted, a long-term key switched off or deleted; and what gives them back.
 */
export function revocationIn(event: CloudTrailEvent): Fact[] {
  if (event.eventSource !== 'iam.amazonaws.com' || event.errorCode !== null) return [];
  const revoked = what(event);
  if (revoked === null) return [];
  const { stands, by } = revoked;
  const name = textOf(event.requestParameters?.[by === 'role' ? 'roleName' : 'accessKeyId']);
  if (name === null) return [];
  return [
    {
      ...known(event, 'revoked'),
      kind: 'revoked',
      account: event.recipientAccountId,
      role: by === 'role' ? name : null,
      key: by === 'key' ? name : null,
      stands,
    },
  ];
}

function what({ eventName, requestParameters }: CloudTrailEvent) {
  const { policyName, policyDocument, status } = requestParameters ?? {};
  switch (eventName) {
    case 'PutRolePolicy':
      if (policyName !== revocationPolicyName && !deniesOlderTokens(policyDocument)) return null;
      return { stands: true, by: 'role' } as const;
    case 'DeleteRolePolicy':
      return policyName === revocationPolicyName ? ({ stands: false, by: 'role' } as const) : null;
    case 'DeleteRole':
      return { stands: true, by: 'role' } as const;
    case 'UpdateAccessKey':
      return { stands: status === 'Inactive', by: 'key' } as const;
    case 'DeleteAccessKey':
      return { stands: true, by: 'key' } as const;
    default:
      return null;
  }
}

/** A policy of any name that denies everything to tokens issued before a time does the same. */
function deniesOlderTokens(document: unknown): boolean {
  if (typeof document !== 'string') return false;
  try {
    const { Statement } = JSON.parse(decoded(document)) as { Statement?: unknown };
    return [Statement].flat().some((one) => {
      const { Effect, Action, Condition } = (one ?? {}) as Record<string, unknown>;
      const older = (Condition as { DateLessThan?: object } | null | undefined)?.DateLessThan;
      return (
        Effect === 'Deny' && [Action].flat().includes('*') && older != null && 'aws:TokenIssueTime' in older
      );
    });
  } catch {
    return false; // What is no policy revokes nothing.
  }
}

/** IAM's log holds documents as they were sent: as JSON, or URL-encoded. */
function decoded(document: string): string {
  return document.startsWith('%') ? decodeURIComponent(document) : document;
}
