/** Where in a pattern we are: `$`, `$.detail.eventName`, `$.detail.eventName[2]`. */
export type Place = string;

/** The place of a key below `place`. */
export function keyPlace(place: Place, key: string): Place {
  return /^[\w$-]+$/.test(key) ? `${place}.${key}` : `${place}[${JSON.stringify(key)}]`;
}

/** An event pattern that EventBridge would not take. The message says where and why. */
export class InvalidPatternError extends Error {
  /** Path of the offending part, e.g. `$.detail.eventName[2]`. */
  readonly at: Place;
  /** Why it is not valid, one clause. */
  readonly reason: string;

  constructor(at: Place, reason: string) {
    super(`Invalid event pattern at ${at}: ${reason}`);
    this.name = 'InvalidPatternError';
    this.at = at;
    this.reason = reason;
  }
}
