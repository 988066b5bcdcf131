import { parseEvent, type CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';

/** A parsed record, as small as one can be. */
export function parsed(more: Record<string, unknown> = {}): CloudTrailEvent {
  return parseEvent({
    eventID: 'e1',
    eventTime: '2026-11-20T09:00:00Z',
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    awsRegion: 'eu-central-1',
    recipientAccountId: '111122223333',
    ...more,
  });
}
