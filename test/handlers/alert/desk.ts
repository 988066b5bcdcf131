import { parseConfig } from '../../../config/parse.ts';
import type { Config } from '../../../config/schema.ts';
import { detections as catalogue } from '../../../detections/catalogue/catalogue.ts';
import type { Detection } from '../../../detections/catalogue/detection.ts';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import type { Alert, BareAlert, LastWord } from '../../../handlers/alert/alert.ts';
import {
  closeWindows,
  deadLetter,
  decide,
  type AlertPorts,
  type Outcome,
} from '../../../handlers/alert/core.ts';
import { createGate, type Gate } from '../../../handlers/alert/gate.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import { PutOffError, type Ledger, type Notifier } from '../../../handlers/alert/ports.ts';
import { at, breakGlassRole, breakGlassUser, type CloudTrailRecord } from './events.ts';

/** The day on which the records of events.ts happen. */
export const today = Date.parse('2026-11-20T12:00:00Z');

export function configOf(
  more: Record<string, unknown> = {},
  detections: readonly Detection[] = catalogue,
): Config {
  const breakGlass = { roles: [breakGlassRole], users: [breakGlassUser] };
  return parseConfig({ breakGlass, ...more }, { source: 'test', detections, now: today });
}

/** A channel that keeps what it was given, and that can be broken. */
export class Channel implements Notifier {
  readonly alerts: Alert[] = [];
  readonly bares: BareAlert[] = [];
  readonly words: LastWord[] = [];
  broken = false;
  /** When the next alert has its turn, ms; null: at once. */
  turn: number | null = null;
  /** What turns alerts were given that came. */
  readonly turns: (number | null)[] = [];

  alert(alert: Alert, turn: number | null = null): Promise<void> {
    if (this.turn !== null) return Promise.reject(new PutOffError(this.turn));
    this.turns.push(turn);
    return this.#deliver(() => this.alerts.push(alert));
  }

  bare(alert: BareAlert): Promise<void> {
    return this.#deliver(() => this.bares.push(alert));
  }

  lastWord(word: LastWord): Promise<void> {
    return this.#deliver(() => this.words.push(word));
  }

  async #deliver(take: () => number): Promise<void> {
    await Promise.resolve();
    if (this.broken) throw new Error('503');
    take();
  }
}

export interface DeskOptions {
  readonly config?: Record<string, unknown>;
  readonly detections?: readonly Detection[];
  readonly group?: boolean;
  readonly ledger?: Ledger;
}

/** The alert core with the ports of a laptop: takes records one at a time, as a queue's handler does. */
export class Desk {
  readonly channel = new Channel();
  readonly ledger: Ledger;
  readonly directory = new LogSecretDirectory();
  readonly lease = 60_000;
  now = today;
  readonly #ports: AlertPorts;
  readonly #gate: Gate;

  constructor({
    config = {},
    detections = catalogue,
    group = true,
    ledger = new MemoryLedger(),
  }: DeskOptions = {}) {
    this.ledger = ledger;
    const { directory, channel: notifier, lease } = this;
    const clock = { now: () => this.now };
    this.#ports = {
      config: configOf(config, detections),
      detections,
      ledger,
      directory,
      notifier,
      clock,
      group,
      lease,
    };
    this.#gate = createGate(this.#ports.config, detections);
  }

  /** Decides one record; an event that cannot be worded is told bare. A DeliveryError is the caller's. */
  async take(record: CloudTrailRecord): Promise<Outcome> {
    const gate = this.#gate(record);
    if (gate.length === 0) return 'unmatched';
    return decide(parseEvent(record), gate, this.#ports);
  }

  async takeAll(records: readonly CloudTrailRecord[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const record of records) outcomes.push(await this.take(record));
    return outcomes;
  }

  async deadLetter(record: CloudTrailRecord, reason: string): Promise<Outcome> {
    const { eventID, eventTime, recipientAccountId } = record as Record<string, string>;
    const event = { eventID: eventID ?? '', eventTime: eventTime ?? '', account: recipientAccountId ?? null };
    return deadLetter(event, this.#gate(record), reason, this.#ports);
  }

  async closeAt(time: string): Promise<void> {
    await closeWindows(Date.parse(at(time)), this.#ports);
  }

  /** What was told in full, as `detection eventID`. */
  get told(): string[] {
    return this.channel.alerts.map(({ detection, eventID }) => `${detection} ${eventID}`);
  }

  /** The only alert that was told. */
  get only(): Alert {
    const [alert, ...more] = this.channel.alerts;
    if (alert === undefined || more.length > 0)
      throw new Error(`${this.channel.alerts.length} alerts, not one`);
    return alert;
  }
}
