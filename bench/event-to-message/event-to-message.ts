import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { emulatedAccount } from '../../test/engines/emulator/emulator.ts';
import { breakGlass } from '../../test/engines/end-to-end/emergency.ts';
import { stopSchedules } from '../../test/engines/end-to-end/functions.ts';
import { home, Stage, until } from '../../test/engines/end-to-end/stage.ts';
import { Arrivals } from './arrivals.ts';
import { makeBarePath } from './bare-path.ts';
import { Events, mostKinds } from './events.ts';
import { latencyPage, quantile, type Paced, type Series, type Storm } from './page.ts';
import { processorTime } from './processor-time.ts';
import { atRate, oneAtATime, timeOf, type Sent } from './sending.ts';

// npm run bench:latency [-- --events N]: measures from event to message in the emulator, and writes docs/latency.md.
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000' } } });
const many = Number(values.events);
/** How many of a series that is a floor, or has to be slow. */
const some = Math.max(1, Math.round(many / 4));
/** The first kind is used up by warming. */
const few = Math.min(mostKinds - 1, Math.max(1, Math.round(many / 20)));
/** Events a second: what is asked for, and what leaves the emulator time. */
const [rate, calmRate] = [50, 10];
/** Alerts that come at once: more than two functions wait for, fewer than the kinds that are told apart. */
const atOnce = 16;
/** Slack's pace, and a little more. */
const paceMs = 1_100;

const arrivals = new Arrivals();
const stage: Stage = await Stage.set({
  config: {
    account: emulatedAccount,
    regions: [home],
    breakGlass: { roles: [breakGlass], users: [] },
    slack: { webhookSecret: 'glasswatch-slack-webhook' },
  },
  slack: (response) => {
    arrivals.take(response, stage.slack);
  },
});
const events = new Events(stage);
const bare = () => events.bare('bare');
const bareWithCalls = () => events.bare('bare-with-calls');
const opening = () => events.opening();
const rotationFailure = (n: number) => events.rotationFailure(n + 1);

try {
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  await hideAsDeployed('glasswatch-alert', 'glasswatch-critical');
  await makeBarePath(stage, 'bare');
  await makeBarePath(stage, 'bare-with-calls');
  await warm();
  const series = [
    await one('an empty function', some, bare),
    await one('as many calls, nothing else', some, bareWithCalls),
    await one('an opening of the glass', many, opening, true),
    await one('a failed rotation, not critical', few, rotationFailure, true, paceMs),
    await steady(calmRate, 'as many calls, nothing else', some, bareWithCalls),
    await steady(calmRate, 'openings of the glass', some, opening, true),
    await steady(rate, 'an empty function', many, bare),
    await steady(rate, 'as many calls, nothing else', some, bareWithCalls),
    await steady(rate, 'openings of the glass', many, opening, true),
  ];
  const text = latencyPage(series, await storming(), await paced());
  writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'latency.md'), text);
  process.stdout.write(text);
} finally {
  await stage.strike();
}

/** What is worked on is hidden as long as in the stacks; tests have less, which under load would hand it out twice. */
async function hideAsDeployed(...queues: string[]): Promise<void> {
  const { sqs } = stage.clients;
  for (const QueueName of queues) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '360' } }));
  }
}

/** Each function has run, two of each at once. */
async function warm(): Promise<void> {
  for (const make of [bare, bareWithCalls, opening])
    await atRate(rate, 20, make, (sent) => timeOf(sent, arrivals));
  await oneAtATime(1, () => events.rotationFailure(0), arrivals);
}

async function one(
  what: string,
  count: number,
  make: (n: number) => Sent,
  isOurs = false,
  pace = 0,
): Promise<Series> {
  return counted(`${what}, one at a time`, isOurs, () => oneAtATime(count, make, arrivals, pace));
}

async function steady(
  perSecond: number,
  what: string,
  count: number,
  make: () => Sent,
  isOurs = false,
): Promise<Series> {
  return counted(`${what}, ${perSecond} a second`, isOurs, () =>
    atRate(perSecond, count, make, (sent) => timeOf(sent, arrivals)),
  );
}

/** A series, and what each of its events took of the processors. Begins when nothing of the one before is left. */
async function counted(what: string, isOurs: boolean, measure: () => Promise<number[]>): Promise<Series> {
  await quiet();
  const pid = stage.emulator.pid ?? 0;
  const before = processorTime(pid);
  const times = await measure();
  await quiet();
  const after = processorTime(pid);
  process.stderr.write(
    `${what}: p50 ${quantile(times, 0.5)}, p99 ${quantile(times, 0.99)} ms of ${times.length}\n`,
  );
  const perEvent =
    before === null || after === null
      ? null
      : {
          emulator: (after.emulator - before.emulator) / times.length,
          functions: (after.functions - before.functions) / times.length,
        };
  return { what, isOurs, times, perEvent };
}

/** Waits until no message is worked on, nor hidden: longer than one that comes back is hidden at most. */
async function quiet(): Promise<void> {
  for (const queue of ['bare', 'bare-with-calls', 'glasswatch-critical', 'glasswatch-alert'])
    await until(`an empty queue ${queue}`, async () => ((await stage.waiting(queue)) === 0 ? true : null), {
      limit: 400_000,
      every: 100,
    });
}

/** Refused reads of one kind, and openings beside them, one at a time. */
async function storming(): Promise<Storm> {
  await quiet();
  const over = new AbortController();
  const openings: number[] = [];
  const beside = (async () => {
    while (!over.signal.aborted) openings.push(await timeOf(opening(), arrivals));
  })();
  const sent = await atRate(
    rate,
    some,
    () => events.refusal(0),
    async (one) => {
      const begin = performance.now();
      await one.send();
      return { begin, eventID: one.eventID };
    },
  );
  const sentAll = performance.now();
  over.abort();
  await beside;
  await quiet();
  const drained = performance.now() - sentAll;
  const told = sent.flatMap(({ begin, eventID }) => {
    const at = arrivals.sofar(eventID);
    return at === null ? [] : [at - begin];
  });
  return { rate, sent: sent.length, told, openings, drained };
}

/** Refused reads of different users, all at once. */
async function paced(): Promise<Paced> {
  await quiet();
  const times = await Promise.all(
    Array.from({ length: atOnce }, (_, n) => timeOf(events.refusal(n + 1), arrivals)),
  );
  await quiet();
  return {
    times,
    elsewhere: (await stage.published()).filter(({ Body }) => Body?.includes('secret-access-denied')).length,
  };
}
