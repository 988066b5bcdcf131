/** The channels through which something can be told. */
export type ChannelName = 'slack' | 'sns';

/** Port: which channel has taken which event, so that an event that comes again is not told there twice. */
export interface Deliveries {
  /** The channels that took an event at an earlier attempt. */
  taken(eventID: string): Promise<readonly ChannelName[]>;
  took(eventID: string, channel: ChannelName): Promise<void>;
}

/**
 * How Slack is to be treated now: `closed` circuit: as usual. `probe`: it refused everything; the caller alone is to try
 * again. `open`: it is to be left alone.
 */
export type Circuit = 'closed' | 'probe' | 'open';

/** Port: what all functions must agree on before they post to Slack. Times in ms. */
export interface SlackTraffic {
  /**
   * Reserves a second for one message (Slack takes one a second) and answers when it begins; null, and nothing is reserved,
   * where that would be after `latest`.
   */
  reserve(now: number, latest: number): Promise<number | null>;
  circuit(now: number): Promise<Circuit>;
  /** Opens the circuit for an hour from `now`; whether the caller is the one to give notice of it. */
  open(now: number): Promise<boolean>;
  /** Closes the circuit: Slack took a message. */
  close(): Promise<void>;
}

/** How long Slack is left alone before somebody tries again, ms; a notice is given as often. */
export const circuitMs = 3_600_000;
/** Between two messages that are not critical, ms (aws-facts, section 12). */
export const messageEveryMs = 1_000;
