import picocolors from 'picocolors';
import { findingStates, type Finding, type FindingState } from '../../handlers/checkup/finding.ts';
import { harmless, harmlessJson } from '../../handlers/alert/render/harmless.ts';

export const findingFormats = ['table', 'json'] as const;
export type FindingFormat = (typeof findingFormats)[number];

type Colors = ReturnType<typeof picocolors.createColors>;

const words: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  wrong: 'wrong',
  'cannot-tell': 'cannot tell',
};
const paints: Readonly<Record<FindingState, (colors: Colors) => (text: string) => string>> = {
  ok: (colors) => colors.green,
  wrong: (colors) => (text) => colors.red(colors.bold(text)),
  'cannot-tell': (colors) => colors.yellow,
};
const wordWidth = Math.max(...Object.values(words).map(({ length }) => length));

/** Findings as text, ending in a newline: a line each, and under it what to do, once where several say the same. */
export function findingsText(findings: readonly Finding[], format: FindingFormat, colors: Colors): string {
  if (format === 'json') return `[\n${findings.map((one) => `  ${harmlessJson(one)}`).join(',\n')}\n]\n`;
  const checkWidth = Math.max(...findings.map(({ check }) => check.length));
  const regionWidth = Math.max(...findings.map(({ region }) => (region ?? '').length));
  const lines = findings.flatMap(({ check, region, state, says, todo }, index) => {
    const word = paints[state](colors)(words[state].padEnd(wordWidth));
    const place = `${check.padEnd(checkWidth)}  ${(region ?? '').padEnd(regionWidth)}`;
    const line = `${word}  ${place}  ${harmless(says)}`;
    const said = todo === null || findings[index + 1]?.todo === todo;
    return said ? [line] : [line, `${' '.repeat(wordWidth)}  → ${harmless(todo)}`];
  });
  return `${lines.join('\n')}\n`;
}

/** How many of each there are, in one sentence. */
export function findingsCount(findings: readonly Finding[]): string {
  return findingStates
    .map((state) => `${findings.filter((one) => one.state === state).length} ${words[state]}`)
    .join(', ');
}
