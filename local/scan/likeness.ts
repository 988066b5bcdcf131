/**
 * What a record has in common with others: records of the same number are the same JSON text, but for the values of
 * eventID, eventTime, requestID and sharedEventID. What holds of one, for all that does not ask for these, holds of all.
 */
export interface Likeness {
  /** Given to one likeness only, as long as its scanner lives. */
  readonly number: number;
  /** ms */
  readonly eventTime: number;
  /** UTF-8 without escapes, never empty. */
  readonly eventID: Uint8Array;
  /** Whether the record has a sharedEventID. */
  readonly isShared: boolean;
}
