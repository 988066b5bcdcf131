import type { Candidate } from '../../handlers/alert/candidate.ts';

/**
 * The order in which candidates are decided: eventTime, then eventID, then, for two records that share both, their
 * content; so that no order of files or records shows in the output.
 */
export function byTime(a: Candidate, b: Candidate): number {
  const timeA = a.event?.time ?? -Infinity;
  const timeB = b.event?.time ?? -Infinity;
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return compare(a.eventID, b.eventID) || compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
