import { nameOfPrincipal } from '../../../config/arn.ts';
import type { FactOf } from '../facts/fact.ts';
import { keyRestMs } from '../facts/fact-book.ts';
import type { IncidentSession } from '../incident.ts';
import type { Session } from './session.ts';

/** A console session, or one made with GetSigninToken, counts as this long, ms (aws-facts, more facts). */
export const consoleMs = 12 * 3_600_000;

export interface SessionEnd {
  /** ms; of a session that is open, the latest moment at which it can end, Infinity where nothing limits it. */
  readonly at: number;
  readonly how: IncidentSession['ends'];
  /** eventID of the revocation that ended it; null where nothing cut it off. */
  readonly event: string | null;
}

/** When a session ends, whatever was chained from it. `now` in ms. */
export function endOf(session: Session, revocations: readonly FactOf<'revoked'>[], now: number): SessionEnd {
  const natural = naturalEnd(session, now);
  const revoked = revocationOf(session, revocations);
  if (revoked === null || revoked.at >= natural.at) return { ...natural, event: null };
  return { at: revoked.at, how: 'revoked', event: revoked.eventID };
}

function naturalEnd(
  { console, created, until, last, longTerm }: Session,
  now: number,
): Pick<SessionEnd, 'at' | 'how'> {
  if (console && !longTerm) return { at: Math.max(created + consoleMs, last ?? 0), how: 'console' };
  if (until !== null) return { at: Math.max(until, last ?? 0), how: 'expiry' };
  const ended = last ?? created;
  // Nobody can tell yet whether it goes on; sessions of roles last twelve hours at the most.
  if (now < ended + keyRestMs) return { at: longTerm ? Infinity : created + consoleMs, how: 'open' };
  return { at: ended, how: 'last-event' };
}

/** The earliest revocation of a session that was not taken back. */
function revocationOf(session: Session, revocations: readonly FactOf<'revoked'>[]): FactOf<'revoked'> | null {
  const standing = new Map<string, FactOf<'revoked'>>();
  for (const revocation of revocations) {
    if (!concerns(revocation, session)) continue;
    const { policy, at, olderThan, stands } = revocation;
    const what = policy ?? '';
    if (!stands || session.created >= (olderThan ?? at)) standing.delete(what);
    else standing.set(what, standing.get(what) ?? revocation);
  }
  const earliest = [...standing.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return earliest[0] ?? null;
}

function concerns({ role, key, account }: FactOf<'revoked'>, session: Session): boolean {
  if (key !== null) return session.longTerm && session.callerKey.endsWith(`/${key}`);
  if (role === null || session.role === null) return false;
  return nameOfPrincipal(session.role) === role && session.role.split(':')[4] === account;
}
