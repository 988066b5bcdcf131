/**
 * The metrics that handlers write and alarms watch: one spelling for both. Their namespace is the config's `name`, their
 * dimension `service`.
 */
export const metrics = {
  /** 1 where every Region's canary came through by the event path and into the log, else 0; by the checkup, daily. */
  canarySeen: 'CanarySeen',
  /** Findings of the checkup that something is wrong. */
  checkupWrong: 'CheckupWrong',
  /** Exposures whose deadline has passed without proof; by the deadline function, at each run. */
  overdue: 'ExposuresOverdue',
  /** A question to the log that failed. */
  logQueryFailed: 'LogQueryFailed',
} as const;

/** The `service` of both alert functions, and what they count of their messages. */
export const alertService = 'alert';
export const alertMetrics = {
  received: 'received',
  /** Gone back to the queue, to be tried again. */
  returned: 'returned',
  /** Ends; received is the sum of these and of what was returned. */
  dispositions: [
    'alerted',
    'grouped',
    'suppressed',
    'duplicate',
    'canary',
    'shadowed',
    'unmatched',
    'dead-lettered',
  ],
} as const;
