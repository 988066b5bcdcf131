import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePattern, InvalidPatternError, parseEvent } from '../../../detections/pattern/matcher.ts';

type Verdict = readonly [pattern: string, event: string, verdict: string];

/** Written by scripts/ruler-verdicts.ts; npm run test:engines sees that they are still event-ruler's. */
const verdicts = JSON.parse(
  readFileSync(new URL('./verdicts.json', import.meta.url), 'utf8'),
) as readonly Verdict[];

function ours(pattern: string, event: string): string {
  try {
    return compilePattern(pattern)(parseEvent(event)) ? 'match' : 'no match';
  } catch (error) {
    if (error instanceof InvalidPatternError) return 'invalid';
    throw error;
  }
}

test('every committed verdict of event-ruler 2.1.0 is ours too', () => {
  expect(verdicts.length).toBeGreaterThan(300);
  for (const [pattern, event, verdict] of verdicts) {
    expect(ours(pattern, event), `${pattern} on ${event}`).toBe(verdict);
  }
});
