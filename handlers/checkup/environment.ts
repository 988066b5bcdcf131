import { z } from 'zod';
import { channelsEnvironment } from '../channels/environment.ts';

/** What the checkup function is started for, as its schedules' input `{ "task": … }`. */
export const checkupTasks = ['send-canary', 'checkup'] as const;
export type CheckupTask = (typeof checkupTasks)[number];

/**
 * Minutes after `send-canary` at which `checkup` is to run: the log path has 60 to hold the canary, and the log is asked
 * while it is one day's.
 */
export const checkupAfterMinutes = 65;

export const checkupEvent = z.object({ task: z.enum(checkupTasks) });

/** The environment of the checkup function, for its construct and its entry alike. */
export const checkupEnvironment = z.object({
  ...channelsEnvironment,
  /** The ledger: partition key `pk`, sort key `sk`, TTL attribute `expires`. */
  TABLE_NAME: z.string().min(3),
});

/** What a construct sets. */
export type CheckupEnvironment = z.input<typeof checkupEnvironment>;
