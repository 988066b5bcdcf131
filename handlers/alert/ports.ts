import type { Severity } from '../../config/severity.ts';
import type { Memory } from '../../detections/catalogue/memory.ts';
import { OwnError } from '../deployed/own-error.ts';
import type { Alert, BareAlert, LastWord } from './alert.ts';
import type { Disposition } from './disposition.ts';

/** Port: the present, in ms. */
export interface Clock {
  now(): number;
}

/** Port: the channels. A rejected promise means that nothing is certain to have arrived. */
export interface Notifier {
  /** `turn`: the alert's turn in Slack (ms), if an earlier attempt was put off until then. Fails with PutOffError, too. */
  alert(alert: Alert, turn?: number | null): Promise<void>;
  bare(alert: BareAlert): Promise<void>;
  lastWord(word: LastWord): Promise<void>;
}

/** No channel took an alert; nothing is recorded, so that the event comes back. */
export class DeliveryError extends OwnError {
  constructor(eventID: string, cause: unknown) {
    super(`the alert of event ${eventID} was not delivered`, { cause });
    this.name = 'DeliveryError';
  }
}

/** An alert has to wait for its turn in Slack, which begins at `turn` (ms) and is kept for it. Nobody was told. */
export class PutOffError extends OwnError {
  readonly turn: number;

  constructor(turn: number) {
    super('the alert waits for its turn in Slack');
    this.name = 'PutOffError';
    this.turn = turn;
  }
}

/** The ledger did not answer, or could not keep what it was given; nothing is certain, so the event comes back. */
export class LedgerError extends OwnError {
  constructor(what: string, cause: unknown) {
    super(`the ledger could not ${what}`, { cause });
    this.name = 'LedgerError';
  }
}

/**
 * What a claim found: `new` (nobody has it), `expired` (someone had it and did not finish: may be told already), `held`
 * (someone has it now, or it is put off until later), `delivered` (done), or a turn: it was put off, and nobody was told.
 */
export type Claim = 'new' | 'expired' | 'held' | 'delivered' | Turn;

/** When the alert of an event that was put off has its turn in Slack, ms. */
export interface Turn {
  readonly turn: number;
}

/** An event as a member of its kind. Events of different severity are different kinds, and are never folded together. */
export interface GroupMember {
  readonly eventID: string;
  readonly detection: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly title: string;
  /** ms */
  readonly at: number;
  /** How long a kind is counted from its first event, ms. */
  readonly window: number;
  /** Whether the window's end is worth a last word. */
  readonly lastWord: boolean;
  /** Kinds of one detection and severity that may be open at once before further ones are folded into one. */
  readonly openKinds: number;
}

/** How many of its kind there are with this one, and whether the kind was folded with others. */
export interface GroupCount {
  readonly count: number;
  readonly folded: boolean;
}

/** Port: claims, groups, and what detections remember. A cache: truth is the log. Fails with LedgerError alone. */
export interface Ledger extends Memory {
  /** Claims an event for `lease` ms from `now`. */
  claim(eventID: string, now: number, lease: number): Promise<Claim>;
  /**
   * Gives back a claim that holds until `held` (ms): nobody was told, the event has its turn, and may be claimed from `from` on. Does
   * nothing where somebody else has the claim by now.
   */
  putOff(eventID: string, held: number, until: Turn & { readonly from: number }): Promise<void>;
  /** Closes a claim for good. */
  record(eventID: string, disposition: Disposition): Promise<void>;
  /** Counts an event in. Until it is recorded, joining again gives the same answer: its alert may not have arrived. */
  join(member: GroupMember): Promise<GroupCount>;
  /**
   * Ends every window that is over at `at` (ms). For those with events that nobody was told of, `tell` has the last word, in
   * order of time; a window whose last word was not told is not ended, and nor are those after it. A word that was begun before
   * and not known to have been told says that it may be a repeat.
   */
  close(at: number, tell: (word: LastWord) => Promise<void>): Promise<void>;
}
