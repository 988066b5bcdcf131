import type { Check } from '../check.ts';
import { breakGlassKnown } from './break-glass-known.ts';
import { busRules } from './bus-rules.ts';
import { canaryEvents } from './canary-events.ts';
import { canaryInLog } from './canary-log.ts';
import { deadLetterQueues } from './dead-letter-queues.ts';
import { digests } from './digests.ts';
import { functions } from './functions.ts';
import { gateRules } from './gate-rules.ts';
import { logDays } from './log-days.ts';
import { logFiles } from './log-files.ts';
import { logTable } from './log-table.ts';
import { schedules } from './schedules.ts';
import { subscriptions } from './subscriptions.ts';
import { trail } from './trail.ts';
import { webhook } from './webhook.ts';

/** Every check, in the order in which events pass what they look at. */
export const checks: readonly Check[] = [
  trail,
  gateRules,
  busRules,
  functions,
  deadLetterQueues,
  schedules,
  subscriptions,
  webhook,
  canaryEvents,
  logFiles,
  logTable,
  logDays,
  canaryInLog,
  digests,
  breakGlassKnown,
];
