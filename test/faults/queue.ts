import type { SQSRecord } from 'aws-lambda';
import { batch } from '../handlers/alert/queue/queue-desk.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  receives: number;
  visibleAt: number;
}

/** Each receive has a handle of its own. */
function handleOf({ id, receives }: Message): string {
  return `${id} ${receives}`;
}

/** As infra/watch/alert-path.ts deploys it: six times the function's timeout, and five receives after the function gives up. */
export const visibilityMs = 360_000;
export const maxReceiveCount = 15;
export const batchSize = 10;

/**
 * SQS as a function's event source knows it: what is received is hidden for a time and comes again unless it is deleted; what
 * was received too often lies in the dead-letter queue, whole.
 */
export class Queue {
  readonly #name: string;
  #messages: Message[] = [];
  readonly redriven: Message[] = [];
  readonly deleted: string[] = [];
  #sent = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get waiting(): number {
    return this.#messages.length;
  }

  get sent(): number {
    return this.#sent;
  }

  send(body: string): void {
    this.#sent += 1;
    this.#messages.push({ id: `${this.#name}-${this.#sent}`, body, receives: 0, visibleAt: 0 });
  }

  receive(now: number): SQSRecord[] {
    const records: SQSRecord[] = [];
    for (const message of this.#messages.slice()) {
      if (records.length === batchSize) break;
      if (message.visibleAt > now) continue;
      if (message.receives === maxReceiveCount) {
        this.redriven.push(message);
        this.#messages = this.#messages.filter((one) => one !== message);
        continue;
      }
      message.receives += 1;
      message.visibleAt = now + visibilityMs;
      const [record] = batch([message.body], message.receives).Records;
      if (record !== undefined)
        records.push({ ...record, messageId: message.id, receiptHandle: handleOf(message) });
    }
    return records;
  }

  /** Hides a message for so many ms, if it is the one that was handed out with that handle. */
  hide(receiptHandle: string, now: number, ms: number): void {
    for (const message of this.#messages)
      if (handleOf(message) === receiptHandle) message.visibleAt = now + Math.ceil(ms / 1_000) * 1_000;
  }

  delete(ids: ReadonlySet<string>): void {
    this.#messages = this.#messages.filter(({ id }) => !ids.has(id));
    this.deleted.push(...ids);
  }
}
