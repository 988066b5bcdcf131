import { consoleDomains } from '../../config/arn.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { partitionOf } from '../../detections/event/identity.ts';
import type { Links } from './alert.ts';

/** Where the runbook is, from the project's root. */
const ownRunbook = 'docs/runbook.md';

/**
 * Links of an alert. The console shows the event to whoever is signed in to the event's account.
 * @param runbook address of the runbook that people can open; absent: told as a path of the project
 */
export function linksOf(event: CloudTrailEvent, detection: string, runbook?: string): Links {
  return { event: consoleLink(event), runbook: runbookSection(detection, runbook) };
}

/** A section of the runbook, as an address or as a path of the project. */
export function runbookSection(section: string, runbook: string = ownRunbook): string {
  return `${runbook}#${section}`;
}

function consoleLink(event: CloudTrailEvent): string | null {
  const { awsRegion, eventID } = event;
  const domain = consoleDomains[partitionOf(event)];
  if (awsRegion === null || domain === undefined || !/^[a-z0-9-]+$/.test(awsRegion)) return null;
  return `https://${awsRegion}.${domain}/cloudtrailv2/home?region=${awsRegion}#/events/${encodeURIComponent(eventID)}`;
}
