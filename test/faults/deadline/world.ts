import { setImmediate } from 'node:timers/promises';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import type { Notice } from '../../../handlers/alert/render/notice.ts';
import { ChannelNotifier } from '../../../handlers/channels/channel-notifier.ts';
import { MemoryDeliveries } from '../../../handlers/channels/memory-deliveries.ts';
import { MemoryTraffic } from '../../../handlers/channels/memory-traffic.ts';
import { SlackRefusal } from '../../../handlers/channels/slack-channel.ts';
import { SlackDoor } from '../../../handlers/channels/slack-door.ts';
import { TopicRefusal } from '../../../handlers/channels/topic-channel.ts';
import type { Fact } from '../../../handlers/deadline/facts/fact.ts';
import { factsOf } from '../../../handlers/deadline/facts/facts-of.ts';
import type { Incident } from '../../../handlers/deadline/incident.ts';
import { MemoryFactStore, MemoryToldStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import type { ToldStore } from '../../../handlers/deadline/ledger/ports.ts';
import type { DeadlinePorts, EvidenceStore, WaiverParameter } from '../../../handlers/deadline/ports.ts';
import { KeptToldStore } from '../../../handlers/deadline/rebuild/kept-told.ts';
import { isFirstOfDay, isFirstOfHour } from '../../../handlers/deadline/run-event.ts';
import { runDeadlines } from '../../../handlers/deadline/run/run.ts';
import { breakGlassRole, breakGlassUser, type CloudTrailRecord } from '../../handlers/alert/events.ts';
import { Faults } from '../hops.ts';

/** Every place at which the deadline function speaks with something that can fail. */
export const deadlineHops = [
  'facts.of',
  'facts.add',
  'told.all',
  'told.put',
  'told.drop',
  'log.facts',
  'log.coverage',
  'versions.list',
  'waivers.all',
  'alerts.told',
  'evidence.put',
  'evidence.keys',
  'evidence.read',
  'record.write',
  'slack.post',
  'sns.publish',
] as const;
export type DeadlineHop = (typeof deadlineHops)[number];

/** A message as it came to a channel. */
export interface Arrival {
  readonly channel: 'slack' | 'sns';
  readonly notice: Notice;
  /** Whether it says that it may have been told before. */
  readonly marked: boolean;
  /** ms */
  readonly at: number;
}

/** A record, when the event path brings it (null: never), and when the log does; ms. */
export interface Delivered {
  readonly record: CloudTrailRecord;
  readonly heardAt: number | null;
  readonly loggedAt: number;
}

/** How a run ended. */
export type RunEnd = 'done' | 'failed' | 'killed';

const hourMs = 3_600_000;
const config = parseConfig(
  { breakGlass: { roles: [breakGlassRole], users: [breakGlassUser] } },
  { source: 'test', detections, now: Date.parse('2026-11-20T08:00:00Z') },
);

/**
 * The deadline function between a ledger, a log and two channels that fail as they are told. The runs, the notifier and the way into
 * Slack are the product's; the ledger is a laptop's. What is kept here is what the outside saw.
 */
export class DeadlineWorld {
  readonly faults = new Faults<DeadlineHop>();
  readonly arrivals: Arrival[] = [];
  readonly ends: { readonly end: RunEnd; readonly said: number }[] = [];
  /** The verdicts of the last run that came so far. */
  judged: readonly Incident[] = [];
  now: number;
  kills = 0;
  readonly #records: readonly (Delivered & { readonly time: number; readonly facts: readonly Fact[] })[];
  readonly #waivers: readonly WaiverParameter[];
  readonly #facts = new MemoryFactStore();
  readonly #told = new MemoryToldStore();
  readonly #evidence = new Map<string, unknown>();
  readonly #traffic = new MemoryTraffic();
  readonly #heard = new Set<Delivered>();

  constructor(now: number, records: readonly Delivered[], waivers: readonly WaiverParameter[]) {
    this.now = now;
    this.#records = records.map((one) => {
      const event = parseEvent(one.record);
      return { ...one, time: event.time, facts: factsOf(event, config) };
    });
    this.#waivers = waivers;
  }

  /** Time passes, and the event path brings what it brings. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const one of this.#records) {
      if (one.heardAt === null || one.heardAt > this.now || this.#heard.has(one)) continue;
      this.#heard.add(one);
      await this.#facts.add(one.facts);
    }
  }

  /** Functions that start at once; answers when all have ended or were killed. */
  async run(functions = 1): Promise<void> {
    await Promise.all(Array.from({ length: functions }, () => this.#one()));
  }

  async #one(): Promise<void> {
    let kill: () => void = () => undefined;
    const killed = new Promise<RunEnd>((resolve) => {
      kill = () => {
        this.kills += 1;
        resolve('killed');
      };
    });
    const said = { count: 0 };
    const ran = runDeadlines(this.#ports(kill, said), {
      discover: isFirstOfHour(this.now),
      compare: isFirstOfDay(this.now),
    }).then(
      (): RunEnd => 'done',
      (): RunEnd => 'failed',
    );
    this.ends.push({ end: await Promise.race([ran, killed]), said: said.count });
  }

  #ports(kill: () => void, said: { count: number }): DeadlinePorts {
    const never = (): Promise<never> => {
      kill();
      return new Promise(() => undefined);
    };
    /** Does what a hop is for, as far as its fault lets it. */
    const at = async <Value>(
      hop: DeadlineHop,
      act: () => Promise<Value>,
      error: () => Error = () => new Error('TimeoutError'),
    ): Promise<Value> => {
      // Two functions at once take turns here.
      await setImmediate();
      const fault = this.faults.at(hop);
      if (fault === 'refuse' || (hop === 'slack.post' && this.faults.channelsGone)) throw error();
      if (fault === 'kill-before') return never();
      const value = await act();
      if (fault === 'lose') throw error();
      return fault === 'kill-after' ? never() : value;
    };
    let current: Notice | null = null;
    const arrive = (channel: Arrival['channel'], message: unknown): Promise<void> => {
      if (current !== null) {
        const marked = /possibly repeated/i.test(JSON.stringify(message));
        this.arrivals.push({ channel, notice: current, marked, at: this.now });
      }
      return Promise.resolve();
    };
    const clock = { now: () => this.now };
    const notifier = new ChannelNotifier({
      slack: new SlackDoor({
        channel: (message) =>
          at(
            'slack.post',
            () => arrive('slack', message),
            () => new SlackRefusal('', 503),
          ),
        traffic: this.#traffic,
        clock,
        wait: () => Promise.resolve(),
        notice: () => Promise.resolve(),
      }),
      topic: (message) =>
        at(
          'sns.publish',
          () => arrive('sns', message),
          () => new TopicRefusal(new Error('TimeoutError')),
        ),
      deliveries: new MemoryDeliveries(),
    });
    const logged = (from: number, to: number) =>
      this.#records
        .filter(({ loggedAt, time }) => loggedAt <= this.now && time >= from && time < to)
        .flatMap(({ facts }) => facts);
    const evidence: EvidenceStore = {
      put: (key, value) =>
        at('evidence.put', () => {
          // As an object is: what is put is not changed by what becomes of it.
          this.#evidence.set(key, JSON.parse(JSON.stringify(value)));
          return Promise.resolve();
        }),
      keys: (prefix) =>
        at('evidence.keys', () =>
          Promise.resolve([...this.#evidence.keys()].filter((key) => key.startsWith(prefix)).sort()),
        ),
      read: (key) => at('evidence.read', () => Promise.resolve(this.#evidence.get(key) ?? null)),
    };
    const told: ToldStore = {
      all: () => at('told.all', () => this.#told.all()),
      put: (...given) => at('told.put', () => this.#told.put(...given)),
      drop: (incident) => at('told.drop', () => this.#told.drop(incident)),
    };
    return {
      config,
      facts: {
        of: (partition) => at('facts.of', () => this.#facts.of(partition)),
        add: (facts) => at('facts.add', () => this.#facts.add(facts)),
      },
      told: new KeptToldStore(told, evidence, clock),
      log: {
        facts: ({ from, to }) => at('log.facts', () => Promise.resolve(logged(from, to))),
        // A Region that is never silent, whatever else comes late.
        coverage: ({ from, to }) =>
          at('log.coverage', () => {
            const hours: number[] = [];
            for (let hour = Math.floor(from / hourMs) * hourMs; hour < to; hour += hourMs) hours.push(hour);
            return Promise.resolve(new Map([['eu-central-1', new Set(hours)]]));
          }),
      },
      versions: { versionsOf: () => at('versions.list', () => Promise.resolve(null)) },
      waivers: {
        all: () =>
          at('waivers.all', () =>
            Promise.resolve(this.#waivers.filter(({ changedAt }) => changedAt <= this.now)),
          ),
      },
      notifier: {
        notice: async (notice) => {
          current = notice;
          said.count += 1;
          await notifier.notice(notice);
        },
      },
      alertsTold: () => at('alerts.told', () => Promise.resolve([])),
      evidence,
      record: () => at('record.write', () => Promise.resolve('a'.repeat(64))),
      besides: [],
      judged: (incidents) => (this.judged = incidents),
      clock,
      failed: () => undefined,
    };
  }
}
