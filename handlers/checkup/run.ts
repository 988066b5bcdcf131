import type { Clock } from '../alert/ports.ts';
import type { PlainMessage } from '../alert/render/plain.ts';
import { sendCanaries, type CanaryCalls } from './canary.ts';
import { checks } from './checks/all.ts';
import { checkup } from './checkup.ts';
import type { Deployment } from './deployment.ts';
import type { CheckupTask } from './environment.ts';
import type { Finding } from './finding.ts';
import type { CheckupPorts } from './ports.ts';
import { checkupMessages } from './telling.ts';

/** What a run needs beside what it looks at. */
export interface RunPorts {
  readonly checkup: CheckupPorts;
  readonly calls: CanaryCalls;
  readonly clock: Clock;
  /** Notes what was found, before it is told: telling may fail. */
  readonly note: (findings: readonly Finding[]) => void;
  /** Tells people. */
  readonly tell: (message: PlainMessage) => Promise<void>;
}

/**
 * Does one task in all watched Regions, notes what was found, tells what is not ok, and answers every finding.
 * @throws the first error of telling, after all was tried to be told: the run is to be repeated.
 */
export async function runTask(
  task: CheckupTask,
  deployment: Deployment,
  ports: RunPorts,
): Promise<Finding[]> {
  const { names } = deployment;
  const found =
    task === 'send-canary'
      ? await sendCanaries(names.watchedRegions, names, {
          calls: ports.calls,
          canaries: ports.checkup.canaries,
          clock: ports.clock,
        })
      : await checkup(checks, names.watchedRegions, {
          deployment,
          ports: ports.checkup,
          now: ports.clock.now(),
        });
  ports.note(found);
  const told = await Promise.allSettled(checkupMessages(found, names.account).map(ports.tell));
  const failure = told.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return found;
}

/** Whether every canary came through, by the event path and into the log. */
export function canarySeen(findings: readonly Finding[]): boolean {
  return findings
    .filter(({ check }) => check === 'canary-events' || check === 'canary-log')
    .every(({ state }) => state === 'ok');
}
