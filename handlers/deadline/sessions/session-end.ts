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
}

/** When a session ends by itself, whatever was chained from it. `now` in ms. */
export function endOf(session: Session, revocations: readonly FactOf<'revoked'>[], now: number): SessionEnd {
  const natural = naturalEnd(session, now);
  const revoked = revokedAt(session, revocations);
  return revoked !== null && revoked < natural.at ? { at: revoked, how: 'revoked' } : natural;
}

function naturalEnd({ console, created, until, last, longTerm }: Session, now: number): SessionEnd {
  if (console && !longTerm) return { at: Math.max(created + consoleMs, last ?? 0), how: 'console' };
  if (until !== null) return { at: Math.max(until, last ?? 0), how: 'expiry' };
  const ended = last ?? created;
  // Nobody can tell yet whether it goes on; sessions of roles last twelve hours at the most.
  if (now < ended + keyRestMs) return { at: longTerm ? Infinity : created + consoleMs, how: 'open' };
  return { at: ended, how: 'last-event' };
}

function revokedAt(session: Session, revocations: readonly FactOf<'revoked'>[]): number | null {
  const standing = new Map<string, number>();
  for (const revocation of revocations) {
    if (!concerns(revocation, session)) continue;
    const { policy, at, olderThan, stands } = revocation;
    const what = policy ?? '';
    if (!stands || session.created >= (olderThan ?? at)) standing.delete(what);
    else standing.set(what, standing.get(what) ?? at);
  }
  return standing.size === 0 ? null : Math.min(...standing.values());
}

function concerns({ role, key, account }: FactOf<'revoked'>, session: Session): boolean {
  if (key !== null) return session.longTerm && session.callerKey.endsWith(`/${key}`);
  if (role === null || session.role === null) return false;
  return nameOfPrincipal(session.role) === role && session.role.split(':')[4] === account;
}
