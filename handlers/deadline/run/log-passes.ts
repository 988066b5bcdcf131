import type { Incident } from '../incident.ts';
import type { Interval } from '../ports.ts';
import { shortHash } from '../sessions/incidents.ts';
import { elapsed } from '../telling/elapsed.ts';
import type { Told } from '../telling/told.ts';

const minuteMs = 60_000;
/** CloudTrail delivers within minutes: after a session's end so much time (ms) is left to the log. */
const afterSessionMs = 30 * minuteMs;
const finalMs = 24 * 60 * minuteMs;
/** A session can have been made so long (ms) before its first event in the log. */
const beforeMs = 60 * minuteMs;

/** What the hourly look at the log reads, ms: late deliveries are rarely later (design, "Running"). */
const discoveryMs = 3 * 60 * minuteMs;
/** How far it reaches back at most, ms, when nobody could look for a while: what one question to the log can answer in time. */
const longestDiscoveryMs = 7 * 24 * 60 * minuteMs;
const discoveryMark = shortHash('discovered');
const conclusionMark = shortHash('concluded');
const conclusionMarkMs = 60 * minuteMs;

/** The last hours of the log, and those before them that nobody could look through; with the mark that this was done. */
export function discovery(
  told: readonly Told[],
  now: number,
): { interval: Interval; marker: Told; before: Told | null } {
  const before = told.find(({ incident }) => incident === discoveryMark) ?? null;
  const from = Math.max((before?.askedAt ?? now) - discoveryMs, now - longestDiscoveryMs);
  return { interval: { from, to: now + 1 }, marker: markOf(discoveryMark, now), before };
}

/**
 * Since when (ms) no run did all of its work: an emergency that began then may be known to nobody. With the mark that a run
 * has, which is made once an hour; null: it is younger.
 */
export function unconcluded(
  told: readonly Told[],
  now: number,
): { since: number; marker: Told | null; before: Told | null } {
  const before = told.find(({ incident }) => incident === conclusionMark) ?? null;
  const last = Math.min(now, before?.askedAt ?? now);
  const isYoung = before !== null && now - last < conclusionMarkMs;
  return {
    since: Math.max(last, now - longestDiscoveryMs),
    marker: isYoung ? null : markOf(conclusionMark, now),
    before,
  };
}

function markOf(incident: string, now: number): Told {
  return {
    ...{ v: 1, incident, from: now, exposures: {}, overdueAt: null, externalAt: null },
    ...{ askedAt: now, refused: [], recordedAt: null },
    // Nothing is told under this id.
    closed: true,
  };
}

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
