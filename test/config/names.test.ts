import { describe, expect, it } from 'vitest';

import { nameOfPrincipal, parseArn, partitionOfRegion } from '../../config/arn.ts';
import { canaryRoleArn, ownNames } from '../../config/names.ts';
import { parseConfig } from '../../config/parse.ts';
import { bySeverity, type Severity } from '../../config/severity.ts';

function namesOf(fields: Record<string, unknown>) {
  const config = parseConfig({ breakGlass: {}, ...fields }, { source: 'x', detections: [], now: 0 });
  return { own: ownNames(config), canary: canaryRoleArn(config) };
}

describe('the names of what is deployed', () => {
  it('follow from name, account and the first Region', () => {
    expect(namesOf({ account: '111122223333', regions: ['eu-central-1', 'eu-west-1'] }).own).toEqual({
      partition: 'aws',
      account: '111122223333',
      homeRegion: 'eu-central-1',
      watchedRegions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
      prefix: 'glasswatch-',
      stacks: { auditLog: 'glasswatch-audit-log', watch: 'glasswatch-watch' },
      gateStacks: [
        { region: 'eu-central-1', name: 'glasswatch-gate-eu-central-1' },
        { region: 'eu-west-1', name: 'glasswatch-gate-eu-west-1' },
        { region: 'us-east-1', name: 'glasswatch-gate-us-east-1' },
      ],
      logBucket: 'glasswatch-log-111122223333-eu-central-1',
      logPrefix: '',
      trail: 'glasswatch-trail',
      trailArn: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/glasswatch-trail',
      keys: [],
      evidenceBucket: 'glasswatch-evidence-111122223333-eu-central-1',
      reportBucket: 'glasswatch-report-111122223333-eu-central-1',
      answerBucket: 'glasswatch-answer-111122223333-eu-central-1',
      accessBucket: 'glasswatch-access-111122223333-eu-central-1',
      database: 'glasswatch_log',
      workgroup: 'glasswatch-log',
      ledger: 'glasswatch-ledger',
      bus: 'glasswatch-bus',
      busArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/glasswatch-bus',
      alertTopicArn: 'arn:aws:sns:eu-central-1:111122223333:glasswatch-alerts',
      tamperTopic: 'glasswatch-tampering',
      queues: {
        alert: 'glasswatch-alert',
        critical: 'glasswatch-critical',
        alertDeadLetters: 'glasswatch-alert-dead-letters',
        criticalDeadLetters: 'glasswatch-critical-dead-letters',
      },
      undelivered: 'glasswatch-undelivered',
      gateUndelivered: 'glasswatch-gate-undelivered',
      functions: {
        alert: 'glasswatch-alert',
        critical: 'glasswatch-critical',
        deadline: 'glasswatch-deadline',
        report: 'glasswatch-report',
        checkup: 'glasswatch-checkup',
      },
      scheduleGroup: 'glasswatch-schedules',
      schedules: {
        deadline: 'glasswatch-deadline',
        report: 'glasswatch-report',
        canary: 'glasswatch-canary',
        checkup: 'glasswatch-checkup',
      },
      gateRole: 'arn:aws:iam::111122223333:role/glasswatch-gate',
      webhookSecret: 'glasswatch-slack-webhook',
      webhookParameter: null,
      canaryRole: 'arn:aws:iam::111122223333:role/glasswatch-canary',
      canarySecret: 'glasswatch-canary',
      checkupRole: 'arn:aws:iam::111122223333:role/glasswatch-checkup',
      alertRole: 'arn:aws:iam::111122223333:role/glasswatch-alert',
      functionRoles: [
        'arn:aws:iam::111122223333:role/glasswatch-alert',
        'arn:aws:iam::111122223333:role/glasswatch-deadline',
        'arn:aws:iam::111122223333:role/glasswatch-report',
        'arn:aws:iam::111122223333:role/glasswatch-checkup',
      ],
    });
  });

  it('are, of what is adopted, those that it has', () => {
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b0000-0000-4000-8000-000000000000';
    const { own } = namesOf({
      account: '111122223333',
      regions: ['eu-central-1'],
      trail: {
        arn: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/organization',
        bucket: 'central-logs',
        prefix: 'audit',
        key: 'arn:aws:kms:eu-west-1:444455556666:key/2c3d0000-0000-4000-8000-000000000000',
      },
      key: { create: true, arn: key },
      topic: 'arn:aws:sns:eu-central-1:111122223333:on-call',
      slack: {
        webhookSecret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:chat/slack-hook-AbC123',
      },
    });
    expect(own).toMatchObject({
      logBucket: 'central-logs',
      logPrefix: 'audit',
      trail: 'organization',
      trailArn: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/organization',
      keys: [key, 'arn:aws:kms:eu-west-1:444455556666:key/2c3d0000-0000-4000-8000-000000000000'],
      alertTopicArn: 'arn:aws:sns:eu-central-1:111122223333:on-call',
      webhookSecret: 'chat/slack-hook',
    });
  });

  it.each([
    ['us-east-1', ['us-east-1']],
    ['eu-west-1', ['eu-west-1', 'us-east-1']],
    ['cn-northwest-1', ['cn-northwest-1', 'cn-north-1']],
    ['us-gov-east-1', ['us-gov-east-1', 'us-gov-west-1']],
  ])('hold the Region that global services log in: from %s', (home, watched) => {
    expect(namesOf({ account: '111122223333', regions: [home] }).own?.watchedRegions).toEqual(watched);
  });

  it('keep two deployments in one account apart, and suit Glue, which knows no hyphen', () => {
    const { own } = namesOf({ name: 'my-second-one', account: '111122223333', regions: ['eu-central-1'] });
    expect(own?.database).toBe('my_second_one_log');
    expect(own?.logBucket).toBe('my-second-one-log-111122223333-eu-central-1');
    expect(own?.canaryRole).toBe('arn:aws:iam::111122223333:role/my-second-one-canary');
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('are of the partition of %s', (region, partition) => {
    const { own, canary } = namesOf({ account: '111122223333', regions: [region] });
    expect(own?.partition).toBe(partition);
    expect(canary).toBe(`arn:${partition}:iam::111122223333:role/glasswatch-canary`);
  });

  it('stay short enough for a bucket, however long name and Region are', () => {
    const { own } = namesOf({
      name: 'a1234567890123456789',
      account: '111122223333',
      regions: ['ap-southeast-4'],
    });
    for (const bucket of [own?.logBucket, own?.evidenceBucket, own?.reportBucket, own?.answerBucket])
      expect(bucket?.length).toBeLessThanOrEqual(63);
  });

  it('are none without an account: a laptop needs none', () => {
    expect(namesOf({})).toEqual({ own: null, canary: null });
  });
});

describe('an ARN', () => {
  it('is taken apart, colons in the resource kept', () => {
    expect(parseArn('arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf:user::')).toEqual({
      partition: 'aws',
      service: 'secretsmanager',
      region: 'eu-central-1',
      account: '111122223333',
      resource: 'secret:db-AbCdEf:user::',
    });
    expect(parseArn('arn:aws:s3:::bucket/key')).toMatchObject({
      region: '',
      account: '',
      resource: 'bucket/key',
    });
  });

  it.each([
    '',
    'db',
    'arn',
    'arn:aws:iam::111122223333',
    'urn:aws:iam::111122223333:user/x',
    'arn::iam::1:x',
  ])('is none in %j', (text) => {
    expect(parseArn(text)).toBeNull();
  });

  it('of a role names it without its path', () => {
    expect(nameOfPrincipal('arn:aws:iam::111122223333:role/team/one/ADMIN')).toBe('ADMIN');
    expect(nameOfPrincipal('arn:aws:iam::111122223333:user/alice')).toBe('alice');
  });
});

describe('a Region', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['us-east-1', 'aws'],
    [null, 'aws'],
  ])('%s lies in partition %s', (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition);
  });
});

it('sorts severities worst first', () => {
  const mixed: Severity[] = ['low', 'critical', 'medium', 'high', 'critical'];
  expect(mixed.sort(bySeverity)).toEqual(['critical', 'critical', 'high', 'medium', 'low']);
});
