import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The bucket of the other buckets' access logs: who read or deleted a log file, an answer, or evidence. */
export class AccessLogBucket extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: name,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // S3 does not deliver access logs to a bucket that is encrypted with a customer key.
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'keep', expiration: Duration.days(400) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CDK's class does not fit its own interface under exactOptionalPropertyTypes.
    this.bucket = bucket as s3.IBucket;
  }
}
