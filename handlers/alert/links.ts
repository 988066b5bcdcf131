import { consoleDomains } from '../../config/arn.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { partitionOf } from '../../detections/event/identity.ts';
import type { Links } from './alert.ts';

/** Links of an alert. The console shows the event to whoever is signed in to the event's account. */
export function linksOf(event: CloudTrailEvent, detection: string): Links {
  return { event: consoleLink(event), runbook: `docs/runbook.md#${detection}` };
}

function consoleLink(event: CloudTrailEvent): string | null {
  const { awsRegion, eventID } = event;
  const domain = consoleDomains[partitionOf(event)];
  if (awsRegion === null || domain === undefined || !/^[a-z0-9-]+$/.test(awsRegion)) return null;
  return `https://${awsRegion}.${domain}/cloudtrailv2/home?region=${awsRegion}#/events/${encodeURIComponent(eventID)}`;
}
