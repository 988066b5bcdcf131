import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../end-to-end/stage.ts';

/** What the queues and functions of the emulator are at. */
interface UnderWay {
  readonly running: number;
  readonly batches: number;
  /** Messages that may be handed out now. */
  readonly ready: number;
  /** Messages that are in a queue, whether they may be seen or not. */
  readonly waiting: number;
  /** Batches that are still to be handed out twice. */
  readonly twice: number;
}

/** The hand on the emulator's queues (server.py). */
export class Control {
  readonly #url: string;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}`;
  }

  /** How far SQS's clock is ahead of the machine's, ms. */
  async setClockAhead(ms: number): Promise<void> {
    await this.#tell({ ahead: ms / 1_000 });
  }

  async handOutTwice(batches: number): Promise<void> {
    await this.#tell({ twice: batches });
  }

  /** Keeps functions from being given anything more. */
  async rest(): Promise<void> {
    await this.#tell({ rest: true });
  }

  /** Lets functions work until there is nothing that they may be given; answers how many messages wait for their time. */
  async work(): Promise<number> {
    await this.#tell({ rest: false });
    const { waiting } = await until('idle functions', () => this.#idle(), { limit: 300_000 });
    await this.#tell({ rest: true, twice: 0 });
    return waiting;
  }

  async #idle(): Promise<UnderWay | null> {
    const now = await this.#tell({});
    if (now.running + now.batches + now.ready > 0) return null;
    await delay(5);
    const then = await this.#tell({});
    return then.running + then.batches + then.ready > 0 ? null : then;
  }

  async #tell(words: object): Promise<UnderWay> {
    const answer = await fetch(this.#url, { method: 'PUT', body: JSON.stringify(words) });
    return (await answer.json()) as UnderWay;
  }
}
