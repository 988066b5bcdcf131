import type { Severity } from '../../config/severity.ts';

/**
 * What is told of one event. All text is plain and may hold what attackers wrote: each renderer escapes it for its
 * channel. Times are ISO 8601 UTC; what is absent is null.
 */
export interface Alert {
  readonly version: 1;
  readonly mode: 'alert' | 'shadow';
  /** The worst detection that matched; it speaks. */
  readonly detection: string;
  /** The others, worst first. */
  readonly also: readonly string[];
  readonly severity: Severity;
  readonly title: string;
  readonly what: string;
  readonly who: Caller;
  /** Whether it was announced, as far as the config can tell; null where nobody announces such. */
  readonly announced: string | null;
  readonly signs: readonly string[];
  /** What sets the detection off without harm, as a sentence; null where nothing does. */
  readonly noise: string | null;
  readonly next: string;
  readonly command: string | null;
  /** The deadline that is coming, as sentences; null where none begins. */
  readonly due: string | null;
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly actor: string | null;
  readonly target: string | null;
  /** How many of its kind there have been in the window; null where nothing is grouped. */
  readonly count: number | null;
  /** Whether kinds beyond the limit are told as one from here on. */
  readonly folded: boolean;
  /** Set when an earlier attempt may have reached the channel. */
  readonly possiblyRepeated: boolean;
  readonly links: Links;
}

/** The caller as the on-call engineer wants to know them. */
export interface Caller {
  /** Who it is as far as the record proves it, such as `IAM user ana`. */
  readonly name: string;
  /** The ARN or unique id that the record proves; null where it proves none. */
  readonly proved: string | null;
  /** What the caller says of itself and nothing proves, such as `session name "ana"`. */
  readonly claims: readonly string[];
  readonly kind: string;
  readonly principal: string | null;
  readonly session: string | null;
  readonly account: string | null;
  readonly sourceIdentity: string | null;
  readonly mfa: boolean | null;
  readonly via: string;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
  /** What the break-glass session that a chained one grew out of calls itself. */
  readonly openedBy: string | null;
  /** Who opened the break-glass session that the call belongs to, as far as its opening proved it. */
  readonly opener: string | null;
}

export interface Links {
  /** The event in the CloudTrail console of its own partition and Region. */
  readonly event: string | null;
  /** The runbook's section: an address where the config says where the runbook is, else from the project's root. */
  readonly runbook: string;
}

/** An event that matched but could not be read or worded: told all the same, with what is certain. */
export interface BareAlert {
  readonly version: 1;
  /** The detections whose patterns let it in, worst first. */
  readonly gate: readonly string[];
  /** The worst of theirs: what the event really is, nobody knows. */
  readonly severity: Severity;
  readonly eventID: string;
  readonly eventTime: string;
  readonly account: string | null;
  readonly reason: string;
  /** Set when an earlier attempt may have reached the channel. */
  readonly possiblyRepeated?: true;
}

/** What a message says of itself that may have reached its channel before. */
export const possiblyRepeatedText = 'Possibly repeated: an earlier attempt to tell this may have arrived.';

/** What a bare alert is called in every channel. */
export const bareTitle = 'An event that matched cannot be read';

/** The last word on a kind of event whose window has ended with some untold. */
export interface LastWord {
  readonly detection: string;
  readonly title: string;
  readonly count: number;
  /** Times of the first event and of the window's end, ms. */
  readonly from: number;
  readonly to: number;
  /** Set when an earlier attempt may have reached the channel. */
  readonly possiblyRepeated?: true;
}
