import { afterAll, beforeAll, expect, it } from 'vitest';
import { conserve, tallyText } from '../faults/sequences.ts';
import { FaultySlack } from '../faults/slack.ts';
import type { World } from '../faults/world.ts';

/** `npm test` runs fewer, of another seed. */
const sequences = 1_200;
const seed = 41_976;

let slack: FaultySlack;
let world: World;
beforeAll(async () => {
  slack = await FaultySlack.start(() => world.faults);
});
afterAll(() => slack.stop());

it(`${sequences} random sequences of events, faults and functions keep every promise (seed ${seed})`, async () => {
  const tally = await conserve(slack, { runs: sequences, seed }, (one) => (world = one));
  process.stdout.write(tallyText(tally, seed));
  expect(tally.sequences).toBe(sequences);
  expect(tally.events).toBeGreaterThan(2 * sequences);
  // Each of 18 hops can fail in four ways, and Slack in eight.
  expect(tally.faults.size).toBeGreaterThan(70);
});
