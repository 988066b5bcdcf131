import { expect, it } from 'vitest';
import { conserveDeadlines, deadlineTallyText } from '../faults/deadline/sequences.ts';

/** `npm test` runs fewer, of another seed. */
const sequences = 1_200;
const seed = 77_041;

it(`${sequences} random sequences of runs and faults keep every promise of the deadline function (seed ${seed})`, async () => {
  const tally = await conserveDeadlines({ runs: sequences, seed });
  process.stdout.write(deadlineTallyText(tally, seed));
  expect(tally.sequences).toBe(sequences);
  // Each of 14 hops can fail in four ways.
  expect(tally.faults.size).toBeGreaterThan(50);
});
