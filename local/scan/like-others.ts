import type { Likeness } from './likeness.ts';

/** Of one file, the records that are like earlier ones, and what each has of its own; the lists go together. */
export interface LikeOthers {
  /** The numbers of their likenesses. */
  readonly numbers: readonly number[];
  /** ms */
  readonly times: readonly number[];
  readonly eventIDs: readonly string[];
}

/** Collects the records of a file that are like earlier ones. */
export class LikeOthersList {
  #numbers: number[] = [];
  #times: number[] = [];
  #eventIDs: string[] = [];

  add({ number, eventTime, eventID }: Likeness): void {
    this.#numbers.push(number);
    this.#times.push(eventTime);
    this.#eventIDs.push(eventID);
  }

  /** What was added since this was asked last; null where nothing was. */
  take(): LikeOthers | null {
    if (this.#numbers.length === 0) return null;
    const taken = { numbers: this.#numbers, times: this.#times, eventIDs: this.#eventIDs };
    [this.#numbers, this.#times, this.#eventIDs] = [[], [], []];
    return taken;
  }
}
