import type { Incident } from '../incident.ts';
import type { Interval } from '../ports.ts';
import { elapsed } from '../telling/elapsed.ts';
import type { Told } from '../telling/told.ts';

const minuteMs = 60_000;
/** CloudTrail delivers within minutes: after a session's end so much time (ms) is left to the log. */
const afterSessionMs = 30 * minuteMs;
const finalMs = 24 * 60 * minuteMs;
/** A session can have been made so long (ms) before its first event in the log. */
const beforeMs = 60 * minuteMs;

/** What the hourly look at the log reads, ms: late deliveries are rarely later (design, "Running"). */
export const discoveryMs = 3 * 60 * minuteMs;

/**
 * The stretch of log that is to be asked about an incident now; null: none. It is asked 30 minutes after each session's end,
 * at each deadline, and once for finality; and where what closes an exposure has not been seen in it yet (`isDoubtful`). What
 * it costs grows with incidents, not with the history.
 */
export function dueInterval(
  incident: Incident,
  told: Told | null,
  isDoubtful: boolean,
  now: number,
): Interval | null {
  const askedAt = now - elapsed(told?.askedAt, now);
  const deadlines = incident.exposures.flatMap(({ deadline }) =>
    deadline === null ? [] : [Date.parse(deadline)],
  );
  const moments = [
    ...incident.sessions.map(({ to }) => Date.parse(to) + afterSessionMs),
    ...deadlines,
    ...deadlines.map((deadline) => deadline + finalMs),
  ];
  if (!isDoubtful && !moments.some((moment) => moment <= now && askedAt < moment)) return null;
  return { from: Date.parse(incident.from) - beforeMs, to: now + 1 };
}
