import { CfnDeletionPolicy } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';

export interface TrailProps {
  readonly config: DeploymentConfig;
  readonly bucket: IBucket;
  readonly key?: IKey | undefined;
}

/**
 * The trail: all management events of all Regions, with validation. Reads of secrets are among them: Secrets Manager has
 * no data events (docs/decisions.md, "Deployment").
 */
export class Trail extends Construct {
  constructor(scope: Construct, id: string, { config, bucket, key }: TrailProps) {
    super(scope, id);
    const { trail, trailArn, account } = ownOf(config);
    // The ARN is known beforehand, so that the bucket's policy can name it without a circle.
    const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const ours = { 'aws:SourceArn': trailArn };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailLooks',
        effect: Effect.ALLOW,
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: ours },
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailWrites',
        effect: Effect.ALLOW,
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );
    const made = new CfnTrail(this, 'Trail', {
      trailName: trail,
      s3BucketName: bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        managementEvents(config),
        ...(config.networkActivity ? [refusedByEndpoint] : []),
      ],
      ...(key === undefined ? {} : { kmsKeyId: key.keyArn }),
    });
    made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    if (bucket.policy !== undefined) made.node.addDependency(bucket.policy);
  }
}

/**
 * No `readOnly` field: either value would drop half. A trail can leave out KMS and the RDS Data API, and nothing else
 * (aws-facts, section 1).
 */
function managementEvents({ kmsEvents }: DeploymentConfig): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name: kmsEvents === 'include' ? 'All management events' : 'All management events but those of keys',
    fieldSelectors: [
      { field: 'eventCategory', equalTo: ['Management'] },
      ...(kmsEvents === 'include' ? [] : [{ field: 'eventSource', notEquals: ['kms.amazonaws.com'] }]),
    ],
  };
}

/** Only refusals: what an endpoint lets pass is a management event already. */
const refusedByEndpoint: CfnTrail.AdvancedEventSelectorProperty = {
  name: 'Calls to Secrets Manager refused by a VPC endpoint',
  fieldSelectors: [
    { field: 'eventCategory', equalTo: ['NetworkActivity'] },
    { field: 'eventSource', equalTo: ['secretsmanager.amazonaws.com'] },
    { field: 'errorCode', equalTo: ['VpceAccessDenied'] },
  ],
};
