import type { Span } from './kernel/kernel.ts';

/**
 * What a record has in common with others: records of the same number are the same JSON text, but for the values of
 * eventID, eventTime, requestID and sharedEventID. What holds of one, for all that does not ask for these, holds of all.
 */
export interface Likeness {
  /** Given to one likeness only, as long as its scanner lives. */
  readonly number: number;
  /** ms */
  readonly eventTime: number;
  readonly eventID: string;
  /** Whether the record has a sharedEventID. */
  readonly isShared: boolean;
}

/** As it was seen in a text. */
export class SeenLikeness implements Likeness {
  readonly number: number;
  readonly eventTime: number;
  readonly isShared: boolean;
  readonly #text: Buffer;
  readonly #id: Span;

  /** `id`: where the eventID stands, with its quotes and without escapes. */
  constructor(number: number, eventTime: number, isShared: boolean, text: Buffer, id: Span) {
    this.number = number;
    this.eventTime = eventTime;
    this.isShared = isShared;
    this.#text = text;
    this.#id = id;
  }

  get eventID(): string {
    return this.#text.toString('utf8', this.#id.start + 1, this.#id.end - 1);
  }
}
