import { expect, it } from 'vitest';
import { conserveDeadlines, deadlineTallyText } from './sequences.ts';

/** `npm run test:long` runs more, of another seed. */
const sequences = 25;
const seed = 20_261_124;

it(
  `${sequences} random sequences of runs and faults keep every promise of the deadline function (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const tally = await conserveDeadlines({ runs: sequences, seed });
    process.stdout.write(deadlineTallyText(tally, seed));
    expect(tally.sequences).toBe(sequences);
    expect([...tally.faults.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(sequences);
  },
);
