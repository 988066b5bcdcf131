import { counted } from '../../config/counted.ts';
import type { Config } from '../../config/schema.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { eventTimeOf } from '../event/event-time.ts';
import { assumptionOf, type Identity } from '../event/identity.ts';

const hourMs = 3_600_000;
/** What a console session counts as, and the longest that one of unknown end can (design, "The deadline"). */
const longestHours = 12;
const defaultMs = hourMs;

/**
 * Until when a session that an event makes can last at the most, ms; null where the event does not limit it. Roles chained
 * from it can outlive it.
 */
export function latestEndOf(event: CloudTrailEvent, identity: Identity): number | null {
  if (event.eventSource === 'signin.amazonaws.com' || identity.via === 'console')
    return event.time + longestHours * hourMs;
  const { assumedRoleId, durationSeconds, expiration } = assumptionOf(event);
  if (durationSeconds !== null) return event.time + durationSeconds * 1000;
  if (expiration !== null) return expiration;
  return assumedRoleId === null ? null : event.time + defaultMs;
}

/** By when what a session reads must be replaced, and what if it cannot be. `end` in ms, null where it is not known. */
export function dueWords(end: number | null, { deadlineHours, clock }: Config): string {
  const within = `Every secret that it reads must be replaced within ${counted(deadlineHours, 'hour')} of`;
  const otherwise =
    'What cannot be replaced by then must be waived, with a reason, by someone else than its reader (runbook, deadline).';
  if (clock === 'last-read') return `${within} being read. ${otherwise}`;
  if (end === null)
    return `The session ends with its last use. ${within} its end, which counts as ${longestHours} hours after the first read at the latest. ${otherwise}`;
  return `The session ends at ${eventTimeOf(end)} at the latest, unless it is carried on in the console or another role. ${within} its end: by ${eventTimeOf(end + deadlineHours * hourMs)}. ${otherwise}`;
}
