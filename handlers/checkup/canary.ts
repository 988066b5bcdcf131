import type { OwnNames } from '../../config/names.ts';
import { errorName } from '../deployed/error-name.ts';
import type { Clock } from '../alert/ports.ts';
import type { CanaryLog } from './canary-log.ts';
import { cannotTell, ok, Unseen, wrong, type Finding, type Verdict } from './finding.ts';

/** Port: the real calls that a canary is made of. */
export interface CanaryCalls {
  /** @throws Unseen where the role cannot be assumed. */
  assume(region: string, roleArn: string, sessionName: string): Promise<CanarySession>;
}

export interface CanarySession {
  /** Asks for a secret's value and throws it away. `given`: it was not refused. */
  ask(secret: string): Promise<'refused' | 'given'>;
}

export interface CanaryPorts {
  readonly calls: CanaryCalls;
  readonly canaries: CanaryLog;
  readonly clock: Clock;
}

/** For people who read the log: the alert handler knows the canary by its role's ARN, never by this name. */
const sessionName = 'glasswatch-canary';

/**
 * Sends a canary in each Region: really assumes the empty role and asks for one secret, to be refused. CloudTrail logs both,
 * the gates match both, and whoever looks later sees whether they came through.
 */
export async function sendCanaries(
  regions: readonly string[],
  names: Pick<OwnNames, 'canaryRole' | 'canarySecret'>,
  ports: CanaryPorts,
): Promise<Finding[]> {
  const findings = regions.map(async (region) => ({
    check: 'canary-events',
    region,
    ...(await verdictOf(region, names, ports)),
  }));
  return Promise.all(findings);
}

async function verdictOf(
  region: string,
  { canaryRole, canarySecret }: Pick<OwnNames, 'canaryRole' | 'canarySecret'>,
  { calls, canaries, clock }: CanaryPorts,
): Promise<Verdict> {
  try {
    // Noted first: a canary that is on its way without a note would be seen as nobody's.
    await canaries.sent(region, clock.now());
    const session = await calls.assume(region, canaryRole, sessionName);
    const answer = await session.ask(canarySecret);
    if (answer === 'refused') return ok('a canary was sent');
    return wrong(
      'the canary role may read secrets: it has to be empty',
      `Take every policy off ${canaryRole}, then find out who gave it one.`,
    );
  } catch (error) {
    if (error instanceof Unseen) return cannotTell(`no canary was sent: ${error.message}`, error.todo);
    return cannotTell(`no canary was sent: ${errorName(error)}`, 'Look at the log of the checkup function.');
  }
}
