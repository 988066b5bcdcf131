import { describe, expect, it } from 'vitest';
import { deploymentWarnings } from '../../config/deployment.ts';
import { ConfigError, parseConfig, parseDeploymentConfig, type WrongKey } from '../../config/parse.ts';

type Fields = Record<string, unknown>;
const trailArn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit';
const parsing = { source: 'cdk.json', detections: [], now: 0 };
const deployable = {
  account: '111122223333',
  regions: ['eu-central-1', 'us-east-1'],
  breakGlass: { roles: ['arn:aws:iam::111122223333:role/BREAK-GLASS-*'] },
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
};

function wrong(value: unknown): readonly WrongKey[] {
  try {
    parseDeploymentConfig(value, parsing);
  } catch (error) {
    if (error instanceof ConfigError) return error.wrong;
    throw error;
  }
  return [];
}
const wrongKeys = (fields: Fields) => wrong({ ...deployable, ...fields }).map(({ key }) => key);

describe('deploying', () => {
  it('demands account, Regions and a channel, which a laptop does not need', () => {
    expect(() => parseConfig({ breakGlass: {} }, parsing)).not.toThrow();
    expect(wrong({ breakGlass: {} }).map(({ key }) => key)).toEqual(['account', 'regions', 'slack']);
  });

  it('names in one go what is wrong and what is lacking', () => {
    const keys = wrong({
      breakGlass: {},
      regions: ['mars-1a'],
      email: ['nobody'],
      retentionDays: 1,
      emial: [],
    });
    expect(keys.map(({ key }) => key).sort()).toEqual([
      'account',
      'email[0]',
      'emial',
      'regions[0]',
      'retentionDays',
    ]);
  });

  it.each([
    ['a webhook in a secret', deployable.slack, undefined, undefined],
    ['a webhook in a parameter', { webhookParameter: '/glasswatch/webhook' }, undefined, undefined],
    ['e-mail', undefined, ['soc@example.com'], undefined],
    ['a topic', undefined, undefined, 'arn:aws:sns:eu-central-1:111122223333:on-call'],
  ])('takes %s for a channel', (_what, slack, email, topic) => {
    expect(wrong(JSON.parse(JSON.stringify({ ...deployable, slack, email, topic })))).toEqual([]);
  });

  it.each<[string, Fields, string]>([
    ['two places of the webhook', { slack: { webhookSecret: 'a', webhookParameter: '/b' } }, 'slack'],
    ['no place of the webhook', { slack: {} }, 'slack'],
    [
      "the webhook's URL itself",
      { slack: { webhookSecret: 'https://hooks.slack.com/services/T0/B0/x' } },
      'slack.webhookSecret',
    ],
    [
      'a webhook in another Region',
      { slack: { webhookSecret: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:hook-AbC123' } },
      'slack.webhookSecret',
    ],
    ['a topic in another Region', { topic: 'arn:aws:sns:us-east-1:111122223333:on-call' }, 'topic'],
    ['Regions of two partitions', { regions: ['eu-central-1', 'cn-north-1'] }, 'regions[1]'],
    ['a Region twice', { regions: ['eu-central-1', 'eu-central-1'] }, 'regions'],
    ['an existing key without its ARN', { key: { create: false } }, 'key.arn'],
    ['an alias for a key', { key: { create: false, arn: 'alias/audit' } }, 'key.arn'],
    [
      'a key in another Region',
      {
        key: {
          create: false,
          arn: 'arn:aws:kms:us-east-1:111122223333:key/0a1b0000-0000-4000-8000-000000000000',
        },
      },
      'key.arn',
    ],
    ['an adopted trail without its bucket', { trail: { arn: trailArn } }, 'trail.bucket'],
    [
      'a prefix with slashes',
      { trail: { arn: trailArn, bucket: 'logs', prefix: '/audit/' } },
      'trail.prefix',
    ],
    [
      'a lock that outlives what it locks',
      { retentionDays: 30, objectLock: { mode: 'governance', days: 31 } },
      'objectLock.days',
    ],
    ['a time zone that is none', { reportAt: { timeZone: 'Mars/Olympus' } }, 'reportAt.timeZone'],
    ['an hour that is none', { reportAt: { time: '24:00' } }, 'reportAt.time'],
    [
      'a break-glass role that nobody watches',
      { breakGlassRole: roleNamed('EMERGENCY') },
      'breakGlassRole.name',
    ],
  ])('refuses %s', (_what, fields, key) => {
    expect(wrongKeys(fields)).toEqual([key]);
  });

  it('takes a break-glass role that the config watches', () => {
    expect(wrongKeys({ breakGlassRole: roleNamed('BREAK-GLASS-ADMIN') })).toEqual([]);
  });

  it('warns where an alert or alarm has one way only, or none', () => {
    const warnings = (fields: Fields) =>
      deploymentWarnings(parseConfig({ ...deployable, ...fields }, parsing)).map((one) => one.split(':')[0]);
    expect(warnings({})).toEqual(['email is empty', 'email is empty']);
    expect(warnings({ email: ['soc@example.com'] })).toEqual([]);
    expect(warnings({ email: ['soc@example.com'], slack: undefined })).toEqual(['slack is absent']);
    expect(warnings({ email: ['soc@example.com'], key: { create: true } })).toEqual(['key.arn is absent']);
  });
});

function roleNamed(name: string): Fields {
  return {
    name,
    trustedPrincipals: ['arn:aws:iam::111122223333:role/on-call'],
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  };
}
