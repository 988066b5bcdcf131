import type { Config } from '../../../config/schema.ts';
import { callerKey } from '../facts/caller.ts';
import type { FactCaller, FactOf } from '../facts/fact.ts';
import type { Activity, FactBook, Span } from '../facts/fact-book.ts';
import { iso } from '../iso.ts';
import type { Session } from './session.ts';

/** A console's sign-in and its session's creation lie at most this far apart, ms. */
const signInMs = 60_000;

/**
 * Finds every session that belongs to an incident: those of break-glass roles and users, those of declared incidents, and
 * whatever was assumed out of them in turn. By key.
 */
export function findSessions(book: FactBook, { declaredIncidents }: Pick<Config, 'declaredIncidents'>) {
  const assumptions = openings(book.of('assumed'));
  const signIns = book.of('signed-in');
  const sessions = new Map<string, Session>();
  const declaredAs = (principal: string | null, from: number, to: number) => {
    const index = declaredIncidents.findIndex(
      (one) => one.principal === principal && Date.parse(one.from) <= to && from <= Date.parse(one.to),
    );
    return index === -1 ? null : index;
  };
  for (const activity of book.activities()) {
    for (const found of sessionsOf(activity)) {
      const session = withLastingKey(found, declaredIncidents);
      const opening = assumptions.get(session.key);
      const declared =
        session.opened === null ? declaredAs(session.principal, session.created, session.last ?? 0) : null;
      if (session.opened === null && declared === null) continue;
      const sourceIdentity = session.sourceIdentity ?? opening?.sourceIdentity ?? null;
      sessions.set(session.key, { ...session, ...openedWith(opening), sourceIdentity, declared });
    }
  }
  for (const [key, opening] of assumptions) {
    const declared = opening.breakGlass ? null : declaredAs(opening.role, opening.at, opening.at);
    if (sessions.has(key) || (!opening.breakGlass && declared === null)) continue;
    sessions.set(key, { ...assumedSession(opening), declared });
  }
  chain(sessions, [...assumptions.values()]);
  for (const [key, session] of sessions) {
    if (isOfConsole(session, signIns)) sessions.set(key, { ...session, console: true });
  }
  return sessions;
}

/**
 * A long-term key that was busy before its incident was declared to begin is named by that beginning: how far back its work
 * is known changes from run to run, and with it would every id.
 */
function withLastingKey(session: Session, incidents: Config['declaredIncidents']): Session {
  if (!session.longTerm || session.opened !== null) return session;
  const begins = incidents
    .filter(({ principal }) => principal === session.principal)
    .map(({ from }) => Date.parse(from))
    .filter((from) => session.created < from && from <= (session.last ?? from));
  return begins.length === 0
    ? session
    : { ...session, key: `${session.callerKey}@${iso(Math.min(...begins))}` };
}

/** The session that a call belongs to: of a long-term key, the one whose time it falls into. */
export function sessionOfCall(
  sessions: ReadonlyMap<string, Session>,
  key: string | null,
  at: number,
): Session | undefined {
  if (key === null) return undefined;
  const byKey = sessions.get(key);
  if (byKey !== undefined) return byKey;
  for (const session of sessions.values()) {
    if (
      session.longTerm &&
      session.callerKey === key &&
      session.created <= at &&
      at <= (session.last ?? at)
    ) {
      return session;
    }
  }
  return undefined;
}

/**
 * The same opening can be told twice, by the caller's and by the role's account: the copy that names the caller counts. Two
 * openings of one name in one second are one session, which lasts as long as the longer.
 */
function openings(facts: readonly FactOf<'assumed'>[]): Map<string, FactOf<'assumed'>> {
  const bySession = new Map<string, FactOf<'assumed'>>();
  for (const fact of facts) {
    const known = bySession.get(fact.session);
    const told = known === undefined || tellsMore(fact.by, known.by) ? fact : known;
    const console = fact.console || known?.console === true;
    bySession.set(fact.session, { ...told, console, until: Math.max(fact.until, known?.until ?? 0) });
  }
  return bySession;
}

function tellsMore(by: FactCaller, than: FactCaller): boolean {
  if (by.session !== null || than.session !== null) return by.session !== null && than.session === null;
  return by.principal?.startsWith('arn:') === true && than.principal?.startsWith('arn:') !== true;
}

function sessionsOf({ key, caller, opened, account, console, spans }: Activity): Session[] {
  const { principalId, principal, actor, sourceIdentity, role } = caller;
  const identity = {
    callerKey: key,
    principalId,
    principal,
    actor,
    sourceIdentity,
    opened,
    role,
    account,
    console,
  };
  const unknown = { until: null, parent: null, by: null, openedEvent: null, declared: null };
  const whole = (from: Span | undefined, to: Span | undefined) => ({
    from: from?.from ?? 0,
    to: to?.to ?? 0,
  });
  if (caller.session === null) {
    return spans.map(({ from, to }) => ({
      ...identity,
      ...unknown,
      key: `${key}@${iso(from)}`,
      longTerm: true,
      created: from,
      last: to,
    }));
  }
  const { from, to } = whole(spans[0], spans.at(-1));
  const created = Date.parse(key.slice(key.lastIndexOf('@') + 1));
  return [
    {
      ...identity,
      ...unknown,
      key,
      longTerm: false,
      created: Number.isNaN(created) ? from : created,
      last: to,
    },
  ];
}

function openedWith(opening: FactOf<'assumed'> | undefined): Partial<Session> {
  if (opening === undefined) return {};
  const { until, by, eventID, console } = opening;
  return { until, by, openedEvent: eventID, ...(console ? { console } : {}) };
}

function assumedSession(opening: FactOf<'assumed'>): Session {
  const { session, role, sessionName, sourceIdentity, account, at } = opening;
  return {
    key: session,
    callerKey: session,
    longTerm: false,
    principalId: session.slice(0, session.lastIndexOf('@')),
    principal: role,
    actor: sessionName,
    sourceIdentity,
    opened: opening.breakGlass ? role : null,
    role,
    account,
    created: at,
    last: null,
    parent: null,
    declared: null,
    console: false,
    ...openedWith(opening),
    until: opening.until,
    by: opening.by,
    openedEvent: opening.eventID,
  };
}

/** Adds what was assumed out of a known session, and out of that again. */
function chain(sessions: Map<string, Session>, assumptions: readonly FactOf<'assumed'>[]): void {
  const byTime = [...assumptions].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (let grown = true; grown;) {
    grown = false;
    for (const opening of byTime) {
      const parent = sessionOfCall(sessions, callerKey(opening.by), opening.at);
      const known = sessions.get(opening.session);
      if (parent === undefined || known?.parent != null) continue;
      if (parent.key === opening.session || comesFrom(sessions, parent, opening.session)) continue;
      sessions.set(opening.session, { ...(known ?? assumedSession(opening)), parent: parent.key });
      grown = true;
    }
  }
}

/** Whether a session was assumed, at whatever distance, out of `ancestor`: no log that AWS writes holds such a circle. */
function comesFrom(sessions: ReadonlyMap<string, Session>, session: Session, ancestor: string): boolean {
  for (let at: Session | undefined = session; at !== undefined; at = sessions.get(at.parent ?? '')) {
    if (at.key === ancestor) return true;
  }
  return false;
}

function isOfConsole(session: Session, signIns: readonly FactOf<'signed-in'>[]): boolean {
  if (session.longTerm || session.console) return session.console;
  return signIns.some(({ principalId, session: shown, at }) =>
    shown === null
      ? principalId === session.principalId && Math.abs(at - session.created) <= signInMs
      : shown === session.key,
  );
}
