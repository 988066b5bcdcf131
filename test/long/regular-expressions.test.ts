import { expect, test } from 'vitest';
import { samples } from '../hostile/regular-expressions/built.ts';
import { ends, pumped } from '../hostile/regular-expressions/pump.ts';
import { findRegularExpressions } from '../hostile/regular-expressions/find.ts';
import { committedVerdicts, judged, nameOf } from '../hostile/regular-expressions/verdicts.ts';

test('the committed verdicts are recheck’s (npx tsx scripts/regular-expression-verdicts.ts writes them anew)', async () => {
  const verdicts = await judged([...findRegularExpressions().literals, ...samples]);
  const told = (all: typeof verdicts) =>
    Object.entries(all).map(([name, { verdict }]) => `${name} ${verdict}`);
  expect(told(verdicts)).toEqual(told(committedVerdicts()));
});

test('what recheck calls safe comes through a million pumped characters', () => {
  const verdicts = committedVerdicts();
  // The square of a million would not end within the minute that a search has.
  const slow = findRegularExpressions()
    .literals.filter((one) => verdicts[nameOf(one)]?.verdict === 'safe')
    .filter(({ source, flags }) => pumped(source, 1_000_000).some((text) => !ends(source, flags, text)));
  expect(slow).toEqual([]);
});
