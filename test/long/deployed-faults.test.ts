import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conserveDeployed, ended } from '../engines/alert-faults/faulty-sequences.ts';
import { FaultyRun } from '../engines/alert-faults/faulty-run.ts';
import { FaultyStage } from '../engines/alert-faults/faulty-stage.ts';
import { wireFaults, wireHops } from '../engines/alert-faults/wire.ts';
import { slackFaults, slackProcessFaults } from '../faults/hops.ts';
import { newTally, tallyText, type Kind } from '../faults/sequences.ts';

/** `npm run test:engines` runs fewer, of another seed. */
const sequences = 60;
const seed = 90_210;

let stage: FaultyStage;
beforeAll(async () => {
  stage = await FaultyStage.set();
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as FaultyStage | undefined)?.strike();
});

const batch: readonly Kind[] = ['opening', 'rotation', 'denied', 'denied', 'untimed', 'reading'];

describe('the deployed alert functions, with one fault at one hop', () => {
  it.each(wireHops.flatMap((hop) => wireFaults.map((fault) => ({ hop, fault }))))(
    '$hop: $fault, three times: every event ends once, is told, and is not told twice unmarked',
    async ({ hop, fault }) => {
      await stage.begin();
      const run = new FaultyRun(stage, 'one');
      // A process reads the webhook's URL once.
      if (hop === 'webhook.read') await stage.renew();
      // Nobody opens the circuit, or asks what a channel took, before something else has failed.
      if (hop === 'traffic.open') stage.faults.armSlack('410', 1);
      stage.faults.arm(hop, fault, 3);
      for (const kind of batch) await run.send(kind);
      expect(await ended(stage, run, newTally())).toEqual([]);
      expect([...stage.faults.injected.keys()]).toContain(`${hop} ${fault}`);
    },
  );

  it.each([...slackFaults, ...slackProcessFaults])(
    'Slack: %s, twice: every event ends once, is told, and is not told twice unmarked',
    async (fault) => {
      await stage.begin();
      const run = new FaultyRun(stage, 'one');
      stage.faults.armSlack(fault, 2);
      for (const kind of batch) await run.send(kind);
      expect(await ended(stage, run, newTally())).toEqual([]);
      expect(stage.faults.injected.get(`slack ${fault}`)).toBeGreaterThan(0);
    },
  );
});

it('tells an event once more, with words that say so, where Lambda ended the function for its time', async () => {
  await stage.begin();
  // What must be left when a message is begun, and a second.
  await stage.giveTime('glasswatch-alert', 16);
  for (const hop of ['ledger.claim', 'ledger.join', 'traffic.circuit', 'ledger.record'] as const)
    stage.faults.arm(hop, 'hang', 2);
  const run = new FaultyRun(stage, 'one');
  await run.send('rotation');
  expect(await ended(stage, run, newTally())).toEqual([]);
  await stage.giveTime('glasswatch-alert', 60);
  expect(stage.log.timeouts).toBe(1);
  expect(stage.slack.posted.map(({ body }) => /possibly repeated/i.test(body))).toEqual([false, true]);
});

describe('the deployed alert functions, while Slack and SNS both refuse', () => {
  it('lose nothing: each event lies in its dead-letter queue, and is told once when it is moved back', async () => {
    await stage.begin();
    stage.faults.channelsGone = true;
    const run = new FaultyRun(stage, 'gone');
    await run.send('opening');
    await run.send('rotation');
    await stage.drain();
    expect(stage.slack.posted.filter(({ taken }) => taken !== 'no')).toEqual([]);
    stage.faults.channelsGone = false;
    stage.slack.clear();
    await stage.pass(3_700_000);
    const moved = await stage.moveBack();
    for (const { eventID } of run.sent) expect(moved.some((body) => body.includes(eventID))).toBe(true);
    await stage.drain();
    const { posted, topic, letters, redriven } = await stage.seen();
    const of = (id: string) => ({
      slack: posted.filter(({ body }) => body.includes(id)).length,
      sns: topic.filter(({ Message }) => Message.includes(id)).length,
    });
    const [opening, rotation] = run.sent.map(({ eventID }) => of(eventID));
    // What is critical goes to the topic whatever Slack does; the rest only where Slack has but begun to take messages again.
    expect(opening?.sns).toBe(1);
    expect([rotation?.slack, rotation?.sns].sort()).toEqual([0, 1]);
    expect([opening?.slack, rotation?.slack]).toContain(1);
    expect(opening?.slack).toBeLessThanOrEqual(1);
    expect([...letters, ...redriven]).toEqual([]);
  });
});

it(`${sequences} random sequences of faults keep every promise of the deployed alert functions (seed ${seed})`, async () => {
  const tally = await conserveDeployed(stage, { runs: sequences, seed });
  process.stdout.write(tallyText(tally, seed));
  expect(tally.sequences).toBe(sequences);
  expect(tally.faults.size).toBeGreaterThan(50);
});
