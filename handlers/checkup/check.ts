import type { Deployment } from './deployment.ts';
import type { Verdict } from './finding.ts';
import type { CheckupPorts } from './ports.ts';

/** What a check looks at. */
export interface CheckContext {
  /** What should stand where. */
  readonly deployment: Deployment;
  readonly ports: CheckupPorts;
  /** The present, ms. */
  readonly now: number;
}

/**
 * One thing that must hold for alerts to come: one object in one file of checks/. It may throw whatever its ports throw:
 * the checkup makes `cannot-tell` of it.
 */
export interface Check {
  /** Its id, the file's name, and its section in docs/runbook.md. */
  readonly id: string;
  /** `home`: asked once. `watched`: asked for each watched Region. */
  readonly where: 'home' | 'watched';
  /** Says what is so in a Region; several verdicts where several things can be wrong apart. */
  look(region: string, context: CheckContext): Promise<readonly Verdict[]>;
}
