import type { ChannelName, Deliveries } from './ports.ts';

/** The marks of one process. */
export class MemoryDeliveries implements Deliveries {
  readonly #taken = new Map<string, ChannelName[]>();

  taken(eventID: string): Promise<readonly ChannelName[]> {
    return Promise.resolve(this.#taken.get(eventID) ?? []);
  }

  took(eventID: string, channel: ChannelName): Promise<void> {
    this.#taken.set(eventID, [...(this.#taken.get(eventID) ?? []), channel]);
    return Promise.resolve();
  }
}
