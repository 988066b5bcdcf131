import type { Moment } from '../calls.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { Sessions } from './sessions.ts';
import type { Workload } from './workloads.ts';

/** A small piece of everyday traffic: what belongs together, mostly one record. */
export type Unit = (at: Moment, day: Everyday) => CloudTrailRecord[];

/** What everyday traffic is made from. */
export interface Everyday {
  readonly random: Random;
  readonly sessions: Sessions;
  readonly workloads: readonly Workload[];
}

/** Any workload of the Region, in its session of that moment. */
export function someone(at: Moment, { random, sessions, workloads }: Everyday) {
  const workload = random.pick(workloads);
  return { workload, ...sessions.of(workload, at.time) };
}
