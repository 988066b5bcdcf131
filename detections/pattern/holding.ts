/**
 * What stands at a path. Numbers, because V8 compares values of unknown type with a symbol or object far more slowly.
 * `many`: more than one value, or something in a list. `unseen`: one value that nobody has looked at.
 */
export const Standing = { nothing: 0, many: 1, leaf: 2, object: 3, unseen: 4 } as const;
export type Standing = (typeof Standing)[keyof typeof Standing];

/** What one event after the other holds at a path, as far as the Reading has come. */
export class Holding {
  /** The number of the event that holds what is said here. One that is read later holds nothing yet. */
  event = 0;
  standing: Standing = Standing.nothing;
  /** Where one value stands. */
  value: unknown = undefined;
  /** The number of the last event of which it was looked at what the path leads to. */
  walkedIn = 0;

  put(event: number, value: unknown): void {
    if (this.event === event) {
      this.standing = Standing.many;
    } else {
      this.event = event;
      // Where the value is not in the processor's cache, looking at it takes longer than finding it.
      this.standing = Standing.unseen;
      this.value = value;
    }
  }
}
