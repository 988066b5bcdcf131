import { setTimeout as delay } from 'node:timers/promises';
import type { Arrivals } from './arrivals.ts';

/** An event that is made, and the call that puts it on the default bus. */
export interface Sent {
  readonly eventID: string;
  readonly send: () => Promise<unknown>;
}

/** From the call until the message is there, ms. */
export async function timeOf({ eventID, send }: Sent, arrivals: Arrivals): Promise<number> {
  const begin = performance.now();
  const [arrived] = await Promise.all([arrivals.of(eventID), send()]);
  return arrived - begin;
}

/** Each event when the message of the one before is there, and no sooner than `pace` ms after it was sent. */
export async function oneAtATime(
  count: number,
  make: (n: number) => Sent,
  arrivals: Arrivals,
  pace = 0,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const begin = performance.now();
    times.push(await timeOf(make(n), arrivals));
    if (n < count - 1) await delay(Math.max(0, pace - (performance.now() - begin)));
  }
  return times;
}

/** So many a second, whatever became of those before. Answers what `of` makes of each. */
export async function atRate<Answer>(
  rate: number,
  count: number,
  make: (n: number) => Sent,
  of: (sent: Sent) => Promise<Answer>,
): Promise<Answer[]> {
  const begin = performance.now();
  const answers: Promise<Answer>[] = [];
  for (let n = 0; n < count; n += 1) {
    await delay(Math.max(0, begin + (n * 1_000) / rate - performance.now()));
    answers.push(of(make(n)));
  }
  return Promise.all(answers);
}
