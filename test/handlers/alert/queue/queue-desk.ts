import type { SQSEvent } from 'aws-lambda';
import { detections as catalogue } from '../../../../detections/catalogue/catalogue.ts';
import type { Detection } from '../../../../detections/catalogue/detection.ts';
import { LogSecretDirectory } from '../../../../detections/event/secret-directory.ts';
import type { BareAlert } from '../../../../handlers/alert/alert.ts';
import type { DeadLetter } from '../../../../handlers/alert/dead-letter.ts';
import type { Disposition } from '../../../../handlers/alert/disposition.ts';
import type { Envelope } from '../../../../handlers/alert/envelope.ts';
import { createGate } from '../../../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../../../handlers/alert/memory-ledger.ts';
import type { Journal, MessageOutcome, MessagePorts } from '../../../../handlers/alert/message.ts';
import { LedgerError, type Claim, type Ledger } from '../../../../handlers/alert/ports.ts';
import type { PlainMessage } from '../../../../handlers/alert/render/plain.ts';
import { Channel, configOf, today } from '../desk.ts';
import type { CloudTrailRecord } from '../events.ts';

/** A CloudTrail record as EventBridge delivers it. */
export function envelope(detail: CloudTrailRecord, more: Partial<Envelope> = {}): Record<string, unknown> {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(detail.eventSource).split('.')[0] ?? ''}`,
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail,
    ...more,
  };
}

/** A batch of bodies as SQS delivers it; message ids are m1, m2, … */
export function batch(bodies: readonly unknown[], receives = 1): SQSEvent {
  return {
    Records: bodies.map((body, n) => ({
      messageId: `m${n + 1}`,
      receiptHandle: `handle-${n + 1}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: '0',
        SenderId: 'x',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:alert',
      awsRegion: 'eu-central-1',
    })),
  };
}

/** A ledger whose table does not answer at times. */
class BreakableLedger extends MemoryLedger {
  readonly #isBroken: (part: 'ledger' | 'record') => boolean;

  constructor(isBroken: (part: 'ledger' | 'record') => boolean) {
    super();
    this.#isBroken = isBroken;
  }

  override record(eventID: string, disposition: Disposition): Promise<void> {
    if (this.#isBroken('record')) return Promise.reject(new LedgerError('write', new Error('throttled')));
    return super.record(eventID, disposition);
  }

  override claim(eventID: string, now: number, lease: number): Promise<Claim> {
    if (this.#isBroken('ledger')) return Promise.reject(new LedgerError('write', new Error('throttled')));
    return super.claim(eventID, now, lease);
  }
}

/** The alert handler with ports in memory that can be broken, one by one. */
export class QueueDesk {
  readonly channel = new Channel();
  readonly letters: DeadLetter[] = [];
  readonly lastResorts: BareAlert[] = [];
  readonly announced: PlainMessage[] = [];
  readonly noted: string[] = [];
  readonly outcomes: MessageOutcome[] = [];
  readonly failures: [what: string, eventID: string | null, error: unknown][] = [];
  /** What was asked of the queue: message by receipt handle, ms. */
  readonly returns: [receiptHandle: string, ms: number][] = [];
  received = 0;
  now = today;
  broken: readonly ('ledger' | 'record' | 'letters' | 'notes' | 'last-resort' | 'queue')[] = [];
  /** Time left before each message, ms. */
  remaining: () => number = () => 60_000;
  readonly lease = 70_000;
  readonly #handle: ReturnType<typeof buildAlertHandler>;

  constructor(
    config: Record<string, unknown> = {},
    detections: readonly Detection[] = catalogue,
    ledger: Ledger = new BreakableLedger((part) => this.broken.includes(part)),
  ) {
    const effective = configOf(config, detections);
    const journal: Journal = {
      received: (count) => (this.received += count),
      ended: (outcome) => this.outcomes.push(outcome),
      failed: (...failure) => this.failures.push(failure),
    };
    const ports: MessagePorts = {
      core: {
        config: effective,
        detections,
        ledger,
        directory: new LogSecretDirectory(),
        notifier: this.channel,
        clock: { now: () => this.now },
        group: true,
        lease: this.lease,
      },
      gate: createGate(effective, detections),
      notes: {
        note: (one) =>
          this.#unless('notes', () =>
            this.noted.push(typeof one.detail.eventID === 'string' ? one.detail.eventID : one['detail-type']),
          ),
      },
      letters: { send: (letter) => this.#unless('letters', () => this.letters.push(letter)) },
      queue: {
        handOutAfter: (handle, ms) => this.#unless('queue', () => this.returns.push([handle, ms])),
      },
      journal,
      announce: (message) => Promise.resolve(void this.announced.push(message)),
      lastResort: (alert) => this.#unless('last-resort', () => this.lastResorts.push(alert)),
      maxReceives: 3,
    };
    this.#handle = buildAlertHandler(ports);
  }

  /** Handles a batch; answers the ids of the messages that go back. */
  async handle(event: SQSEvent): Promise<string[]> {
    const { batchItemFailures } = await this.#handle(event, () => this.remaining());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async #unless(port: QueueDesk['broken'][number], take: () => unknown): Promise<void> {
    await Promise.resolve();
    if (this.broken.includes(port)) throw new Error(`${port} is broken`);
    take();
  }
}
