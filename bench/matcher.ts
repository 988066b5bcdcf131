import { detections } from '../detections/catalogue/catalogue.ts';
import { compilePattern } from '../detections/pattern/matcher.ts';
import { createGate, gatePatterns } from '../handlers/alert/gate.ts';
import { loadConfig } from '../local/config-file.ts';
import type { BenchLog } from './logs.ts';
import { recordsOf } from './records.ts';

/** Nanoseconds of CPU for one parsed event that matches nothing. */
export interface MatcherRun {
  readonly events: number;
  readonly patterns: number;
  /** All detections in one pass, as replay and the alert handler do it. */
  readonly gate: number;
  /** One pattern after the other. */
  readonly loop: number;
}

/** Measures the matcher in this process, both ways in turn. */
export async function measuredMatcher(log: BenchLog, rounds: number): Promise<MatcherRun> {
  const config = loadConfig(log.config, detections, Date.now());
  const gate = createGate(config, detections);
  const patterns = gatePatterns(config, detections).map(([, pattern]) => compilePattern(pattern));
  const events = (await recordsOf(log.logs)).filter((record) => gate(record).length === 0);
  let matched = 0;
  const byGate = () => {
    for (const record of events) matched += gate(record).length;
  };
  const byLoop = () => {
    for (const record of events)
      for (const matches of patterns) matched += Number(matches({ detail: record }));
  };
  const [gates, loops]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + 2; round++) {
    const [gateTime, loopTime] = [cpuOf(byGate), cpuOf(byLoop)];
    // Two rounds to warm up.
    if (round >= 2) gates.push(gateTime / events.length);
    if (round >= 2) loops.push(loopTime / events.length);
  }
  if (matched > 0) throw new Error('an event that matches nothing matched');
  return { events: events.length, patterns: patterns.length, gate: median(gates), loop: median(loops) };
}

/** ns */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
