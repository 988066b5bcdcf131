import { describe, expect, it } from 'vitest';
import { configs } from './configs.ts';
import { ofType, resolved, templateNamed, templatesOf, type Fields, type Template } from './deployed.ts';
import { policyOn } from './policies.ts';

const small = templateNamed(templatesOf(configs.small), '-audit-log');
const full = templateNamed(templatesOf(configs.full), '-audit-log');
const adopting = templateNamed(templatesOf(configs.adopting), '-audit-log');
const account = '111122223333';
const trailArn = `arn:aws:cloudtrail:eu-central-1:${account}:trail/glasswatch-trail`;

function only(template: Template, type: string): Fields {
  const found = ofType(template, type);
  expect(found, type).toHaveLength(1);
  return found[0]?.Properties ?? {};
}

function bucketNamed(template: Template, what: string) {
  const found = ofType(template, 'AWS::S3::Bucket').find(({ Properties }) => Properties.BucketName === what);
  if (found === undefined) throw new Error(`no bucket ${what}`);
  return found;
}
const bucketOf = (template: Template, what: string) =>
  bucketNamed(template, `glasswatch-${what}-${account}-eu-central-1`);

describe('what holds data', () => {
  // CloudFormation replaces a resource whose logical id changes: a renamed construct would leave the old data behind.
  it('keeps the logical ids that it had when it was first deployed', () => {
    const stateful = [small, full].flatMap(({ resources }) =>
      resources
        .filter(({ Type }) => /^AWS::(S3::Bucket|DynamoDB::Table|KMS::Key|CloudTrail::Trail)$/.test(Type))
        .map(({ id, Type }) => `${id} ${Type}`),
    );
    expect([...new Set(stateful)].sort()).toEqual([
      'AccessLogBucketE546A1FA AWS::S3::Bucket',
      'AnswerBucketE16737B3 AWS::S3::Bucket',
      'EvidenceBucketDA17E118 AWS::S3::Bucket',
      'LedgerTable9343E4AA AWS::DynamoDB::Table',
      'LogBucket7273C8DB AWS::S3::Bucket',
      'LogKey15608DC4 AWS::KMS::Key',
      'ReportBucket6B54E113 AWS::S3::Bucket',
      'Trail8987F129 AWS::CloudTrail::Trail',
    ]);
  });

  it('stays when its stack is deleted or the resource replaced', () => {
    const kept = full.resources.filter(({ Type }) =>
      /^AWS::(S3::Bucket|DynamoDB::Table|KMS::Key|CloudTrail::Trail)$/.test(Type),
    );
    expect(kept).toHaveLength(8);
    for (const { id, DeletionPolicy, UpdateReplacePolicy } of kept) {
      expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
    }
  });

  it('is all in this stack: the others hold none', () => {
    const others = templatesOf(configs.full).filter(({ stack }) => !stack.endsWith('-audit-log'));
    const types = others.flatMap(({ resources }) => resources.map(({ Type }) => Type));
    expect(types.filter((type) => /S3::Bucket$|DynamoDB|KMS|CloudTrail/.test(type))).toEqual([]);
  });
});

describe('the trail', () => {
  it('records every management event of every Region, reads of secrets among them, validated', () => {
    expect(only(small, 'AWS::CloudTrail::Trail')).toEqual({
      TrailName: 'glasswatch-trail',
      S3BucketName: { Ref: bucketOf(small, 'log').id },
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      AdvancedEventSelectors: [
        {
          Name: 'All management events',
          FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
        },
      ],
    });
  });

  it("leaves the keys' events out and takes refusals of VPC endpoints in, where the config says so", () => {
    expect(only(full, 'AWS::CloudTrail::Trail').AdvancedEventSelectors).toEqual([
      {
        Name: 'All management events but those of keys',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
        ],
      },
      {
        Name: 'Calls to Secrets Manager refused by a VPC endpoint',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['NetworkActivity'] },
          { Field: 'eventSource', Equals: ['secretsmanager.amazonaws.com'] },
          { Field: 'errorCode', Equals: ['VpceAccessDenied'] },
        ],
      },
    ]);
  });

  it('alone may write to its bucket, under the path of its account', () => {
    const bucket = bucketOf(small, 'log');
    const trails = policyOn(small, bucket).filter(({ principals }) =>
      principals.includes('cloudtrail.amazonaws.com'),
    );
    expect(trails).toMatchObject([
      { actions: ['s3:GetBucketAcl'], conditions: { StringEquals: { 'aws:SourceArn': trailArn } } },
      {
        actions: ['s3:PutObject'],
        resources: [`ref:${bucket.id}/AWSLogs/${account}/*`],
        conditions: {
          StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ]);
  });

  it('is not made where one is adopted, nor its bucket', () => {
    expect(ofType(adopting, 'AWS::CloudTrail::Trail')).toEqual([]);
    const names = ofType(adopting, 'AWS::S3::Bucket').map(
      ({ Properties }) => String(Properties.BucketName).split('-')[1],
    );
    expect(names.sort()).toEqual(['access', 'answer', 'evidence', 'report']);
  });
});

describe('log and evidence', () => {
  it('go to a class that Athena reads after 90 days, and end after seven years', () => {
    const [rule] = (bucketOf(small, 'log').Properties.LifecycleConfiguration as { Rules: Fields[] }).Rules;
    expect(rule).toMatchObject({
      ExpirationInDays: 2555,
      NoncurrentVersionExpiration: { NoncurrentDays: 2555 },
      Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
      Status: 'Enabled',
    });
  });

  it('are versioned and private', () => {
    for (const what of ['log', 'evidence', 'report']) {
      expect(bucketOf(small, what).Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    }
  });

  it('are locked where the config says so; answers never are', () => {
    const lock = { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } };
    for (const what of ['log', 'evidence'])
      expect(bucketOf(full, what).Properties.ObjectLockConfiguration).toMatchObject(lock);
    expect(bucketOf(full, 'answer').Properties.ObjectLockConfiguration).toBeUndefined();
    expect(bucketOf(small, 'evidence').Properties.ObjectLockConfiguration).toBeUndefined();
  });

  it('are encrypted with a customer key where the config says so, the ledger and access logs never', () => {
    const encryption = (template: Template, what: string) =>
      JSON.stringify(resolved(bucketOf(template, what).Properties.BucketEncryption));
    for (const what of ['log', 'evidence', 'report', 'answer']) {
      expect(encryption(full, what)).toContain('ref:LogKey');
      expect(encryption(small, what)).toContain('AES256');
    }
    expect(encryption(full, 'access')).toContain('AES256');
    expect(only(full, 'AWS::DynamoDB::Table').SSESpecification).toEqual({ SSEEnabled: false });
    expect(only(full, 'AWS::KMS::Key').EnableKeyRotation).toBe(true);
    expect(Object.keys(full.outputs)).toContain('LogKeyArn');
  });
});

describe('asking the log', () => {
  it('happens in a workgroup that nobody can talk out of encryption and limit', () => {
    expect(resolved(only(full, 'AWS::Athena::WorkGroup'))).toMatchObject({
      Name: 'glasswatch-log',
      State: 'ENABLED',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100_000_000_000,
        ResultConfiguration: {
          ExpectedBucketOwner: account,
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' },
        },
      },
    });
    expect(JSON.stringify(only(small, 'AWS::Athena::WorkGroup'))).toContain('SSE_S3');
  });

  it('reads the table where the trail writes: ours, or the adopted one of an organization', () => {
    const table = (template: Template) => only(template, 'AWS::Glue::Table').TableInput as Fields;
    expect(table(small)).toMatchObject({
      Name: 'cloudtrail_logs',
      StorageDescriptor: {
        Location: `s3://glasswatch-log-${account}-eu-central-1/AWSLogs/${account}/CloudTrail/`,
      },
      Parameters: { 'projection.day.range': 'NOW-2555DAYS,NOW' },
    });
    expect(table(adopting)).toMatchObject({
      StorageDescriptor: {
        Location: `s3://central-audit-logs/security/AWSLogs/o-a1b2c3d4e5/${account}/CloudTrail/`,
      },
    });
  });
});

it('every Region can be asked about, watched or not: where no gate looks, the log alone tells', () => {
  const { Parameters } = only(small, 'AWS::Glue::Table').TableInput as { Parameters: Fields };
  const regions = String(Parameters['projection.region.values']).split(',');
  expect(regions.slice(0, 3)).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
  expect(regions).toEqual(expect.arrayContaining(['ap-southeast-2', 'sa-east-1', 'us-west-2', 'me-south-1']));
  expect(regions.filter((region) => /^(cn|us-gov|us-iso)/.test(region))).toEqual([]);
  expect(new Set(regions).size).toBe(regions.length);
});

it('the ledger has its keys, forgets by `expires`, and can be brought back', () => {
  expect(only(small, 'AWS::DynamoDB::Table')).toMatchObject({
    TableName: 'glasswatch-ledger',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  });
});
