import { z } from 'zod';
import type { Incident, IncidentSession } from '../deadline/incident.ts';
import { afterSecondOf, type Ask, type Window } from './ask.ts';

/** One event of a session; all text may hold what attackers wrote. What is absent is null. */
export interface TimelineEvent {
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly principal: string | null;
  readonly actor: string | null;
  /** What it was about, as the call names it. */
  readonly target: string | null;
  readonly readOnly: boolean;
  readonly errorCode: string | null;
  /** The AWS service that called on the session's behalf. */
  readonly through: string | null;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
}

/** A session of the incident and all that the log shows of it, its opening first, in order of time. */
export interface SessionTimeline {
  readonly session: IncidentSession;
  readonly events: readonly TimelineEvent[];
}

const text = z.string().nullable();
/** A row of queries/session-timeline.sql. */
const timelineRow = z
  .object({
    event_id: z.string(),
    event_time: z.string(),
    event_source: z.string(),
    event_name: z.string(),
    account: text,
    region: text,
    principal: text,
    actor: text,
    session: text,
    target: text,
    read_only: z.boolean().nullable(),
    error_code: text,
    through: text,
    source_ip: text,
    user_agent: text,
  })
  .transform((row) => ({
    session: row.session,
    event: {
      eventID: row.event_id,
      eventTime: row.event_time,
      eventSource: row.event_source,
      eventName: row.event_name,
      account: row.account,
      region: row.region,
      principal: row.principal,
      actor: row.actor,
      target: row.target,
      readOnly: row.read_only === true,
      errorCode: row.error_code === '' ? null : row.error_code,
      through: row.through,
      sourceIPAddress: row.source_ip,
      userAgent: row.user_agent,
    } satisfies TimelineEvent,
  }));

/**
 * What the sessions of an incident did until `now` (ms): one question for each session that opened it, the sessions chained
 * from it included. An event belongs to one session: its own, else the one that it opened.
 */
export async function timelinesOf(incident: Incident, now: number, ask: Ask): Promise<SessionTimeline[]> {
  const events = new Map(incident.sessions.map(({ session }) => [session, [] as TimelineEvent[]]));
  const seen = new Set<string>();
  for (const opening of openingSessions(incident)) {
    const rows = await ask('session-timeline', windowOf(opening, now), { session: askedSession(opening) });
    for (const row of rows) {
      const { session, event } = timelineRow.parse(row);
      if (seen.has(event.eventID)) continue;
      seen.add(event.eventID);
      const own = session === null ? undefined : events.get(session);
      (own ?? events.get(opening.session))?.push(event);
    }
  }
  return incident.sessions.map((session) => ({ session, events: events.get(session.session) ?? [] }));
}

/** The sessions that opened an incident; the others were chained from them. */
export function openingSessions({ sessions }: Incident): readonly IncidentSession[] {
  return sessions.filter(({ chainedFrom }) => chainedFrom === null);
}

/** Longest life of a role's session: what it tries after it was revoked, or after its told end, belongs to it still. */
const longestSessionMs = 12 * 3_600_000;

/**
 * The time to be asked about for a session. A long-term key has no session of its own in the log: what its user does before
 * and after belongs to other incidents.
 */
export function windowOf(session: IncidentSession, now: number): Window {
  const from = Date.parse(session.from);
  const to = Date.parse(session.to);
  const end = isLongTermKey(session) ? to : Math.max(to, from + longestSessionMs);
  return { from, to: afterSecondOf(Math.max(from, Math.min(end, now))) };
}

/** The session as the questions know it: principalId@creationDate, of a long-term key its user's ARN. */
export function askedSession(session: IncidentSession): string {
  if (!isLongTermKey(session)) return session.session;
  return session.principal ?? session.session.slice(0, session.session.indexOf('/'));
}

/** Whether a session is a long-term key: `principalId/key@first event`. The principalId of any other session has a colon. */
export function isLongTermKey({ session }: IncidentSession): boolean {
  return /^[^/:@]+\//.test(session);
}
