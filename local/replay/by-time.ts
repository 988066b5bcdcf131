import type { CandidateStore, HeldCandidate } from './held-candidates.ts';

/**
 * The order in which candidates are decided: eventTime, then eventID, then, for two records that share both, their
 * content; so that no order of files or records shows in the output.
 */
export function byTime(a: HeldCandidate, b: HeldCandidate, store: CandidateStore): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return (
    compare(a.eventID, b.eventID) ||
    compare(JSON.stringify(store.candidate(a)), JSON.stringify(store.candidate(b)))
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
