import { machine, table } from '../page.ts';
import type { Holdings } from './holdings.ts';

/** Times in ms, memory in bytes. */
export interface Measured {
  readonly name: string;
  readonly holdings: Holdings;
  readonly init: readonly number[];
  readonly first: readonly number[];
  readonly warm: readonly number[];
  readonly memory: readonly number[];
}

export interface PartLoad {
  readonly what: string;
  readonly times: readonly number[];
  readonly bytes: number;
}

const packages = 16;

/** docs/cold-start.md. `version`: of the Node that ran the functions. */
export function coldStartPage(
  measured: readonly Measured[],
  parts: readonly PartLoad[],
  version: string,
): string {
  const names = measured.map(({ name }) => name);
  const all = new Map<string, number[]>();
  for (const [n, { holdings }] of measured.entries())
    for (const [name, bytes] of holdings.of)
      all.set(name, Object.assign(all.get(name) ?? names.map(() => 0), { [n]: bytes }));
  const heaviest = [...all].sort(([, a], [, b]) => sum(b) - sum(a)).slice(0, packages);
  return `# How the functions start

Written by \`npm run bench:cold-start\`: ${new Date().toISOString().slice(0, 10)}, ${machine()}, functions under ${version}.
Medians; milliseconds, least in brackets. A function is a fresh process each time, with the environment that its stack gave
it, against the stacks in the emulator: loading is ours alone, the first event and a warm one hold the emulator's answers.

${table(
  ['function', 'bundle, kB', 'load', 'first event', 'warm event', 'memory, MB'],
  measured.map(({ name, holdings, init, first, warm, memory }) => [
    name,
    kilobytes(holdings.bytes),
    ...[init, first, warm].map(times),
    (median(memory) / 1e6).toFixed(0),
  ]),
)}

The event is an opening of the glass for the alert function, told in Slack and by SNS; for the others a run of their schedule
over a log of one record.

## What is in the bundles

Kilobytes, the ${packages} heaviest.

${table(
  ['', ...names],
  heaviest.map(([name, bytes]) => [name, ...bytes.map((count) => (count === 0 ? '' : kilobytes(count)))]),
)}

## What loading takes, one by one

Each in a bundle of its own, so what two share counts in both; *nothing* is Node's own part.

${table(
  ['', 'bundle, kB', 'load'],
  parts.map(({ what, times: loads, bytes }) => [what, kilobytes(bytes), times(loads)]),
)}
`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

function times(numbers: readonly number[]): string {
  const digits = median(numbers) < 10 ? 1 : 0;
  return `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)})`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(0);
}
