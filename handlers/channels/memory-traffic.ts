import { circuitMs, messageEveryMs, type Circuit, type SlackTraffic } from './ports.ts';

/** The agreement on Slack of one process. */
export class MemoryTraffic implements SlackTraffic {
  #next = 0;
  #retryAt: number | null = null;

  reserve(now: number, latest: number): Promise<number | null> {
    const begins = Math.max(now, this.#next);
    if (begins > latest) return Promise.resolve(null);
    this.#next = begins + messageEveryMs;
    return Promise.resolve(begins);
  }

  circuit(now: number): Promise<Circuit> {
    if (this.#retryAt === null) return Promise.resolve('closed');
    if (now < this.#retryAt) return Promise.resolve('open');
    this.#retryAt = now + circuitMs;
    return Promise.resolve('probe');
  }

  open(now: number): Promise<boolean> {
    if (this.#retryAt !== null && now < this.#retryAt) return Promise.resolve(false);
    this.#retryAt = now + circuitMs;
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    this.#retryAt = null;
    return Promise.resolve();
  }
}
