import type { FactCaller } from '../facts/fact.ts';
import type { SessionGroup } from '../sessions/incidents.ts';
import type { Author } from '../verdict.ts';

/** Every name by which the log knows the people behind an incident's sessions: of themselves, and of who opened them. */
export function namesOf({ members, roots }: SessionGroup): Set<string> {
  const names = members.flatMap(({ session: { actor, principalId, sourceIdentity, opened, principal } }) => [
    actor,
    principalId,
    sourceIdentity,
    opened,
    ofOne(principal),
  ]);
  const openers = roots.flatMap(({ by }) => [
    by?.actor,
    by?.principalId,
    by?.sourceIdentity,
    ofOne(by?.principal ?? null),
  ]);
  return new Set([...names, ...openers].filter((name) => name != null));
}

/** Whether a caller is one of them under another identity, as far as names tell. */
export function isSamePerson(caller: FactCaller | null, group: SessionGroup): boolean {
  if (caller === null) return false;
  const known = namesOf(group);
  const shown = [caller.actor, caller.principalId, caller.sourceIdentity, ofOne(caller.principal)];
  return shown.some((name) => name !== null && known.has(name));
}

/** A role's ARN is many people's; a user's is one's. */
function ofOne(principal: string | null): string | null {
  return principal?.includes(':user/') === true ? principal : null;
}

/** Who did something, by the names that the log has for people. */
export function authorOf(caller: FactCaller | null): Author | null {
  return caller === null ? null : { actor: caller.actor, principal: caller.principal };
}
