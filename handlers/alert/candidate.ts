import {
  asWrittenByCloudTrail,
  parseEvent,
  whyNoEvent,
  type CloudTrailEvent,
} from '../../detections/event/cloudtrail-event.ts';
import { errorNameAndPlace } from '../deployed/error-frames.ts';
import { deadLetter, decide, matchedBy, type AlertPorts, type Outcome } from './core.ts';
import type { Gate } from './gate.ts';
import { DeliveryError, LedgerError } from './ports.ts';

/** A record that passed a gate. */
export interface Candidate {
  readonly gate: readonly string[];
  readonly eventID: string;
  readonly eventTime: string;
  readonly account: string | null;
  /** Null where the record cannot be parsed; `reason` then says why. */
  readonly event: CloudTrailEvent | null;
  /** Such a record with another time, to find out whether it matches at all; null where even that cannot be parsed. */
  readonly standIn: CloudTrailEvent | null;
  readonly reason: string | null;
}

/** What one value of a log or a bus is: no event, an event that no gate admits, or a candidate. */
export type Sifted =
  | { readonly kind: 'no-event'; readonly reason: string }
  | { readonly kind: 'unmatched'; readonly record: Record<string, unknown> }
  | { readonly kind: 'candidate'; readonly record: Record<string, unknown>; readonly candidate: Candidate };

/** Sifts one value that should be a CloudTrail record. */
export function sift(value: unknown, gate: Gate): Sifted {
  const reason = whyNoEvent(value);
  if (reason !== null) return { kind: 'no-event', reason };
  const record = asWrittenByCloudTrail(value as Record<string, unknown>);
  const admitted = gate(record);
  if (admitted.length === 0) return { kind: 'unmatched', record };
  return { kind: 'candidate', record, candidate: candidateOf(record, admitted) };
}

function candidateOf(record: Record<string, unknown>, gate: readonly string[]): Candidate {
  const { eventID, eventTime, recipientAccountId } = record;
  const certain = {
    gate,
    eventID: String(eventID),
    eventTime: String(eventTime),
    account: typeof recipientAccountId === 'string' ? recipientAccountId : null,
  };
  try {
    return { ...certain, event: parseEvent(record), standIn: null, reason: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'cannot be parsed';
    return { ...certain, event: null, standIn: withStandInTime(record), reason };
  }
}

/** The time is the one field that a record can have and no parser read. */
function withStandInTime(record: Record<string, unknown>): CloudTrailEvent | null {
  try {
    return parseEvent({ ...record, eventTime: '1970-01-01T00:00:00Z' });
  } catch {
    return null;
  }
}

/**
 * Decides a candidate. One that cannot be parsed or worded is told bare, if it matches as far as anybody can tell.
 * @throws DeliveryError, LedgerError: the event must come again.
 */
export async function decideCandidate(candidate: Candidate, ports: AlertPorts): Promise<Outcome> {
  const { event, gate, reason, standIn } = candidate;
  if (event === null) {
    const matched = standIn === null ? gate : await matchedBy(standIn, gate, ports);
    if (matched.length === 0) return 'unmatched';
    return deadLetter(certain(candidate), matched, reason ?? 'cannot be parsed', ports);
  }
  try {
    return await decide(event, gate, ports);
  } catch (error) {
    if (error instanceof DeliveryError || error instanceof LedgerError) throw error;
    return deadLetter(certain(candidate), gate, `cannot be worded: ${errorNameAndPlace(error)}`, ports);
  }
}

function certain({ eventID, eventTime, account }: Candidate) {
  return { eventID, eventTime, account };
}
