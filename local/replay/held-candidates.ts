import type { Candidate } from '../../handlers/alert/candidate.ts';
import type { EventUnpacker } from './packed-events.ts';
import type { ReplayedFile } from './replay-task.ts';

/** A candidate as it waits for its turn: what it is sorted by, and where the rest is. */
export type HeldCandidate = PackedCandidate | UnparsedCandidate;

interface PackedCandidate {
  /** ms */
  readonly time: number;
  readonly eventID: string;
  readonly gate: readonly string[];
  readonly pack: Uint8Array;
  /** Its place in the pack. */
  readonly index: number;
}

interface UnparsedCandidate {
  /** It has no time that can be read: it comes first. */
  readonly time: number;
  readonly eventID: string;
  readonly candidate: Candidate;
}

export function heldOf({ events, unparsed }: ReplayedFile): HeldCandidate[] {
  const waiting: HeldCandidate[] = unparsed.map((candidate) => ({
    time: -Infinity,
    eventID: candidate.eventID,
    candidate,
  }));
  if (events === null) return waiting;
  const { pack, times, eventIDs, passed } = events;
  const gates = events.gates.map(sharedGate);
  for (const [index, eventID] of eventIDs.entries()) {
    waiting.push({ time: times[index] ?? 0, eventID, gate: gates[passed[index] ?? 0] ?? [], pack, index });
  }
  return waiting;
}

export function unpacked(held: HeldCandidate, unpacker: EventUnpacker): Candidate {
  if ('candidate' in held) return held.candidate;
  const event = unpacker.event(held.pack, held.index);
  const { eventID, eventTime, recipientAccountId } = event;
  return {
    gate: held.gate,
    eventID,
    eventTime,
    account: recipientAccountId,
    event,
    standIn: null,
    reason: null,
  };
}

const gatesKnown = new Map<string, readonly string[]>();

/** There are few combinations of gates, and many candidates. */
function sharedGate(gate: readonly string[]): readonly string[] {
  const key = gate.join(' ');
  const known = gatesKnown.get(key) ?? gate;
  gatesKnown.set(key, known);
  return known;
}
