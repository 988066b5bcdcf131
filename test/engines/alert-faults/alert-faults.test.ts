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

it(`${sequences} random sequences of faults keep every promise of the deployed alert functions (seed ${seed})`, async () => {
  const tally = await conserveDeployed(stage, { runs: sequences, seed });
  process.stdout.write(tallyText(tally, seed));
  expect(tally.sequences).toBe(sequences);
  expect(tally.faults.size).toBeGreaterThan(5);
});
