import type { Sent } from '../../faults/conservation.ts';
import { kinds, sentOf, type Kind } from '../../faults/sequences.ts';
import type { CloudTrailRecord } from '../../handlers/alert/events.ts';
import type { FaultyStage } from './faulty-stage.ts';

/** No rule lets these in: they stand for what a rule that is too wide would. */
const unruled: readonly Kind[] = ['listing', 'ordinary'];

/** What is sent to a stage in one run. */
export class FaultyRun {
  readonly stage: FaultyStage;
  readonly sent: Sent[] = [];
  /** Stacks of ours that were made. */
  stacks = 0;
  readonly #name: string;
  readonly #records: (readonly [Kind, CloudTrailRecord])[] = [];

  /** `name` makes the events of a run its own. */
  constructor(stage: FaultyStage, name: string) {
    this.stage = stage;
    this.#name = name;
  }

  async send(kind: Kind): Promise<void> {
    const n = this.sent.length + 1;
    const eventID = `${this.#name}e${n}e`;
    const record = kinds[kind](eventID, n);
    this.sent.push(sentOf(kind, eventID));
    this.#records.push([kind, record]);
    await this.#put(kind, record);
  }

  /** A stack of ours is made, and CloudFormation says so. */
  async makeStack(): Promise<void> {
    this.stacks += 1;
    await this.stage.stackMade(`${this.#name}-${this.stacks}`);
  }

  /** An event that was sent comes once more, as messages of its own. */
  async repeat(n: number): Promise<void> {
    const one = this.#records[n % this.#records.length];
    if (one !== undefined) await this.#put(...one);
  }

  async #put(kind: Kind, record: CloudTrailRecord): Promise<void> {
    await (unruled.includes(kind) ? this.stage.queue(record) : this.stage.send(record));
  }
}
