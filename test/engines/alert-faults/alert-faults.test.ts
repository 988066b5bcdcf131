import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTally, tallyText, type Kind } from '../../faults/sequences.ts';
import { conserveDeployed, ended } from './faulty-sequences.ts';
import { FaultyRun } from './faulty-run.ts';
import { FaultyStage } from './faulty-stage.ts';
import type { WireFault, WireHop } from './wire.ts';

/** `npm run test:long` runs more, of another seed. */
const sequences = 2;
const seed = 20_261_124;

let stage: FaultyStage;
beforeAll(async () => {
  stage = await FaultyStage.set();
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as FaultyStage | undefined)?.strike();
});

/** One event, with one fault. */
async function befallen(hop: WireHop, fault: WireFault, kind: Kind): Promise<void> {
  await stage.begin();
  stage.faults.arm(hop, fault);
  const run = new FaultyRun(stage, 'one');
  await run.send(kind);
  expect(await ended(stage, run, newTally())).toEqual([]);
  expect(stage.faults.injected.get(`${hop} ${fault}`)).toBe(1);
}

describe('the deployed alert function', () => {
  it('tells the topic once more, with words that say so, where its answer was lost', async () => {
    await befallen('sns.publish', 'lose', 'opening');
    expect((await stage.seen()).topic).toHaveLength(2);
  });

  it('tells an event at once, as new, where the answer to its claim was lost', async () => {
    await befallen('ledger.claim', 'lose', 'rotation');
    expect(stage.log.metric('returned')).toBe(0);
    expect(stage.slack.posted.map(({ body }) => /possibly repeated/i.test(body))).toEqual([false]);
  });

  it('tells an event once more, with words that say so, where it was killed before it could note that', async () => {
    await befallen('ledger.record', 'kill-before', 'rotation');
    expect(stage.slack.posted.map(({ body }) => /possibly repeated/i.test(body))).toEqual([false, true]);
  });
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
  expect(tally.faults.size).toBeGreaterThan(5);
});
