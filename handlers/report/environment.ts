import { z } from 'zod';
import { channelsEnvironment } from '../channels/environment.ts';

/** The environment of the report function, for its construct and its entry alike. */
export const reportEnvironment = z.object({
  ...channelsEnvironment,
  /** The ledger: partition key `pk`, sort key `sk`, TTL attribute `expires`. */
  TABLE_NAME: z.string().min(3),
  /** Athena workgroup and Glue database of the log. */
  WORKGROUP: z.string().min(1),
  DATABASE: z.string().min(1),
  /** Bucket that pages and tables go to. */
  REPORT_BUCKET: z.string().min(3),
});

/** What a construct sets. */
export type ReportEnvironment = z.input<typeof reportEnvironment>;
