import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import type { Identity } from '../../../detections/event/identity.ts';
import type { FactCaller } from './fact.ts';

/** Who made a call, reduced to what the deadline asks of them. */
export function callerOf(event: CloudTrailEvent, identity: Identity): FactCaller {
  const { session, principal, actor, role, sourceIdentity } = identity;
  const key = event.userIdentity?.accessKeyId ?? null;
  return {
    session,
    key: session === null ? key : null,
    principalId: event.userIdentity?.principalId ?? null,
    principal,
    actor,
    role,
    sourceIdentity,
  };
}

/** What the calls of one session share; of a long-term key, all its calls. Null where nothing ties calls together. */
export function callerKey({ session, principalId, principal, key }: FactCaller): string | null {
  if (session !== null) return session;
  const id = principalId ?? principal;
  return id === null ? null : `${id}/${key ?? ''}`;
}
