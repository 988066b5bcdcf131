import picocolors from 'picocolors';
import { findingStates, type Finding, type FindingState } from '../../handlers/checkup/finding.ts';
import { wrapped } from './wrapped.ts';
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
/** What a finding says is put below its name where it would have less room than this. */
const narrowest = 30;
const wordWidth = Math.max(...Object.values(words).map(({ length }) => length));

/** Findings as text, ending in a newline: a line each, and under it what to do, once where several say the same. */
export function findingsText(
  findings: readonly Finding[],
  format: FindingFormat,
  colors: Colors,
  width = Infinity,
): string {
  if (format === 'json') return `[\n${findings.map((one) => `  ${harmlessJson(one)}`).join(',\n')}\n]\n`;
  const [first] = findings;
  if (first !== undefined && findings.length > 1 && findings.every((one) => saysSame(one, first)))
    return textOf([{ ...first, check: `all ${findings.length} checks`, region: null }], colors, width);
  return textOf(findings, colors, width);
}

/** Without credentials, for one, every check says the same. */
function saysSame(one: Finding, other: Finding): boolean {
  return one.state === other.state && one.says === other.says && one.todo === other.todo;
}

function textOf(findings: readonly Finding[], colors: Colors, width: number): string {
  const checkWidth = Math.max(...findings.map(({ check }) => check.length));
  const regionWidth = Math.max(...findings.map(({ region }) => (region ?? '').length));
  const lines = findings.flatMap(({ check, region, state, says, todo }, index) => {
    const word = paints[state](colors)(words[state].padEnd(wordWidth));
    const place = `${check.padEnd(checkWidth)}  ${(region ?? '').padEnd(regionWidth)}`;
    const indent = wordWidth + checkWidth + regionWidth + 6;
    const room = width - indent >= narrowest;
    const line = room
      ? `${word}  ${place}  ${wrapped(harmless(says), width, indent)}`
      : `${word}  ${place.trimEnd()}\n${' '.repeat(wordWidth + 2)}${wrapped(harmless(says), width, wordWidth + 2)}`;
    const said = todo === null || findings[index + 1]?.todo === todo;
    return said
      ? [line]
      : [line, `${' '.repeat(wordWidth)}  → ${wrapped(harmless(todo), width, wordWidth + 4)}`];
  });
  return `${lines.join('\n')}\n`;
}

/** How many of each there are, in one sentence. */
export function findingsCount(findings: readonly Finding[]): string {
  return findingStates
    .map((state) => `${findings.filter((one) => one.state === state).length} ${words[state]}`)
    .join(', ');
}
