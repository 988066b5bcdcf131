import type { CloudTrailEvent } from './cloudtrail-event.ts';

/** What the message of a denial tells (aws-facts, section 5); requestParameters is null there. */
export interface Denial {
  readonly action: string | null;
  /** What the caller asked for, as typed: a name, an ARN, or null where the message does not say. */
  readonly resource: string | null;
  /** Why, in AWS's words: the kind of policy that said no. */
  readonly cause: string | null;
}

const longestMessage = 4_096;

/**
 * Takes a denial's errorMessage apart:
 * `User: ARN is not authorized to perform: ACTION on resource: RESOURCE because …` or `… with an explicit deny in …`.
 * IAM writes the kind before the name (`on resource: role NAME`).
 */
export function denialOf(event: CloudTrailEvent): Denial {
  const message = (event.errorMessage ?? '').slice(0, longestMessage);
  const action = /is not authorized to perform: (\S+)/.exec(message)?.[1] ?? null;
  const resource = /on resource: (?:(?:role|user|policy|group) )?(\S+)/.exec(message)?.[1] ?? null;
  const cause = /(no [a-z-]+ policy allows|an explicit deny in an? [a-z -]+)/i.exec(message)?.[1] ?? null;
  return { action, resource, cause };
}
