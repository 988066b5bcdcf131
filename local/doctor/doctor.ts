import { awsPorts } from '../../handlers/checkup/aws/ports.ts';
import { requireAccount } from '../../handlers/checkup/aws/account.ts';
import { checks } from '../../handlers/checkup/checks/all.ts';
import { checkup, nothingSeen } from '../../handlers/checkup/checkup.ts';
import type { Deployment } from '../../handlers/checkup/deployment.ts';
import { Unseen, type Finding } from '../../handlers/checkup/finding.ts';
import { sendTest } from './send-test.ts';

export interface Examination {
  readonly deployment: Deployment;
  /** Watched Regions to look at. */
  readonly regions: readonly string[];
  /** Whether a test message is sent through each channel. */
  readonly sendTest: boolean;
  readonly onDone: (done: number, of: number) => void;
}

/** Looks at the deployed stacks with the credentials at hand. Never throws for what AWS says: it becomes a finding. */
export async function examine({ deployment, regions, onDone, ...asked }: Examination): Promise<Finding[]> {
  const { account, homeRegion } = deployment.names;
  const clock = { now: () => Date.now() };
  const now = clock.now();
  const ports = awsPorts(deployment, `doctor ${now}`, clock);
  try {
    await requireAccount(account, homeRegion);
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
    return nothingSeen(checks, regions, { deployment }, error);
  }
  const findings = await checkup(checks, regions, { deployment, ports, now }, onDone);
  return asked.sendTest ? [...findings, ...(await sendTest(deployment))] : findings;
}
