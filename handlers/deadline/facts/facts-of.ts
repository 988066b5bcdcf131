import type { Config } from '../../../config/schema.ts';
import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { identityOf } from '../../../detections/event/identity.ts';
import { isCanary } from '../../alert/canary.ts';
import { callerOf } from './caller.ts';
import { changesIn } from './changes.ts';
import type { Fact } from './fact.ts';
import { readsIn } from './reads.ts';
import { revocationIn } from './revocations.ts';
import { activityIn, assumptionIn, signInIn } from './sessions.ts';

/**
 * The facts that one event gives, in a fixed order. Refused calls give none, but for the refused entries of a batch. The
 * config says whose sessions are watched, and nothing else.
 */
export function factsOf(event: CloudTrailEvent, config: Config): Fact[] {
  const identity = identityOf(event);
  // The checkup's own proof of life is no emergency.
  if (isCanary(event, identity, config)) return [];
  const caller = callerOf(event, identity);
  return [
    ...activityIn(event, identity, caller, config),
    ...assumptionIn(event, caller, config),
    ...signInIn(event, identity),
    ...revocationIn(event),
    ...readsIn(event, caller),
    ...changesIn(event, caller),
  ];
}
