import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { denialOf } from '../../detections/event/denial.ts';
import { assumptionOf, type Identity } from '../../detections/event/identity.ts';

/**
 * Whether an event is the checkup's own: the checkup's role assumes the canary role, which then asks for the
 * canary secret by name and is refused. Known by exact ARNs; any other use of the canary role is an alert like any other.
 */
export function isCanary(event: CloudTrailEvent, identity: Identity, config: Config): boolean {
  const own = ownNames(config);
  if (own === null) return false;
  if (event.eventName === 'AssumeRole') {
    return identity.role === own.checkupRole && assumptionOf(event).role === own.canaryRole;
  }
  if (identity.role !== own.canaryRole || event.eventName !== 'GetSecretValue') return false;
  return event.errorCode !== null && denialOf(event).resource === own.canarySecret;
}
