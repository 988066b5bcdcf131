import { z } from 'zod';
import { channelsEnvironment } from '../channels/environment.ts';

const wholeNumber = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, `expected ${what} as a whole number`)
    .transform(Number);

/** The environment of the alert function, for its construct and its entry alike. */
export const alertEnvironment = z.object({
  ...channelsEnvironment,
  /** The ledger: partition key `pk`, sort key `sk`, TTL attribute `expires`. */
  TABLE_NAME: z.string().min(3),
  /** The queue that feeds the function: what has to wait is hidden there until its turn. */
  QUEUE_URL: z.url('expected the URL of an SQS queue'),
  /** Gets a letter, without the event's content, for each event that could not be decided or told. */
  DEAD_LETTER_QUEUE_URL: z.url('expected the URL of an SQS queue'),
  /** The function's own timeout, s. */
  FUNCTION_TIMEOUT: wholeNumber('seconds'),
  /**
   * After so many receives of a message the function itself gives it up, by a letter. The queue's own maxReceiveCount must
   * be greater: what SQS moves is the whole event, session token and all.
   */
  MAX_RECEIVES: wholeNumber('receives'),
});

/** What a construct sets. */
export type AlertEnvironment = z.input<typeof alertEnvironment>;
