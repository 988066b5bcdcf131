import { expect, test } from 'vitest';
import { differences, ourVerdict } from './ours.ts';
import { committedText, pairsToCommit, readCommitted } from './pairs/committed.ts';
import { OPERATOR_NAMES } from './pairs/entries.ts';
import { generatePairs } from './pairs/generate.ts';
import { judge } from './ruler.ts';

// Fixed, so that a run on unchanged code says the same; SEED=… and PAIRS=… look elsewhere and further.
const SEED = Number(process.env.SEED ?? 20_261_121);
const COUNT = Number(process.env.PAIRS ?? 10_000);

test('on generated pairs our verdict is event-ruler’s', async () => {
  process.stderr.write(`engines: ${COUNT} pairs, SEED=${SEED}\n`);
  const pairs = generatePairs(SEED, COUNT);
  const verdicts = await judge(pairs);
  const different = differences(pairs, verdicts);
  expect(different, `SEED=${SEED}\n${different.slice(0, 20).join('\n')}`).toHaveLength(0);

  const count = (verdict: string, operator?: string): number =>
    pairs.filter(
      ({ operators }, i) =>
        verdicts[i]?.verdict === verdict && (operator === undefined || operators.has(operator)),
    ).length;
  expect(count('invalid')).toBeGreaterThan(COUNT / 20);
  expect(count('match') / (COUNT - count('invalid'))).toBeGreaterThan(0.15);
  for (const operator of [...OPERATOR_NAMES, '$or']) {
    expect(count('match', operator), `${operator} matches`).toBeGreaterThan(50);
    expect(count('no match', operator), `${operator} does not match`).toBeGreaterThan(50);
  }
});

test('a number that a double holds matches alike however the event is parsed', () => {
  const odd = /\d\.\d*0\b|\de|\d{16}|-0/i;
  const pairs = generatePairs(11, COUNT).filter(({ event }) => !odd.test(event));
  expect(pairs.length).toBeGreaterThan(COUNT / 4);
  for (const pair of pairs) expect(ourVerdict(pair, JSON.parse), JSON.stringify(pair)).toBe(ourVerdict(pair));
});

test('the committed verdicts are event-ruler’s (npx tsx scripts/ruler-verdicts.ts writes them anew)', async () => {
  const pairs = pairsToCommit();
  expect(committedText(pairs, await judge(pairs))).toBe(readCommitted());
});
