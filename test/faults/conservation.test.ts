import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { broken } from './conservation.ts';
import { hopFaults, hops, slackFaults, type Hop } from './hops.ts';
import { conserve, Run, tallyText, type Kind } from './sequences.ts';
import { FaultySlack } from './slack.ts';
import { World } from './world.ts';

const seed = 20_261_124;

let slack: FaultySlack;
let world: World;
beforeAll(async () => {
  slack = await FaultySlack.start(() => world.faults);
});
afterEach(() => {
  slack.clear();
});
afterAll(() => slack.stop());

const batch: readonly Kind[] = [
  'opening',
  'rotation',
  'denied',
  'denied',
  'unreadable',
  'untimed',
  'listing',
  'decoy',
  'forced',
  'chained',
  'reading',
  'ordinary',
];

function running(): Run {
  world = new World(slack);
  return new Run(world);
}

/** Hops that are passed only when Slack refuses everything, or takes a message again after that. */
const circuit: readonly Hop[] = ['traffic.open', 'traffic.close'];

/** Hops that are passed only when Slack is crowded. */
const waiting: readonly Hop[] = ['ledger.putOff', 'queue.hide'];

describe('one fault at one hop', () => {
  it.each(
    hops.flatMap((hop) => hopFaults.flatMap((fault) => [1, 12].map((times) => ({ hop, fault, times })))),
  )(
    '$hop: $fault, $times times: every event ends once, is told, and is not told twice unmarked',
    async ({ hop, fault, times }) => {
      const run = running();
      if (circuit.includes(hop)) {
        world.faults.armSlack('410', 1);
        run.send('opening');
        if (hop === 'traffic.open') world.faults.arm(hop, fault, times);
        await world.invoke();
        world.now += 3_700_000;
      }
      if (waiting.includes(hop)) await world.crowdSlack(20);
      world.faults.arm(hop, fault, times);
      for (const kind of batch) run.send(kind);
      await world.drain();
      expect([...world.faults.injected.keys()]).toContain(`${hop} ${fault}`);
      expect(broken(world.seen, run.sent)).toEqual([]);
    },
  );

  it.each(slackFaults.flatMap((fault) => [1, fault === 'hang' ? 3 : 12].map((times) => ({ fault, times }))))(
    'Slack: $fault, $times times: every event ends once, is told, and is not told twice unmarked',
    async ({ fault, times }) => {
      const run = running();
      world.faults.armSlack(fault, times);
      for (const kind of batch) run.send(kind);
      await world.drain();
      expect([...world.faults.injected.keys()]).toContain(`slack ${fault}`);
      expect(broken(world.seen, run.sent)).toEqual([]);
    },
  );

  it('leaves whatever should be told in the dead-letter queue where both channels refuse throughout', async () => {
    const run = running();
    world.faults.channelsGone = true;
    for (const kind of batch) run.send(kind);
    await world.drain();
    expect(broken(world.seen, run.sent)).toEqual([]);
    expect(world.topic).toEqual([]);
    const letters = new Set(world.letters.map(({ eventID }) => eventID));
    expect(run.sent.filter(({ fate }) => fate === 'told').every(({ eventID }) => letters.has(eventID))).toBe(
      true,
    );
  });

  it('brings what has to wait for its turn to Slack at that turn, unmarked, at the cost of one receive', async () => {
    const run = running();
    await world.crowdSlack(20);
    const began = world.now;
    for (let n = 0; n < 5; n += 1) run.send('rotation');
    await world.drain(1_000);
    expect(broken(world.seen, run.sent)).toEqual([]);
    expect(slack.posted).toHaveLength(5);
    expect(slack.posted.filter(({ body }) => /repeated/i.test(body))).toEqual([]);
    expect(world.topic).toEqual([]);
    expect(world.now - began).toBeLessThan(27_000);
    expect(world.journal.filter(({ outcome }) => outcome === 'returned')).toHaveLength(5);
  });

  it('leaves what has to wait to the visibility timeout where the queue does not hide it, and still tells it', async () => {
    const run = running();
    await world.crowdSlack(20);
    const began = world.now;
    world.faults.arm('queue.hide', 'refuse', 5);
    for (let n = 0; n < 5; n += 1) run.send('rotation');
    await world.drain(1_000);
    expect(broken(world.seen, run.sent)).toEqual([]);
    expect(slack.posted).toHaveLength(5);
    expect(world.now - began).toBeGreaterThanOrEqual(360_000);
    expect(world.queue.redriven).toEqual([]);
  });

  it('gives two functions that are sent the same event one alert', async () => {
    const run = running();
    run.send('opening');
    for (let n = 0; n < 10; n += 1) run.repeat(0);
    for (let n = 0; n < 10; n += 1) run.send('rotation');
    await world.invoke(2);
    await world.drain();
    expect(broken(world.seen, run.sent)).toEqual([]);
    expect(slack.posted).toHaveLength(11);
  });
});

it(
  `random sequences of events, faults and functions keep every promise (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const tally = await conserve(slack, { runs: 40, seed }, (one) => (world = one));
    process.stdout.write(tallyText(tally, seed));
    expect(tally.sequences).toBe(40);
    expect([...tally.faults.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(40);
  },
);
