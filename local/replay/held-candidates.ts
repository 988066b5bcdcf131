import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { eventTimeOf } from '../../detections/event/event-time.ts';
import type { Candidate } from '../../handlers/alert/candidate.ts';
import { EventUnpacker } from './packed-events.ts';
import type { AlikeEvents } from './alike.ts';
import type { ReplayedFile, ReplayKnowledge } from './replay-task.ts';

/** A candidate as it waits for its turn: what it is sorted by, and where the rest is. */
export type HeldCandidate = PackedCandidate | AlikeCandidate | UnparsedCandidate;

interface PackedCandidate {
  /** ms */
  readonly time: number;
  readonly eventID: string;
  readonly gate: readonly string[];
  readonly pack: Uint8Array;
  /** Its place in the pack. */
  readonly index: number;
}

interface AlikeCandidate {
  /** ms */
  readonly time: number;
  readonly eventID: string;
  readonly thread: number;
  /** What it is like, by its number in that thread. */
  readonly like: number;
}

interface UnparsedCandidate {
  /** It has no time that can be read: it comes first. */
  readonly time: number;
  readonly eventID: string;
  readonly candidate: Candidate;
}

export function heldOf({ events, alike, unparsed }: ReplayedFile): HeldCandidate[] {
  const waiting: HeldCandidate[] = unparsed.map((candidate) => ({
    time: -Infinity,
    eventID: candidate.eventID,
    candidate,
  }));
  if (alike !== null) {
    const { thread, numbers, times, eventIDs } = alike;
    for (const [index, eventID] of eventIDs.entries())
      waiting.push({ time: times[index] ?? 0, eventID, thread, like: numbers[index] ?? 0 });
  }
  if (events === null) return waiting;
  const { pack, times, eventIDs, passed } = events;
  const gates = events.gates.map(sharedGate);
  for (const [index, eventID] of eventIDs.entries()) {
    waiting.push({ time: times[index] ?? 0, eventID, gate: gates[passed[index] ?? 0] ?? [], pack, index });
  }
  return waiting;
}

/** Makes candidates again of what was held of them, once all files are read. */
export class CandidateStore {
  readonly #unpacker = new EventUnpacker();
  readonly #alike: ReadonlyMap<number, ReadonlyMap<number, EventAndGate>>;

  constructor(knowledge: readonly Pick<ReplayKnowledge, 'alike'>[]) {
    this.#alike = new Map(knowledge.map(({ alike }) => [alike.thread, parsed(alike.events)]));
  }

  /** What a candidate holds but for what it has of its own: the same object for all that are alike; null: unparsed. */
  common(held: HeldCandidate): EventAndGate | null {
    if ('candidate' in held) return null;
    return 'pack' in held ? this.#unpacked(held) : this.#known(held);
  }

  candidate(held: HeldCandidate): Candidate {
    if ('candidate' in held) return held.candidate;
    const { event, gate } = 'pack' in held ? this.#unpacked(held) : this.#likeOthers(held);
    const { eventID, eventTime, recipientAccountId } = event;
    return { gate, eventID, eventTime, account: recipientAccountId, event, standIn: null, reason: null };
  }

  #unpacked({ pack, index, gate }: PackedCandidate): EventAndGate {
    return { event: this.#unpacker.event(pack, index), gate };
  }

  #known({ thread, like }: AlikeCandidate): EventAndGate {
    const known = this.#alike.get(thread)?.get(like);
    if (known === undefined) throw new RangeError(`nothing is known of likeness ${like} of thread ${thread}`);
    return known;
  }

  #likeOthers(held: AlikeCandidate): EventAndGate {
    const known = this.#known(held);
    const { time, eventID } = held;
    return { event: { ...known.event, eventID, eventTime: eventTimeOf(time), time }, gate: known.gate };
  }
}

export interface EventAndGate {
  readonly event: CloudTrailEvent;
  readonly gate: readonly string[];
}

function parsed(alike: ReadonlyMap<number, AlikeEvents>): ReadonlyMap<number, EventAndGate> {
  return new Map(
    [...alike].map(([number, { text, gate }]) => [
      number,
      { event: JSON.parse(text) as CloudTrailEvent, gate: sharedGate(gate) },
    ]),
  );
}

const gatesKnown = new Map<string, readonly string[]>();

/** There are few combinations of gates, and many candidates. */
function sharedGate(gate: readonly string[]): readonly string[] {
  const key = gate.join(' ');
  const known = gatesKnown.get(key) ?? gate;
  gatesKnown.set(key, known);
  return known;
}
