/** Port: the queue that a message came from. */
export interface MessageQueue {
  /** Has it hand out a message again after so many ms, instead of after its visibility timeout. */
  handOutAfter(receiptHandle: string, ms: number): Promise<void>;
}

/**
 * So many receives of a message may end sooner than by the visibility timeout. The others stay far apart: the queue gives a
 * message up after a number of them, and an outage of an hour must be shorter than that.
 */
const soonerReturns = 2;
/** What another function does with an event takes less as a rule, ms. */
const atWorkMs = 4_000;

/**
 * When a message is to come again whose event another function holds, or that nobody had time to begin, ms; null: as late as the
 * queue has it. First soon, since that function is done then as a rule; then when its claim (`lease`, ms) has run out. `random` (0 to 1)
 * keeps a batch from coming back as one.
 */
export function returnAfter(receives: number, lease: number, random: number): number | null {
  if (receives > soonerReturns) return null;
  const soonest = receives === 1 ? atWorkMs : lease;
  return soonest + random * atWorkMs;
}
