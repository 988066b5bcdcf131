import { loadavg } from 'node:os';
import { machine, table } from '../page.ts';

/** The times of one kind of event sent in one way, ms. */
export interface Series {
  readonly what: string;
  readonly times: readonly number[];
  /** The target at the median and at the 99th percentile; null: none. */
  readonly target: readonly [number, number] | null;
}

/** docs/latency.md. `call`: times of one call of the emulator's DynamoDB, ms. */
export function latencyPage(series: readonly Series[], call: readonly number[]): string {
  return `# From event to message

Written by \`npm run bench:latency\`: ${new Date().toISOString().slice(0, 10)}, ${machine()}, load ${loadavg()[0]?.toFixed(1) ?? ''}
at the end. The stacks are deployed in the emulator as they are synthesized; the functions run under Node 24. Measured is
the time from \`PutEvents\` on the default bus until the message is at the Slack endpoint, in milliseconds: gate rule, our
bus, queue, function, ledger. All of it shares this machine's cores with the sender, and functions are warm.

${table(
  ['', 'events', 'p50', 'p95', 'p99', 'target', ''],
  series.map(({ what, times, target }) => [
    what,
    String(times.length),
    ...[0.5, 0.95, 0.99].map((part) => quantile(times, part).toFixed(0)),
    target === null ? '' : `p50 ≤ ${target[0]}, p99 ≤ ${target[1]}`,
    target === null ? '' : verdict(times, target),
  ]),
)}

*Bare path* is the floor: as many hops, with a function that only posts; all of that is the emulator. One call of the
emulator's DynamoDB takes ${quantile(call, 0.5).toFixed(1)} ms at the median (p99 ${quantile(call, 0.99).toFixed(1)} ms), and an alert
makes several, one after the other. A message that does not come within two minutes counts as *Infinity*.

What is not critical is sent to Slack at one message a second, and what comes faster is grouped: so it is measured one at a
time, at that pace. What a storm of it does to critical events is measured beside it.
`;
}

function verdict(times: readonly number[], [median, high]: readonly [number, number]): string {
  return quantile(times, 0.5) <= median && quantile(times, 0.99) <= high ? 'met' : 'missed';
}

function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
