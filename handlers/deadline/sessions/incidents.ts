import { createHash } from 'node:crypto';
import type { FactOf } from '../facts/fact.ts';
import { endOf, type SessionEnd } from './session-end.ts';
import type { Session } from './session.ts';

/** Sessions of one opener and role with gaps shorter than this (ms) are one incident. */
const incidentGapMs = 30 * 60_000;

/** Sessions that are told together. */
export interface SessionGroup {
  /** 16 hex digits, made of the first session's key. */
  readonly id: string;
  /** What the id would be if a session after the first had been the first: an id told before all was known. */
  readonly formerIds: readonly string[];
  /** The sessions that opened it, in order of time. */
  readonly roots: readonly Session[];
  /** Those and what was chained from them, in order of time, each with its own end. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly session: Session;
  readonly root: Session;
  readonly own: SessionEnd;
  /** The end of its root, with all that was chained from it. */
  readonly whole: SessionEnd;
}

/** Groups sessions into incidents. `now` in ms. */
export function incidentsOf(
  sessions: ReadonlyMap<string, Session>,
  revocations: readonly FactOf<'revoked'>[],
  now: number,
): SessionGroup[] {
  const byRoot = new Map<string, { session: Session; own: SessionEnd }[]>();
  for (const session of sessions.values()) {
    const root = rootOf(sessions, session).key;
    const own = endOf(session, revocations, now);
    byRoot.set(root, [...(byRoot.get(root) ?? []), { session, own }]);
  }
  const trees = [...byRoot].flatMap(([key, members]) => {
    const root = sessions.get(key);
    return root === undefined ? [] : [{ root, members, whole: latest(members.map(({ own }) => own)) }];
  });
  trees.sort((a, b) => a.root.created - b.root.created || (a.root.key < b.root.key ? -1 : 1));
  const openers = openersOf(trees.map(({ root }) => root));
  const groups: { opener: string; until: number; trees: typeof trees }[] = [];
  for (const tree of trees) {
    const opener = openers.get(tree.root.key) ?? tree.root.key;
    const group = groups.findLast((one) => one.opener === opener);
    const near =
      tree.root.declared !== null || (group !== undefined && tree.root.created - group.until < incidentGapMs);
    if (group !== undefined && near) {
      group.trees.push(tree);
      group.until = Math.max(group.until, tree.whole.at);
    } else groups.push({ opener, until: tree.whole.at, trees: [tree] });
  }
  return groups.map(({ trees: own }) => groupOf(own));
}

function groupOf(
  trees: readonly {
    root: Session;
    whole: SessionEnd;
    members: readonly { session: Session; own: SessionEnd }[];
  }[],
): SessionGroup {
  const roots = trees.map(({ root }) => root);
  const [id = '', ...formerIds] = roots.map(({ key }) => shortHash('incident', key));
  return {
    id,
    formerIds,
    roots,
    members: trees
      .flatMap(({ root, whole, members }) => members.map((member) => ({ ...member, root, whole })))
      .sort((a, b) => a.session.created - b.session.created || (a.session.key < b.session.key ? -1 : 1)),
  };
}

/** 16 hex digits that stand for some texts. */
export function shortHash(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}

function rootOf(sessions: ReadonlyMap<string, Session>, session: Session): Session {
  const parent = session.parent === null ? undefined : sessions.get(session.parent);
  return parent === undefined ? session : rootOf(sessions, parent);
}

function latest(ends: readonly SessionEnd[]): SessionEnd {
  return ends.reduce((a, b) => (b.at > a.at ? b : a));
}

/**
 * Who opened each session, with which role: the caller who assumed it, as far as the log tells; else whoever opened another
 * session of the same principalId; else the principalId.
 */
function openersOf(roots: readonly Session[]): Map<string, string> {
  const callers = new Map<string, string>();
  for (const { principalId, by } of roots) {
    const caller = by?.principalId ?? by?.principal;
    if (principalId !== null && caller != null && !callers.has(principalId)) callers.set(principalId, caller);
  }
  return new Map(
    roots.map(({ key, declared, by, principalId, principal, opened, role }) => {
      if (declared !== null) return [key, `declared ${declared}`];
      const caller =
        by?.principalId ?? by?.principal ?? callers.get(principalId ?? '') ?? principalId ?? principal ?? key;
      return [key, JSON.stringify([caller, opened ?? role])];
    }),
  );
}
