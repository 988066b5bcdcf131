import type { Alert } from '../alert.ts';
import { harmlessJson } from './harmless.ts';

/**
 * An alert for machines (PagerDuty, Teams, a SIEM): versioned JSON, every field of the alert. `deduplicationKey` is the
 * event's id: a repeated delivery is the same alert.
 */
export function machineAlert(alert: Alert): string {
  return harmlessJson({ type: 'glasswatch.alert', ...alert, deduplicationKey: alert.eventID });
}
