import type { ScriptedEvent } from './scene.ts';

/** What becomes of an event of the script when repeats are grouped. */
export interface Disposition {
  readonly event: ScriptedEvent;
  readonly disposition: 'alerted' | 'grouped' | 'unmatched';
  /** How many of its kind there were by then in the window. */
  readonly count: number;
}

const windowMs = 60 * 60_000;
const told = new Set([1, 10, 100, 1000]);

/** Counts the script's events by kind: the first, 10th, 100th … of an hour is told; an opening only once. */
export function dispositionsOf(events: readonly ScriptedEvent[]): Disposition[] {
  const kinds = new Map<string, { began: number; count: number }>();
  return events.map((event) => {
    const { expect, time } = event;
    if (expect === null) return { event, disposition: 'unmatched', count: 0 };
    const key = `${expect.detection}/${expect.kind}`;
    const known = kinds.get(key);
    const kind = known !== undefined && time - known.began < windowMs ? known : { began: time, count: 0 };
    kind.count++;
    kinds.set(key, kind);
    const speaks = expect.opening === true ? kind.count === 1 : told.has(kind.count);
    return { event, disposition: speaks ? 'alerted' : 'grouped', count: kind.count };
  });
}
