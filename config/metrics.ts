/** The metrics that handlers write and alarms watch: one spelling for both. Namespace of all: */
export const metricNamespace = 'Glasswatch';

export const metrics = {
  /** An alert that no channel took, each attempt. */
  deliveryFailed: 'DeliveryFailed',
  /** Records that went in less records that came out by the dispositions, per invocation; 0 when all is well. */
  dispositionDrift: 'DispositionDrift',
  /** Both calls of a Region's canary were seen on the event path, and its records in the log. */
  canarySeen: 'CanarySeen',
  /** Findings of the checkup that something is wrong. */
  checkupWrong: 'CheckupWrong',
  /** Exposures whose deadline has passed without proof. */
  overdue: 'ExposuresOverdue',
  /** A question to the log that failed. */
  logQueryFailed: 'LogQueryFailed',
} as const;
