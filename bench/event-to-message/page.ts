import { cpus, loadavg } from 'node:os';
import { machine, table } from '../page.ts';
import type { ProcessorTime } from './processor-time.ts';

/** The times of one kind of event sent in one way, ms. */
export interface Series {
  readonly what: string;
  /** Whether it went our way, which has the target; else it is a floor. */
  readonly isOurs: boolean;
  readonly times: readonly number[];
  /** What each event took of the processors; null where nobody says. */
  readonly perEvent: ProcessorTime | null;
}

/** Refused reads of one kind, so many a second, and openings of the glass beside them, ms. */
export interface Storm {
  readonly rate: number;
  readonly sent: number;
  /** From event to message of those that were told. */
  readonly told: readonly number[];
  readonly openings: readonly number[];
  /** From the last event sent until all were decided. */
  readonly drained: number;
}

/** Alerts of different kinds that came at once. */
export interface Paced {
  /** From event to message in Slack, ms. */
  readonly times: readonly number[];
  /** How many were told by the topic instead. */
  readonly elsewhere: number;
}

/** At the median and at the 99th percentile, ms. */
const target = [100, 500] as const;

/** docs/latency.md. */
export function latencyPage(series: readonly Series[], storm: Storm, paced: Paced): string {
  return `# From event to message

Written by \`npm run bench:latency\`: ${new Date().toISOString().slice(0, 10)}, ${machine()}, load ${loadavg()[0]?.toFixed(1) ?? ''}
at the end. The stacks are deployed in the emulator as they are synthesized; the functions run under Node 24 and are warm.
Measured is the time from \`PutEvents\` on the default bus until the message is at the Slack endpoint, in milliseconds: gate
rule, our bus, queue, function, ledger. CloudTrail's own time before that, some minutes, is not in it.

${table(
  [
    '',
    'events',
    'p50',
    'p95',
    'p99',
    `p50 ≤ ${target[0]}, p99 ≤ ${target[1]}`,
    'CPU an event: emulator',
    'functions',
  ],
  series.map(({ what, isOurs, times, perEvent }) => [
    what,
    String(times.length),
    ...[0.5, 0.95, 0.99].map((part) => quantile(times, part)),
    isOurs ? verdict(times) : 'floor',
    perEvent?.emulator.toFixed(0) ?? '',
    perEvent?.functions.toFixed(0) ?? '',
  ]),
)}

**The floors** go over as many hops through the same emulator, with nothing of ours on the way: a function that only posts, and one
that makes as many calls as ours does of an opening (eleven to DynamoDB, one to SNS) and posts. What a row of ours has beyond
the second is ours. A message that does not come within five minutes counts as *Infinity*.

${saturation(series)}

## What reaches Slack at ${storm.rate} a second

**What is critical** is told at once, each by itself, beside Slack's pace of one message a second, in a queue and a function of its own.

**What is not** is counted: of ${count(storm.sent)} refused reads of one kind, ${storm.rate} a second, ${storm.told.length} were told (the first, the 10th,
the 100th and so on; ${storm.told.map((time) => time.toFixed(0)).join(', ')} ms after the event), the others grouped, and all were decided
${(storm.drained / 1_000).toFixed(1)} s after the last was sent. Openings of the glass beside them, one at a time: p50 ${quantile(storm.openings, 0.5)}, p99
${quantile(storm.openings, 0.99)} ms of ${storm.openings.length}.

**Different kinds at once** are sent one a second: of ${paced.times.length} refused reads of as many users the last stood in Slack after
${(Math.max(...paced.times) / 1_000).toFixed(1)} s, ${paced.elsewhere === 0 ? 'none of them by another way' : `${paced.elsewhere} were told by SNS`}. Those that have to wait do so in the queue, hidden until their second.
`;
}

/** What keeps a rate from being met: the emulator and the functions share the processors with the sender. */
function saturation(series: readonly Series[]): string {
  const lost = series.flatMap(({ times }) => times).filter((time) => time === Infinity).length;
  const shared = `**All of it shares this machine's ${cpus().length} processors with the sender**; ${lost === 0 ? 'no message was lost' : `${lost} messages were lost`}.`;
  const last = series.at(-1);
  if (last?.perEvent == null) return shared;
  const { emulator, functions } = last.perEvent;
  const asked = ((emulator + functions) * 50) / 1_000;
  const alone = Math.floor(1_000 / emulator);
  if (asked <= cpus().length && alone >= 50) return shared;
  return `${shared} Openings at 50 a second ask for ${asked.toFixed(1)} of them without the sender, and the emulator, which is one process, can do
${alone} a second at most: so that row shows how long the queue grew in the emulator, and its floor with it. On AWS queue, ledger and functions
have processors of their own.`;
}

function verdict(times: readonly number[]): string {
  const [median, high] = target;
  return valueAt(times, 0.5) <= median && valueAt(times, 0.99) <= high ? 'met' : 'missed';
}

/** What so large a part of the times is at most, whole ms. */
export function quantile(times: readonly number[], part: number): string {
  return valueAt(times, part).toFixed(0);
}

function valueAt(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
