import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';

export interface LogWorkgroupProps {
  readonly config: DeploymentConfig;
  readonly answers: IBucket;
  readonly key?: IKey | undefined;
}

const gigabyte = 1_000_000_000;

/** The workgroup in which all questions are asked: answers encrypted, a question that would read too much cut off. */
export class LogWorkgroup extends Construct {
  constructor(scope: Construct, id: string, { config, answers, key }: LogWorkgroupProps) {
    super(scope, id);
    const { account, workgroup } = ownOf(config);
    new CfnWorkGroup(this, 'Workgroup', {
      name: workgroup,
      description: 'Glasswatch: questions to the audit log',
      state: 'ENABLED',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: config.scanLimitGB * gigabyte,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        resultConfiguration: {
          outputLocation: `s3://${answers.bucketName}/`,
          expectedBucketOwner: account,
          encryptionConfiguration:
            key === undefined
              ? { encryptionOption: 'SSE_S3' }
              : { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      },
    });
  }
}
