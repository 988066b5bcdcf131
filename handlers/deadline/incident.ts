import { nameOfPrincipal } from '../../config/arn.ts';
import type { Config } from '../../config/schema.ts';
import { isIdentityCenterRole } from '../../detections/event/proof.ts';
import type { Verdict } from './verdict.ts';

/** An entry of the config's `declaredIncidents`. */
export type Declaration = Config['declaredIncidents'][number];

/** Break-glass sessions of one opener and role with gaps under 30 minutes: the unit of telling. Times are ISO 8601 UTC. */
export interface Incident {
  /** 16 hex digits. */
  readonly incident: string;
  /** Ids that parts of it may have been told under, before its first session was known. */
  readonly formerIds: readonly string[];
  readonly actor: string | null;
  /** ARN of the break-glass role or user, or the principal of a declared incident. */
  readonly opened: string;
  readonly role: string | null;
  /** Set where it was declared in the config instead of opened. */
  readonly declared: string | null;
  /** The declaration itself. */
  readonly declaration: Declaration | null;
  readonly account: string | null;
  /** The sessions that opened it, and those chained from them, in order of time. */
  readonly sessions: readonly IncidentSession[];
  readonly from: string;
  /** When its last session ends or ended. */
  readonly to: string;
  readonly open: boolean;
  /** One for each secret read; empty where none was. */
  readonly exposures: readonly Verdict[];
}

export interface IncidentSession {
  /** principalId@creationDate; of a long-term key `principalId/key@first event`. */
  readonly session: string;
  /** The session that it was assumed from; null for the opening ones. */
  readonly chainedFrom: string | null;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly from: string;
  readonly to: string;
  /** What its end rests on. */
  readonly ends: 'revoked' | 'expiry' | 'last-event' | 'console' | 'open';
  /** ISO 8601 UTC of the opening event and who made it; nulls where it is not in the log. */
  readonly openedBy: { readonly principal: string | null; readonly actor: string | null } | null;
  readonly openedEvent: string | null;
  /** eventID of the revocation that ended it; null where it ended otherwise. */
  readonly endedEvent: string | null;
}

/** Who opened an incident, as far as the log proves it; what the session calls itself only where it proves nobody. */
export function openerOf({ sessions, actor }: Pick<Incident, 'sessions' | 'actor'>): string {
  const by = sessions.find(
    ({ chainedFrom, openedBy }) => chainedFrom === null && openedBy !== null,
  )?.openedBy;
  const principal = by?.principal ?? null;
  if (principal?.includes(':user/') === true) return nameOfPrincipal(principal);
  if (principal?.includes(':role/') === true)
    return isIdentityCenterRole(principal) && by?.actor != null
      ? by.actor
      : `a session of role ${nameOfPrincipal(principal)}`;
  return actor ?? 'someone unknown';
}
