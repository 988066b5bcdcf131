import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { CheckupPorts, TrailState } from '../ports.ts';
import { perRegion } from './clients.ts';
import { looking, lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new CloudTrailClient(options));
const missing = ['TrailNotFoundException', 'InvalidTrailNameException', 'CloudTrailARNInvalidException'];

/** Trails and the event history, from CloudTrail. */
export const cloudTrail: Pick<CheckupPorts, 'trails' | 'events'> = {
  trails: { trail },
  events: { any },
};

async function trail(arn: string): Promise<TrailState | null> {
  const [, , , region = ''] = arn.split(':');
  const client = clientOf(region);
  const described = await lookingFor({ action: 'cloudtrail:DescribeTrails', region }, missing, () =>
    client.send(new DescribeTrailsCommand({ trailNameList: [arn], includeShadowTrails: true })),
  );
  const found = described?.trailList?.[0];
  if (found === undefined) return null;
  const status = await looking({ action: 'cloudtrail:GetTrailStatus', region }, () =>
    client.send(new GetTrailStatusCommand({ Name: arn })),
  );
  const selected = await looking({ action: 'cloudtrail:GetEventSelectors', region }, () =>
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  );
  const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = selected;
  return {
    arn,
    homeRegion: found.HomeRegion ?? region,
    multiRegion: found.IsMultiRegionTrail ?? false,
    globalServiceEvents: found.IncludeGlobalServiceEvents ?? false,
    fileValidation: found.LogFileValidationEnabled ?? false,
    organization: found.IsOrganizationTrail ?? false,
    bucket: found.S3BucketName ?? '',
    prefix: (found.S3KeyPrefix ?? '').replace(/^\/+|\/+$/g, ''),
    logging: status.IsLogging ?? false,
    loggingSince: status.StartLoggingTime?.getTime() ?? null,
    deliveryError: status.LatestDeliveryError ?? status.LatestDigestDeliveryError ?? null,
    selectors: [...basic, ...advanced].map(asRecorded),
  };
}

async function any(region: string, resource: string): Promise<boolean> {
  const { Events = [] } = await looking({ action: 'cloudtrail:LookupEvents', region }, () =>
    clientOf(region).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: resource }],
        MaxResults: 1,
      }),
    ),
  );
  return Events.length > 0;
}

/** Keys as CloudTrail records them, lower case first. */
function asRecorded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asRecorded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      asRecorded(inner),
    ]),
  );
}
