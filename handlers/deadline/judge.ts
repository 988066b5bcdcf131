import { exposuresOf } from './exposures/exposure.ts';
import { authorOf } from './exposures/people.ts';
import { readsOf } from './exposures/reads.ts';
import { ValueLog } from './exposures/value-log.ts';
import { verdictOf } from './exposures/verdict-of.ts';
import { refusalsOf, type Refusal } from './exposures/waivers.ts';
import type { FactBook } from './facts/fact-book.ts';
import type { Incident, IncidentSession } from './incident.ts';
import { iso } from './iso.ts';
import type { Judging } from './judging.ts';
import { findSessions } from './sessions/find-sessions.ts';
import { incidentsOf, type SessionGroup } from './sessions/incidents.ts';
import type { Verdict } from './verdict.ts';

/** All that is to be said of a log. */
export interface Judged {
  /** In order of time; their exposures by first read. */
  readonly incidents: readonly Incident[];
  /** Waivers that do not count. */
  readonly refusals: readonly Refusal[];
  /** Every id of the exposures that were found, those from before all of their sessions were known included. */
  readonly knownAs: ReadonlySet<string>;
}

/**
 * Says of every secret read in every incident whether its value was replaced in time. Pure: the same facts give the same
 * verdicts, in whatever order they were gathered.
 */
export function judge(book: FactBook, judging: Judging): Judged {
  const { config, now } = judging;
  const sessions = findSessions(book, config);
  const groups = incidentsOf(sessions, book.of('revoked'), now);
  const reads = readsOf(book.of('read'), book.of('resolved'), sessions, book.directory, config);
  const values = new ValueLog(book.of('change'), book.of('tagged'), sessions, book.directory);
  const found = groups.map((group) => ({ group, exposures: exposuresOf(group, reads) }));
  return {
    incidents: found
      .map(({ group, exposures }) =>
        incidentOf(
          group,
          exposures.map((exposure) => verdictOf(exposure, values, judging)),
          judging,
        ),
      )
      .filter(({ declared, exposures }) => declared === null || exposures.length > 0),
    refusals: refusalsOf(
      found.flatMap(({ exposures }) => exposures),
      judging,
    ),
    knownAs: new Set(
      found.flatMap(({ exposures }) => exposures.flatMap(({ id, formerIds }) => [id, ...formerIds])),
    ),
  };
}

function incidentOf(
  { id, formerIds, roots, members }: SessionGroup,
  exposures: readonly Verdict[],
  { config, now }: Judging,
): Incident {
  const [first] = roots;
  const declared = first?.declared == null ? undefined : config.declaredIncidents[first.declared];
  const ends = members.map(({ whole }) => whole.at);
  return {
    incident: id,
    formerIds,
    actor: first?.actor ?? null,
    opened: first?.opened ?? first?.principal ?? '',
    role: first?.role ?? null,
    declared: declared?.reason ?? null,
    declaration: declared ?? null,
    account: first?.account ?? null,
    sessions: members.map(({ session, own }): IncidentSession => ({
      session: session.key,
      chainedFrom: session.parent,
      principal: session.principal,
      actor: session.actor,
      from: iso(session.created),
      to: iso(Number.isFinite(own.at) ? own.at : now),
      ends: own.how,
      openedBy: authorOf(session.by),
      openedEvent: session.openedEvent,
      endedEvent: own.event,
    })),
    from: iso(first?.created ?? 0),
    to: iso(Math.max(...ends.map((end) => (Number.isFinite(end) ? end : now)))),
    open: ends.some((end) => end > now),
    exposures,
  };
}
