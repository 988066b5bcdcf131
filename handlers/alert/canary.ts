import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { assumptionOf, type Identity } from '../../detections/event/identity.ts';

/**
 * Whether an event is the checkup's own: the checkup's role assumes the canary role, which then makes one denied
 * GetSecretValue. Known by exact ARNs; any other use of the canary role is an alert like any other.
 */
export function isCanary(event: CloudTrailEvent, identity: Identity, config: Config): boolean {
  const own = ownNames(config);
  if (own === null) return false;
  if (event.eventName === 'AssumeRole') {
    return identity.role === own.checkupRole && assumptionOf(event).role === own.canaryRole;
  }
  return identity.role === own.canaryRole && event.eventName === 'GetSecretValue' && event.errorCode !== null;
}
