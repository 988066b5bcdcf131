/** The two calls of the canary: the canary role is assumed, then refused a secret. */
export const canarySteps = ['assume', 'read'] as const;
export type CanaryStep = (typeof canarySteps)[number];

/** The last canary of a Region. */
export interface CanaryTrace {
  /** When it was sent, ms; null: none ever was. */
  readonly sentAt: number | null;
  /** The event time of each step's last event that the alert handler saw, ms; null: none ever. */
  readonly seen: Readonly<Record<CanaryStep, number | null>>;
}

/** Port: what became of canaries on the event path. The checkup notes what it sent, the alert handler what it saw. */
export interface CanaryLog {
  sent(region: string, at: number): Promise<void>;
  /** `at`: the event's own time, ms. An older event never replaces a newer one. */
  seen(step: CanaryStep, region: string, at: number): Promise<void>;
  trace(region: string): Promise<CanaryTrace>;
}

/** Which step an event named so is, once it is known to be the canary's (handlers/alert/canary.ts). */
export function canaryStepOf(eventName: string): CanaryStep {
  return eventName === 'AssumeRole' ? 'assume' : 'read';
}
