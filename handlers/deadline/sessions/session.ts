import type { FactCaller } from '../facts/fact.ts';

/** A session that belongs to an incident: one that broke the glass, one of a declared incident, or one chained from it. */
export interface Session {
  /** principalId@creationDate; of a long-term key `principalId/key@first event`. */
  readonly key: string;
  /** What its calls share (facts/caller.ts). */
  readonly callerKey: string;
  /** Whether a span of a long-term key, which has no expiry and no creation. */
  readonly longTerm: boolean;
  readonly principalId: string | null;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly sourceIdentity: string | null;
  /** ARN of the break-glass role or user; null in a session that only was chained or declared. */
  readonly opened: string | null;
  /** ARN of the role, with path where the log shows it. */
  readonly role: string | null;
  readonly account: string | null;
  /** When it was made; of a long-term key its first event. ms. */
  readonly created: number;
  /** Its last event, ms; null where none is known. */
  readonly last: number | null;
  /** When its credentials end, ms; null where the log does not tell. */
  readonly until: number | null;
  readonly console: boolean;
  /** The key of the session that it was assumed from. */
  readonly parent: string | null;
  /** Who assumed it; null where the log does not tell. */
  readonly by: FactCaller | null;
  /** eventID of the opening. */
  readonly openedEvent: string | null;
  /** Index in the config's declaredIncidents; null where it was none. */
  readonly declared: number | null;
}
