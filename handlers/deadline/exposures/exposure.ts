import type { SessionGroup, Member } from '../sessions/incidents.ts';
import { shortHash } from '../sessions/incidents.ts';
import type { Read } from './reads.ts';

/** One secret read in one incident: every (incident, secret) pair read is exactly one. */
export interface Exposure {
  /** 16 hex digits. */
  readonly id: string;
  /** Ids that it may have been told under before all of the incident's sessions were known. */
  readonly formerIds: readonly string[];
  readonly group: SessionGroup;
  readonly secret: string;
  /** In order of time; never empty. */
  readonly reads: readonly [Read, ...Read[]];
}

/** Takes the reads of an incident's sessions apart by secret, in order of the first read. */
export function exposuresOf(group: SessionGroup, reads: readonly Read[]): Exposure[] {
  const keys = new Set(group.members.map(({ session }) => session.key));
  const bySecret = new Map<string, [Read, ...Read[]]>();
  for (const read of reads) {
    if (!keys.has(read.session.key)) continue;
    const known = bySecret.get(read.secret);
    if (known === undefined) bySecret.set(read.secret, [read]);
    else known.push(read);
  }
  const names = new Set<string>();
  return [...bySecret].map(([secret, own]) => {
    const name = stableName(secret, own[0].named, names);
    return {
      id: shortHash('exposure', group.id, name),
      formerIds: group.formerIds.map((id) => shortHash('exposure', id, name)),
      group,
      secret,
      reads: own,
    };
  });
}

/**
 * What an id is made of: the ARN without suffix, so that it stays when the suffix becomes known. A second secret of the
 * same name keeps its suffix.
 */
function stableName(secret: string, named: string, taken: Set<string>): string {
  const name = taken.has(named) ? secret : named;
  taken.add(name);
  return name;
}

/** The sessions that read it, in order, each with its first read (ms). */
export function readersOf({ group, reads }: Exposure): { member: Member; firstRead: number }[] {
  return group.members.flatMap((member) => {
    const first = reads.find(({ session }) => session.key === member.session.key);
    return first === undefined ? [] : [{ member, firstRead: first.at }];
  });
}
