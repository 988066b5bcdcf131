import { setImmediate } from 'node:timers/promises';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import type { DeadLetter } from '../../handlers/alert/dead-letter.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import type { MessageOutcome, MessagePorts } from '../../handlers/alert/message.ts';
import { LedgerError, type Ledger } from '../../handlers/alert/ports.ts';
import { bareMessage, plainSnsMessage } from '../../handlers/alert/render/plain.ts';
import type { SnsMessage } from '../../handlers/alert/render/sns.ts';
import { ChannelNotifier } from '../../handlers/channels/channel-notifier.ts';
import { MemoryDeliveries } from '../../handlers/channels/memory-deliveries.ts';
import { MemoryTraffic } from '../../handlers/channels/memory-traffic.ts';
import type { Deliveries, SlackTraffic } from '../../handlers/channels/ports.ts';
import { SlackDoor } from '../../handlers/channels/slack-door.ts';
import { TopicRefusal } from '../../handlers/channels/topic-channel.ts';
import { keptWebhookChannel } from '../../handlers/channels/webhook.ts';
import { configOf, today } from '../handlers/alert/desk.ts';
import { home, type CloudTrailRecord } from '../handlers/alert/events.ts';
import { envelope } from '../handlers/alert/queue/queue-desk.ts';
import type { Seen } from './conservation.ts';
import { Faults, type Hop } from './hops.ts';
import { Queue } from './queue.ts';
import type { FaultySlack } from './slack.ts';

/** What functions share and what outlives them. */
export interface Stores {
  readonly ledger: Ledger;
  readonly traffic: SlackTraffic;
  readonly deliveries: Deliveries;
}

export function memoryStores(): Stores {
  return { ledger: new MemoryLedger(), traffic: new MemoryTraffic(), deliveries: new MemoryDeliveries() };
}

const config = configOf({ account: home, regions: ['eu-central-1'], decoys: ['bait'] });
const gate = createGate(config, detections);
/** As infra/watch/alert-path.ts deploys it. */
const lease = 70_000;
const maxReceives = 10;
const functionMs = 60_000;

/**
 * The alert functions between a queue, a ledger and two channels that fail as they are told. Handler, core, notifier and
 * Slack's client are the product's; Slack is a server; queue and clock are models. What is kept here is what the outside saw.
 */
export class World {
  readonly faults = new Faults();
  readonly queue = new Queue('alert');
  readonly slack: FaultySlack;
  /** What the topic took, also where the answer was lost. */
  readonly topic: SnsMessage[] = [];
  readonly letters: DeadLetter[] = [];
  readonly journal: { readonly outcome: MessageOutcome; readonly eventID: string | null }[] = [];
  /** What the ledger keeps of how events ended. */
  readonly recorded: { readonly eventID: string; readonly disposition: string }[] = [];
  readonly noted: string[] = [];
  invocations = 0;
  kills = 0;
  now = today;
  readonly #stores: Stores;

  constructor(slack: FaultySlack, stores: Stores = memoryStores()) {
    this.slack = slack;
    this.#stores = stores;
  }

  get seen(): Seen {
    const { queue, slack, topic, letters, journal, recorded, faults } = this;
    const { waiting, redriven } = queue;
    return {
      waiting,
      misended: queue.sent - queue.deleted.length - redriven.length,
      posted: slack.posted,
      topic,
      letters,
      redriven,
      journal,
      recorded,
      channelsGone: faults.channelsGone,
    };
  }

  send(record: CloudTrailRecord | string): void {
    this.queue.send(typeof record === 'string' ? record : JSON.stringify(envelope(record)));
  }

  /** Others take the next seconds of Slack: what comes has to wait for its turn. */
  async crowdSlack(seconds: number): Promise<void> {
    for (let n = 0; n < seconds; n += 1) await this.#stores.traffic.reserve(this.now, this.now + 1e9);
  }

  /** Functions that start at once, each with a batch; ended when all have answered or were killed. */
  async invoke(functions = 1): Promise<void> {
    const batches = Array.from({ length: functions }, () => this.queue.receive(this.now));
    await Promise.all(
      batches.map(async (Records) => {
        if (Records.length === 0) return;
        this.invocations += 1;
        const answer = await this.#run(Records);
        if (answer === 'killed') return;
        const back = new Set(answer);
        this.queue.delete(new Set(Records.map(({ messageId }) => messageId).filter((id) => !back.has(id))));
      }),
    );
  }

  /** Lets all that waits come again and again, every so many ms, until nothing waits. */
  async drain(every = 61_000): Promise<void> {
    const end = this.now + 200 * 61_000;
    while (this.queue.waiting > 0) {
      if (this.now > end) throw new Error(`${this.queue.waiting} messages never end`);
      await this.invoke();
      if (this.queue.waiting > 0) this.now += every;
    }
  }

  async #run(
    Records: Parameters<ReturnType<typeof buildAlertHandler>>[0]['Records'],
  ): Promise<string[] | 'killed'> {
    let kill: () => void = () => undefined;
    const killed = new Promise<'killed'>((resolve) => {
      kill = () => {
        this.kills += 1;
        resolve('killed');
      };
    });
    const until = this.now + functionMs;
    const handle = buildAlertHandler(this.#ports(kill));
    const answered = handle({ Records }, () => until - this.now).then(({ batchItemFailures }) =>
      batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    );
    return Promise.race([answered, killed]);
  }

  #ports(kill: () => void): MessagePorts {
    const { ledger, traffic, deliveries } = this.#stores;
    /** Does what a hop is for, as far as its fault lets it. */
    const at = async <Value>(
      hop: Hop,
      act: () => Promise<Value>,
      error: () => Error = () => new LedgerError('write', new Error('TimeoutError')),
    ): Promise<Value> => {
      // Two functions at once take turns here.
      await setImmediate();
      const fault = this.faults.at(hop);
      if (fault === 'refuse') throw error();
      if (fault === 'kill-before') return killedHere();
      const value = await act();
      if (fault === 'lose') throw error();
      return fault === 'kill-after' ? killedHere() : value;
    };
    const killedHere = (): Promise<never> => {
      kill();
      return new Promise(() => undefined);
    };
    const clock = { now: () => this.now };
    const posting = keptWebhookChannel(
      () =>
        at(
          'webhook.read',
          () => Promise.resolve(this.slack.server.url),
          () => new Error('TimeoutError'),
        ),
      { timeout: 400, retries: 1, longestWait: 0 },
    );
    const topic = (message: SnsMessage) =>
      at(
        'sns.publish',
        () => Promise.resolve(void this.topic.push(message)),
        () => new TopicRefusal(new Error('TimeoutError')),
      );
    const slack = new SlackDoor({
      // The server has faults of its own; here the function can only end.
      channel: (message) => at('slack.post', () => posting(message)),
      traffic: {
        reserve: (...given) => at('traffic.reserve', () => traffic.reserve(...given)),
        circuit: (now) => at('traffic.circuit', () => traffic.circuit(now)),
        open: (now) => at('traffic.open', () => traffic.open(now)),
        close: () => at('traffic.close', () => traffic.close()),
      },
      clock,
      wait: (ms) => Promise.resolve(void (this.now += ms)),
      notice: (reason) =>
        topic({ Subject: 'notice', Message: reason, MessageStructure: 'json', MessageAttributes: {} }),
    });
    const notifier = new ChannelNotifier({
      slack,
      topic,
      deliveries: {
        taken: (eventID) => at('deliveries.taken', () => deliveries.taken(eventID)),
        took: (eventID, channel) => at('deliveries.took', () => deliveries.took(eventID, channel)),
      },
    });
    const faulty: Ledger = {
      claim: (...given) => at('ledger.claim', () => ledger.claim(...given)),
      putOff: (...given) => at('ledger.putOff', () => ledger.putOff(...given)),
      record: (eventID, disposition) =>
        at('ledger.record', async () => {
          await ledger.record(eventID, disposition);
          this.recorded.push({ eventID, disposition });
        }),
      join: (member) => at('ledger.join', () => ledger.join(member)),
      see: (...given) => at('ledger.see', () => ledger.see(...given)),
      find: (key) => at('ledger.find', () => ledger.find(key)),
      keep: (...given) => at('ledger.keep', () => ledger.keep(...given)),
      close: (...given) => ledger.close(...given),
    };
    const directory = new LogSecretDirectory();
    const failure = () => new Error('TimeoutError');
    return {
      core: {
        config,
        detections,
        ledger: faulty,
        directory: {
          resolve: (reference, when) =>
            at('directory.resolve', () => Promise.resolve(directory.resolve(reference, when)), failure),
        },
        notifier,
        clock,
        group: true,
        lease,
      },
      gate,
      notes: {
        note: ({ detail }) =>
          at('notes.note', () => Promise.resolve(void this.noted.push(String(detail.eventID))), failure),
      },
      letters: {
        send: (letter) => at('letters.send', () => Promise.resolve(void this.letters.push(letter)), failure),
      },
      queue: {
        handOutAfter: (handle, ms) =>
          at(
            'queue.hide',
            () => {
              this.queue.hide(handle, this.now, ms);
              return Promise.resolve();
            },
            failure,
          ),
      },
      journal: {
        received: () => undefined,
        ended: (outcome, eventID) => this.journal.push({ outcome, eventID }),
        failed: () => undefined,
      },
      announce: (message) => notifier.plain(message),
      lastResort: (alert) => topic(plainSnsMessage(bareMessage(alert))),
      maxReceives,
    };
  }
}
