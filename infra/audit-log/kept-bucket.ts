import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';

export interface KeptBucketProps {
  readonly name: string;
  /** How long an object is kept, days; a replaced or deleted one is kept as long again. */
  readonly days: number;
  /** Set where objects are locked against deletion. */
  readonly objectLock?: DeploymentConfig['objectLock'];
  /** Days after which objects go to Glacier Instant Retrieval, which Athena reads (it skips Glacier Flexible). */
  readonly coldAfterDays?: number;
  readonly key?: IKey | undefined;
  /** Where its own access log goes. */
  readonly accessLog: s3.IBucket;
}

/** A bucket of what must stay: versioned, private, TLS only, kept when the stack is deleted. */
export class KeptBucket extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: KeptBucketProps) {
    super(scope, id);
    const { name, days, objectLock, coldAfterDays = days, key, accessLog } = props;
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: name,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      ...(key === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      ...(objectLock === undefined
        ? {}
        : { objectLockEnabled: true, objectLockDefaultRetention: lock(objectLock) }),
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: `${name}/`,
      lifecycleRules: [
        {
          id: 'keep',
          expiration: Duration.days(days),
          noncurrentVersionExpiration: Duration.days(days),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          ...(coldAfterDays < days
            ? {
                transitions: [
                  {
                    storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
                    transitionAfter: Duration.days(coldAfterDays),
                  },
                ],
              }
            : {}),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CDK's class does not fit its own interface under exactOptionalPropertyTypes.
    this.bucket = bucket as s3.IBucket;
  }
}

function lock({ mode, days }: NonNullable<DeploymentConfig['objectLock']>): s3.ObjectLockRetention {
  const lasting = Duration.days(days);
  return mode === 'compliance'
    ? s3.ObjectLockRetention.compliance(lasting)
    : s3.ObjectLockRetention.governance(lasting);
}
