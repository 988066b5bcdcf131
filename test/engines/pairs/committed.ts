import { readFileSync, writeFileSync } from 'node:fs';
import type { Pair, Verdict } from '../ruler.ts';
import { CHOSEN_PAIRS } from './chosen.ts';
import { generatePairs } from './generate.ts';

const file = new URL('../../detections/pattern/verdicts.json', import.meta.url);

/** A pair whose verdict is committed: pattern, event, event-ruler's verdict. */
export type Committed = readonly [pattern: string, event: string, verdict: Verdict['verdict']];

/** The pairs whose verdicts are committed, for `npm test`, which has no Java. */
export function pairsToCommit(): readonly Pair[] {
  return [...CHOSEN_PAIRS, ...generatePairs(7, 400)];
}

/** The committed file's text for these verdicts: a pair a line. */
export function committedText(pairs: readonly Pair[], verdicts: readonly Verdict[]): string {
  const lines = pairs.map(({ pattern, event }, i) => JSON.stringify([pattern, event, verdicts[i]?.verdict]));
  return `[\n${lines.join(',\n')}\n]\n`;
}

export const readCommitted = (): string => readFileSync(file, 'utf8');

export const writeCommitted = (text: string): void => {
  writeFileSync(file, text);
};
