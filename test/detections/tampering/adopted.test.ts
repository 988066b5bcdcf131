import { describe, expect, it } from 'vitest';
import type { Config } from '../../../config/schema.ts';
import { parseConfig } from '../../../config/parse.ts';
import auditTampering from '../../../detections/audit-tampering.ts';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { compilePattern } from '../../../detections/pattern/matcher.ts';
import { narrowing } from '../../../detections/tampering/trail.ts';
import { account, apiCall, iamUser, region, type Fields } from '../event-builders.ts';

const centralKey = `arn:aws:kms:${region}:999988887777:key/mrk-0a1b0000000000000000000000000000`;
const adopting = configOf({
  trail: {
    arn: `arn:aws:cloudtrail:${region}:999988887777:trail/organization`,
    bucket: 'central-audit-logs',
    prefix: 'security/audit',
    organizationId: 'o-a1b2c3d4e5',
    key: centralKey,
  },
});

function configOf(fields: Fields): Config {
  return parseConfig(
    { account, regions: [region], breakGlass: {}, ...fields },
    { source: 'x', detections: [], now: 0 },
  );
}

function admits(config: Config, service: string, name: string, asked: Fields): boolean {
  const event = apiCall(service, name, iamUser('mallory'), { asked });
  return auditTampering.patterns(config).some((pattern) => compilePattern(pattern)({ detail: event }));
}

function narrowed(config: Config, name: string, asked: Fields): string | null {
  return narrowing(parseEvent(apiCall('cloudtrail', name, iamUser('mallory'), { asked })), config);
}

describe('what is adopted is watched like our own:', () => {
  it.each([
    ['the bucket', 's3', 'PutBucketPolicy', { bucketName: 'central-audit-logs' }],
    [
      'our other buckets',
      's3',
      'PutBucketPolicy',
      { bucketName: `glasswatch-evidence-${account}-${region}` },
    ],
    ['the key', 'kms', 'DisableKey', { keyId: centralKey }],
    ['the key by its id', 'kms', 'ScheduleKeyDeletion', { keyId: 'mrk-0a1b0000000000000000000000000000' }],
  ])('%s', (_what, service, name, asked) => {
    expect(admits(adopting, service, name, asked)).toBe(true);
  });

  it.each([
    ['a bucket whose name begins alike', 's3', 'PutBucketPolicy', { bucketName: 'central-audit-logs-2' }],
    ['another key', 'kms', 'DisableKey', { keyId: 'mrk-0a1c0000000000000000000000000000' }],
  ])('but not %s', (_what, service, name, asked) => {
    expect(admits(adopting, service, name, asked)).toBe(false);
  });

  it('only where it is adopted', () => {
    expect(admits(configOf({}), 's3', 'PutBucketPolicy', { bucketName: 'central-audit-logs' })).toBe(false);
    expect(admits(configOf({}), 'kms', 'DisableKey', { keyId: centralKey })).toBe(false);
  });
});

describe('a change of an adopted trail', () => {
  it.each([
    ['bucket', { s3BucketName: 'central-audit-logs' }],
    ['prefix', { s3KeyPrefix: 'security/audit' }],
    ['key', { kmsKeyId: centralKey }],
  ])('that keeps its %s leaves it as wide as it was', (_what, asked) => {
    expect(narrowed(adopting, 'UpdateTrail', { name: 'organization', ...asked })).toBeNull();
    expect(narrowed(configOf({}), 'UpdateTrail', { name: 'organization', ...asked })).not.toBeNull();
  });
});

describe("leaving the keys' events out of a trail", () => {
  const basic = {
    eventSelectors: [{ readWriteType: 'All', excludeManagementEventSources: ['kms.amazonaws.com'] }],
  };
  const advanced = {
    advancedEventSelectors: [
      {
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Management'] },
          { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
        ],
      },
    ],
  };

  it.each([
    ['basic', basic],
    ['advanced', advanced],
  ])('narrows it, unless the config says that they are left out (%s selectors)', (_what, asked) => {
    expect(narrowed(configOf({}), 'PutEventSelectors', asked)).not.toBeNull();
    expect(narrowed(configOf({ kmsEvents: 'exclude' }), 'PutEventSelectors', asked)).toBeNull();
  });
});
