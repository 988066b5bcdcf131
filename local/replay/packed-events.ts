import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';

/** An event as text; null where it is nested so deeply that it could be read and cannot be written again. */
export function eventText(event: CloudTrailEvent): string | null {
  try {
    return JSON.stringify(event);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Packs events' texts: a log of a million records has tens of thousands that pass a gate, and as objects they fill
 * hundreds of megabytes. They are much alike, so that little is left of them.
 */
export function packEvents(texts: readonly string[]): Uint8Array {
  return deflateRawSync(`[${texts.join(',')}]`, { level: 1 });
}

/** How many packs are kept unpacked: events near in time lie in few files. */
const keptUnpacked = 32;

/** Unpacks events one at a time. */
export class EventUnpacker {
  readonly #unpacked = new Map<Uint8Array, readonly CloudTrailEvent[]>();

  event(pack: Uint8Array, index: number): CloudTrailEvent {
    const events = this.#unpacked.get(pack) ?? this.#unpack(pack);
    const event = events[index];
    if (event === undefined) throw new RangeError(`a pack of ${events.length} events has no event ${index}`);
    return event;
  }

  #unpack(pack: Uint8Array): readonly CloudTrailEvent[] {
    const [oldest] = this.#unpacked.keys();
    if (oldest !== undefined && this.#unpacked.size >= keptUnpacked) this.#unpacked.delete(oldest);
    const events = JSON.parse(inflateRawSync(pack).toString()) as CloudTrailEvent[];
    this.#unpacked.set(pack, events);
    return events;
  }
}
