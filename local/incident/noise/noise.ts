import type { Moment } from '../calls.ts';
import { longestLag, type LogFile } from '../delivery.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record.ts';
import { describes, logStream, otherDenial, parameters } from './describe.ts';
import { kmsBy } from './kms.ts';
import { rotation, rotationAt, rotationMs } from './rotation.ts';
import { lookUp, missingRead, ownRead, versionDeletion } from './secret-traffic.ts';
import type { Sessions } from './sessions.ts';
import { consoleLogin } from './sign-in.ts';
import { callerIdentity, serviceAssumes, signsInWithToken } from './sts.ts';
import type { Everyday, Unit } from './unit.ts';
import { workloadsIn } from './workloads.ts';

/** How often each kind of traffic occurs. KMS makes up about sixty of a hundred records. */
const mixture: readonly (readonly [weight: number, unit: Unit])[] = [
  [320, kmsBy('service')],
  [300, kmsBy('workload')],
  [90, ownRead],
  [90, serviceAssumes],
  [45, signsInWithToken],
  [30, callerIdentity],
  [120, describes],
  [60, parameters],
  [40, logStream],
  [15, lookUp],
  [2, missingRead],
  [2, versionDeletion],
  [2, otherDenial],
  [3, consoleLogin],
];
const total = mixture.reduce((sum, [weight]) => sum + weight, 0);

/** Room for a whole rotation, beside other traffic. */
const rotationRecords = 10;

/** Writes the everyday traffic of one file: nothing that any detection may match. */
export function trafficOf(
  file: LogFile,
  start: number,
  random: Random,
  sessions: Sessions,
): CloudTrailRecord[] {
  const { region, delivered, noise } = file;
  const day: Everyday = { random, sessions, workloads: workloadsIn(region) };
  const records: CloudTrailRecord[] = [];

  const now = new Date(delivered);
  const rotated = file.part === 0 ? rotationAt(region, now.getUTCHours(), now.getUTCMinutes()) : undefined;
  if (rotated !== undefined && noise >= rotationRecords) {
    records.push(...rotation({ region, time: delivered - 300_000 - rotationMs }, rotated, random));
  }

  while (records.length < noise) {
    const at: Moment = { region, time: momentBefore(delivered, start, random) };
    const unit = pickUnit(random);
    // A pair does not fit into the last place of a file.
    for (const record of unit(at, day).slice(0, noise - records.length)) records.push(record);
  }
  return records;
}

function pickUnit(random: Random): Unit {
  let left = random.below(total);
  for (const [weight, unit] of mixture) {
    left -= weight;
    if (left < 0) return unit;
  }
  return callerIdentity;
}

/** When an event happened that is delivered now: median three and a half minutes before, never more than ten. */
function momentBefore(delivered: number, start: number, random: Random): number {
  const earliest = Math.max(start, delivered - longestLag);
  const latest = Math.min(delivered - 20_000, start + 86_400_000 - 1000);
  const lag = 210_000 * Math.exp(0.4 * random.normal());
  const time = delivered - lag;
  if (time >= earliest && time <= latest) return Math.floor(time / 1000) * 1000;
  const seconds = Math.floor((latest - earliest) / 1000);
  return earliest + random.below(Math.max(1, seconds)) * 1000;
}
