/** One thing seen earlier: what, and when (ms). */
export interface Sighting {
  readonly member: string;
  readonly at: number;
}

/**
 * Port: what detections remember between events. The ledger keeps it. Both calls may be repeated for the same event
 * with the same answer, because an event can be delivered twice.
 */
export interface Memory {
  /** Keeps `value` under `key` unless a value is kept already; answers the value that is kept. `until` in ms. */
  keep(key: string, value: string, until: number): Promise<string>;
  /** The value kept under `key`, or null. */
  find(key: string): Promise<string | null>;
  /**
   * Notes that `member` was seen under `key` at `at` (ms) and answers all that was seen within the `window` (ms) that
   * ends then, this one included, in order of time, then of member.
   */
  see(key: string, member: string, at: number, window: number): Promise<readonly Sighting[]>;
}
