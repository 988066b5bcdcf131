import { cpus, totalmem } from 'node:os';
import { counted } from '../config/counted.ts';
import type { Comparison } from './comparisons.ts';
import type { Relevance } from './floors.ts';
import type { Growth } from './growth.ts';
import type { MatcherRun } from './matcher.ts';
import type { Run } from './measure.ts';

export interface Results {
  readonly runs: Readonly<Record<string, Run>>;
  readonly growth: readonly Growth[];
  readonly matcher: MatcherRun;
  readonly relevance: Relevance;
  readonly comparisons: readonly Comparison[];
  readonly rounds: number;
  readonly workers: number;
}

/** docs/benchmarks.md. */
export function page({ runs, growth, matcher, relevance, comparisons, rounds, workers }: Results): string {
  const seconds = ({ wall, cpu, peak }: Run) => [wall.toFixed(2), cpu.toFixed(2), megabytes(peak)];
  const perRecord = (records: number, { cpu }: Run) => ((cpu * 1e6) / records).toFixed(1);
  return `# Benchmarks

Written by \`npm run bench\`: ${new Date().toISOString().slice(0, 10)}, ${machine()}, ${workers} workers, medians of
${counted(rounds, 'interleaved round')}, warm page cache. The log is a day of 1,000,000 records in CloudTrail's layout, from the
generator of \`glasswatch demo\`. Each program is measured from its start to its end. The seconds are this machine's; the
ratios are what counts.

## Targets

${table(
  ['', 'measured', 'target', ''],
  comparisons.map(({ what, measured, target, unit }) => [
    what,
    amount(measured, unit),
    `≤ ${amount(target, unit)}`,
    measured <= target ? 'met' : 'missed',
  ]),
)}

## Programs

${table(
  ['', 'wall, s', 'CPU, s', 'peak memory, MB'],
  Object.entries(runs).map(([name, run]) => [name, ...seconds(run)]),
)}

## Floors

${floors(runs, relevance)}

## Growth

Of replay one worker, so that CPU and wall are the same; the others have all.

${table(
  ['', 'records', 'wall, s', 'CPU, s', 'peak memory, MB', 'CPU per record, µs'],
  growth.map(({ job, records, run }) => [
    job,
    records.toLocaleString('en-US'),
    ...seconds(run),
    perRecord(records, run),
  ]),
)}

## Matcher

${matcher.events.toLocaleString('en-US')} parsed events that match nothing, ${matcher.patterns} patterns of all detections, one core.

${table(
  ['', 'ns per event', 'events per second'],
  [
    ['all detections in one pass', matcher.gate.toFixed(0), perSecond(matcher.gate)],
    ['a loop over the patterns', matcher.loop.toFixed(0), perSecond(matcher.loop)],
  ],
)}
`;
}

/** What the shipped patterns do to the least that a replay can take. */
function floors(runs: Results['runs'], { records, least, shipped, passing }: Relevance): string {
  const share = (of: number) => `${((of / records) * 100).toFixed(1)} %`;
  const times = (name: string, than: string) =>
    ((runs[name]?.wall ?? NaN) / (runs[than]?.wall ?? NaN)).toFixed(2);
  const unpacking = 'gunzip, all workers';
  return `The targets of replay were set by a bare filter: unpack, find service and call as bytes, parse what is of Secrets Manager or
assumes a role (${share(least)} of the records here). It takes ${times('bare filter, least', unpacking)} × gunzip. The shipped patterns ask for more: a break-glass
user's calls are of any service, KMS's denials and whatever may be tampering are calls of their own. The same filter has to
look for their texts in all of the log, and to parse ${share(shipped)} (${share(passing)} pass a gate): ${times('bare filter, shipped patterns', unpacking)} × gunzip, which a replay within
2 × gunzip would have to halve. Neither filter is safe: each loses records that are not written as
CloudTrail writes them, and tells nothing of what it finds. Replay, which does both, takes ${times('replay, all workers', unpacking)} ×.`;
}

/** What it was measured on, in words. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.version}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function amount(value: number, unit: Comparison['unit']): string {
  return unit === '×' ? `${value.toFixed(2)} ×` : `${Math.round(value).toLocaleString('en-US')} ${unit}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function perSecond(ns: number): string {
  return Math.round(1e9 / ns).toLocaleString('en-US');
}
