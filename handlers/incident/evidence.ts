import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { harmless } from '../alert/render/harmless.ts';
import type { IncidentSession } from '../deadline/incident.ts';
import type { Verdict } from '../deadline/verdict.ts';
import type { PersistenceAction } from './persistence.ts';
import type { IncidentReport } from './report.ts';
import { sourceEventsOf } from './source-events.ts';
import type { Telling } from './telling.ts';
import type { TimelineEvent } from './timeline.ts';

/** What a record of evidence says it is. */
export const evidenceKind = 'glasswatch-incident-evidence';

/** How the hashes are made and how text is written; part of every record. */
const method = {
  form: 'RFC 8785 (JSON Canonicalization Scheme), UTF-8',
  recordSha256: 'SHA-256 of this record in that form without the member recordSha256',
  sourceEventsSha256: 'SHA-256 of sourceEvents in the order given, each followed by a line feed (0x0A)',
  text: 'characters that are invisible or act on a terminal are written \\u{hex}',
} as const;

/** An evidence record as text: canonical JSON, a line feed at its end, and the hash that it carries. */
export interface Evidence {
  readonly text: string;
  /** 64 hex digits. */
  readonly recordSha256: string;
}

/**
 * The evidence of an incident. Every member is named here, so that nothing gets in that nobody thought of: no tokens, no
 * values. It holds no time of making: the same log and the same `asOf` give the same bytes.
 */
export function evidenceOf(report: IncidentReport): Evidence {
  const sourceEvents = sourceEventsOf(report).map(harmless);
  const { incident } = report;
  const record = visible({
    kind: evidenceKind,
    version: 1,
    method,
    asOf: report.asOf,
    incident: {
      incident: incident.incident,
      formerIds: [...incident.formerIds],
      actor: incident.actor,
      opened: incident.opened,
      role: incident.role,
      declared: incident.declared,
      account: incident.account,
      from: incident.from,
      to: incident.to,
      open: incident.open,
    },
    sessions: report.timelines.map(({ session, events }) => ({
      ...sessionOf(session),
      events: events.map(eventOf),
    })),
    exposures: incident.exposures.map(exposureOf),
    persistence: report.persistence.map(persistenceOf),
    tellingBasis: report.tellingBasis,
    tellings: report.tellings.map(tellingOf),
    sourceEvents,
    sourceEventsSha256: sha256(sourceEvents.map((eventID) => `${eventID}\n`).join('')),
  });
  const recordSha256 = sha256(canonical(record));
  return { text: `${canonical({ ...record, recordSha256 })}\n`, recordSha256 };
}

function sessionOf(session: IncidentSession) {
  const { openedBy } = session;
  return {
    session: session.session,
    chainedFrom: session.chainedFrom,
    principal: session.principal,
    actor: session.actor,
    from: session.from,
    to: session.to,
    ends: session.ends,
    openedBy: openedBy === null ? null : { principal: openedBy.principal, actor: openedBy.actor },
    openedEvent: session.openedEvent,
    endedEvent: session.endedEvent,
  };
}

function exposureOf(verdict: Verdict) {
  const { rotatedBy, terms, waiver } = verdict;
  return {
    exposure: verdict.exposure,
    session: verdict.session,
    sessions: [...verdict.sessions],
    account: verdict.account,
    region: verdict.region,
    secret: verdict.secret,
    kind: verdict.kind,
    firstRead: verdict.firstRead,
    lastRead: verdict.lastRead,
    reads: verdict.reads,
    readEvents: [...verdict.readEvents],
    terms: { deadlineHours: terms.deadlineHours, clock: terms.clock, alternating: terms.alternating },
    clockStart: verdict.clockStart,
    sessionOpen: verdict.sessionOpen,
    deadline: verdict.deadline,
    state: verdict.state,
    reason: verdict.reason,
    rotatedAt: verdict.rotatedAt,
    rotatedBy: rotatedBy === null ? null : { actor: rotatedBy.actor, principal: rotatedBy.principal },
    samePerson: verdict.samePerson,
    evidence: [...verdict.evidence],
    waiver:
      waiver === null ? null : { reason: waiver.reason, author: waiver.author, expires: waiver.expires },
    final: verdict.final,
  };
}

function eventOf(event: TimelineEvent) {
  return {
    eventID: event.eventID,
    eventTime: event.eventTime,
    eventSource: event.eventSource,
    eventName: event.eventName,
    account: event.account,
    region: event.region,
    principal: event.principal,
    actor: event.actor,
    target: event.target,
    readOnly: event.readOnly,
    errorCode: event.errorCode,
    through: event.through,
    sourceIPAddress: event.sourceIPAddress,
    userAgent: event.userAgent,
  };
}

function persistenceOf({ eventID, made, target }: PersistenceAction) {
  return { eventID, made, target };
}

function tellingOf({ at, eventID, detection, severity, what, mfa }: Telling) {
  return { at, eventID, detection, severity, what, mfa };
}

/** All text of a value made visible. */
function visible<T>(value: T): T {
  if (typeof value === 'string') return harmless(value) as T;
  if (Array.isArray(value)) return value.map(visible) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visible(inner)])) as T;
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a record of evidence is an object');
  return text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
