import type { Config } from '../../config/schema.ts';
import { parseEvent, whyNoEvent, type CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { identityOf } from '../../detections/event/identity.ts';
import { isCanary } from '../alert/canary.ts';
import { canaryStepOf, type CanaryLog } from './canary-log.ts';

/**
 * Notes a CloudTrail record that came on the event path, if it is one of the canary's; all else is passed by. `seenAt`: ms.
 * Called again for the same record it notes the same.
 */
export async function noteCanary(
  record: Readonly<Record<string, unknown>>,
  seenAt: number,
  config: Config,
  canaries: CanaryLog,
): Promise<void> {
  if (whyNoEvent(record) !== null) return;
  const event = parsed(record);
  if (event === null || !isCanary(event, identityOf(event), config)) return;
  const sighting = { eventTime: event.time, seenAt };
  await canaries.seen(canaryStepOf(event.eventName), event.awsRegion ?? 'unknown', sighting);
}

/** Null where the record cannot be read: it is no canary of ours, whose time AWS wrote. */
function parsed(record: Readonly<Record<string, unknown>>): CloudTrailEvent | null {
  try {
    return parseEvent(record);
  } catch {
    return null;
  }
}
