import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface AnswerBucketProps {
  readonly name: string;
  readonly key?: IKey | undefined;
  readonly accessLog: s3.IBucket;
}

/** Athena's answers: read at once and gone after a week. Never locked, or no answer could expire. */
export class AnswerBucket extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, { name, key, accessLog }: AnswerBucketProps) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: name,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      ...(key === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: `${name}/`,
      lifecycleRules: [
        {
          id: 'forget',
          expiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CDK's class does not fit its own interface under exactOptionalPropertyTypes.
    this.bucket = bucket as s3.IBucket;
  }
}
