/** The two calls of the canary: the canary role is assumed, then refused a secret. */
export const canarySteps = ['assume', 'read'] as const;
export type CanaryStep = (typeof canarySteps)[number];

/** A canary's event that the alert handler saw. */
export interface CanarySighting {
  /** The event's own time, ms. */
  readonly eventTime: number;
  /** When the handler saw it, ms. */
  readonly seenAt: number;
}

/** The last canary of a Region. */
export interface CanaryTrace {
  /** When it was sent, ms; null: none ever was. */
  readonly sentAt: number | null;
  /** The last sighting of each step; null: none ever. */
  readonly seen: Readonly<Record<CanaryStep, CanarySighting | null>>;
}

/** Port: what became of canaries on the event path. The checkup notes what it sends, the alert handler what it sees. */
export interface CanaryLog {
  sent(region: string, at: number): Promise<void>;
  /** The first sighting of an event stays; an older event never replaces a newer one. */
  seen(step: CanaryStep, region: string, sighting: CanarySighting): Promise<void>;
  trace(region: string): Promise<CanaryTrace>;
}

/** Which step an event named so is, once it is known to be the canary's (handlers/alert/canary.ts). */
export function canaryStepOf(eventName: string): CanaryStep {
  return eventName === 'AssumeRole' ? 'assume' : 'read';
}
