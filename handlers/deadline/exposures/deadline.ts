import type { Terms } from '../terms.ts';
import { readersOf, type Exposure } from './exposure.ts';

/** However long a session lasts, its clock starts this long (ms) after its first read of the secret at the latest. */
const longestWaitMs = 12 * 3_600_000;
const hourMs = 3_600_000;

export interface Deadline {
  /** ms */
  readonly clockStart: number;
  readonly deadline: number;
  /** Whether a session that read it is open at `now`: then both are the latest possible. */
  readonly sessionOpen: boolean;
}

/** When the clock of an exposure starts, and when its value must have been replaced. `now` in ms. */
export function deadlineOf(exposure: Exposure, { clock, deadlineHours }: Terms, now: number): Deadline {
  const { reads } = exposure;
  const ends = readersOf(exposure).map(({ member, firstRead }) => ({
    at: Math.min(member.whole.at, firstReadOfRoot(exposure, member.root.key, firstRead) + longestWaitMs),
    open: member.whole.at > now,
  }));
  const lastRead = reads.at(-1)?.at ?? reads[0].at;
  const clockStart = clock === 'last-read' ? lastRead : Math.max(...ends.map(({ at }) => at));
  const sessionOpen = ends.some(({ open, at }) => open && at > now);
  return { clockStart, deadline: clockStart + deadlineHours * hourMs, sessionOpen };
}

/** A chained session belongs to the one that it came from: the first read of either counts. */
function firstReadOfRoot({ group, reads }: Exposure, root: string, otherwise: number): number {
  const keys = new Set(
    group.members.filter((member) => member.root.key === root).map(({ session }) => session.key),
  );
  return reads.find(({ session }) => keys.has(session.key))?.at ?? otherwise;
}
