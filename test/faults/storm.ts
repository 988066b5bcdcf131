import { detections } from '../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import type { LastWord } from '../../handlers/alert/alert.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import type { MessageOutcome } from '../../handlers/alert/message.ts';
import type { Ledger } from '../../handlers/alert/ports.ts';
import type { SnsMessage } from '../../handlers/alert/render/sns.ts';
import { ChannelNotifier } from '../../handlers/channels/channel-notifier.ts';
import { MemoryDeliveries } from '../../handlers/channels/memory-deliveries.ts';
import { MemoryTraffic } from '../../handlers/channels/memory-traffic.ts';
import { SlackDoor } from '../../handlers/channels/slack-door.ts';
import { configOf, today } from '../handlers/alert/desk.ts';
import { assumeRole, deniedRead, home, iamUser } from '../handlers/alert/events.ts';
import { batch, envelope } from '../handlers/alert/queue/queue-desk.ts';
import { batchSize, visibilityMs } from './queue.ts';

/** As infra/stacks/watch-stack.ts deploys it. */
const concurrency = 2;

interface Waiting {
  readonly body: string;
  receives: number;
  at: number;
}

export interface StormOptions {
  readonly events: number;
  readonly principals: number;
  /** What deciding an event takes, ms. */
  readonly perEvent: number;
  readonly ledger?: Ledger;
}

/** What the outside saw of a storm. Times in ms since it began. */
export interface Storm {
  readonly slack: { readonly at: number; readonly text: string; readonly urgent: boolean }[];
  readonly topic: SnsMessage[];
  readonly outcomes: Map<MessageOutcome, number>;
  readonly words: LastWord[];
  /** When the opening stood in Slack; how much of the storm still waited then. */
  readonly opening: { at: number; waiting: number };
  readonly sentAt: number;
  readonly drained: number;
  /** How often the message that was handed out most often was. */
  readonly receives: number;
}

/**
 * So many refused reads at once, by so many principals in turn, before functions that each take a batch whenever they are free;
 * an opening of the glass comes to the queue of what is critical, which another function works on, when a tenth is through.
 */
export async function storm({
  events,
  principals,
  perEvent,
  ledger = new MemoryLedger(),
}: StormOptions): Promise<Storm> {
  const config = configOf({ account: home, regions: ['eu-central-1'] });
  const slack: Storm['slack'] = [];
  const topic: SnsMessage[] = [];
  const outcomes = new Map<MessageOutcome, number>();
  const words: LastWord[] = [];
  const traffic = new MemoryTraffic();
  const deliveries = new MemoryDeliveries();
  const gate = createGate(config, detections);
  let now = today;
  /** Until when the messages of the batch that is worked on are hidden, by handle. */
  const hidden = new Map<string, number>();
  let receives = 0;
  const clock = { now: () => now };
  const notifier = new ChannelNotifier({
    slack: new SlackDoor({
      channel: ({ text }) => {
        slack.push({ at: now - today, text, urgent: text.startsWith('CRITICAL') });
        return Promise.resolve();
      },
      traffic,
      clock,
      wait: (ms) => Promise.resolve(void (now += ms)),
      notice: () => Promise.resolve(),
    }),
    topic: (message) => Promise.resolve(void topic.push(message)),
    deliveries,
  });
  const handle = buildAlertHandler({
    core: {
      config,
      detections,
      ledger,
      directory: new LogSecretDirectory(),
      notifier,
      clock,
      group: true,
      lease: 70_000,
    },
    gate,
    notes: { note: () => Promise.resolve(void (now += perEvent)) },
    queue: {
      handOutAfter: (handle, ms) =>
        Promise.resolve(void hidden.set(handle, now + Math.ceil(ms / 1_000) * 1_000)),
    },
    letters: { send: () => Promise.reject(new Error('a letter')) },
    journal: {
      received: () => undefined,
      ended: (outcome) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1),
      failed: () => (now += perEvent),
    },
    announce: () => Promise.resolve(),
    lastResort: () => Promise.reject(new Error('given up')),
    maxReceives: 10,
  });

  let next = 0;
  let back: Waiting[] = [];
  const take = (): Waiting[] => {
    const due = back.filter(({ at }) => at <= now).slice(0, batchSize);
    back = back.filter((one) => !due.includes(one));
    while (due.length < batchSize && next < events) {
      const by = iamUser(`user${next % principals}`);
      due.push({
        body: JSON.stringify(envelope(deniedRead(`s${next}`, '12:00', { by }))),
        receives: 0,
        at: 0,
      });
      next += 1;
    }
    return due;
  };
  const run = async (messages: readonly Waiting[]) => {
    const until = now + 60_000;
    const sent = batch(messages.map(({ body }) => body));
    for (const [n, { attributes }] of sent.Records.entries())
      attributes.ApproximateReceiveCount = String((messages[n]?.receives ?? 0) + 1);
    const began = now;
    hidden.clear();
    receives = Math.max(receives, ...messages.map((one) => one.receives + 1));
    const { batchItemFailures } = await handle(sent, () => until - now);
    for (const { itemIdentifier } of batchItemFailures) {
      const one = messages[Number(itemIdentifier.slice(1)) - 1];
      const at = hidden.get(itemIdentifier.replace('m', 'handle-')) ?? began + visibilityMs;
      if (one !== undefined) back.push({ ...one, receives: one.receives + 1, at });
    }
  };
  const opening = { at: NaN, waiting: NaN };
  let sentAt = NaN;
  const free = Array.from({ length: concurrency }, () => today);
  while (next < events || back.length > 0) {
    const worker = free.indexOf(Math.min(...free));
    now = free[worker] ?? now;
    if (Number.isNaN(sentAt) && next >= events / 10) {
      // The other function is free: it takes the opening at once.
      const here = now;
      sentAt = now - today;
      await run([{ body: JSON.stringify(envelope(assumeRole('opening', '12:00'))), receives: 0, at: 0 }]);
      opening.at = (slack.find(({ urgent }) => urgent)?.at ?? NaN) - sentAt;
      opening.waiting = events - next + back.length;
      now = here;
    }
    const messages = take();
    if (messages.length === 0) now = Math.min(...back.map(({ at }) => at));
    else await run(messages);
    free[worker] = now;
  }
  const drained = Math.max(...free) - today;
  await ledger.close(today + 2 * 3_600_000, (word) => Promise.resolve(void words.push(word)));
  return { slack, topic, outcomes, words, opening, sentAt, drained, receives };
}

/** What of a storm's promises is broken, in words. */
export function brokenBy({ slack, topic, outcomes, opening }: Storm, events: number): string[] {
  const found: string[] = [];
  const ended = (name: MessageOutcome) => outcomes.get(name) ?? 0;
  // The opening beside the storm; and what was put off once is counted when it ends.
  if (ended('alerted') + ended('grouped') !== events + 1) found.push('the counts do not add up');
  if ([...outcomes.keys()].some((one) => !['alerted', 'grouped', 'returned'].includes(one)))
    found.push(`ended as ${[...outcomes.keys()].join(', ')}`);
  const storming = topic.filter(({ Subject }) => !Subject.includes('CRITICAL')).length;
  if (slack.filter(({ urgent }) => !urgent).length + storming !== ended('alerted') - 1)
    found.push('an alert was told more or less than once');
  const times = slack
    .filter(({ urgent }) => !urgent)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  if (times.some((at, n) => n > 0 && at - (times[n - 1] ?? 0) < 1_000))
    found.push('two messages in one second');
  if (!(opening.at <= 1_000) || !(opening.waiting > events / 2))
    found.push('the opening waited for the storm');
  return found;
}
