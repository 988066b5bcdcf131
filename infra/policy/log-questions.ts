import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { tableName } from '../../queries/column.ts';
import { ownOf, regionalArn } from '../own.ts';
import { allow } from './secrets.ts';

/** What asking the log takes: the workgroup, the table, the log itself, and the place of answers. */
export function logQuestions(config: DeploymentConfig, key: IKey | undefined): PolicyStatement[] {
  const own = ownOf(config);
  const here = (service: string, resource: string) => regionalArn(own, service, own.homeRegion, resource);
  const bucket = (name: string) => `arn:${own.partition}:s3:::${name}`;
  const answers = bucket(own.answerBucket);
  const log = bucket(own.logBucket);
  return [
    allow(
      [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StopQueryExecution',
      ],
      [here('athena', `workgroup/${own.workgroup}`)],
    ),
    allow(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      [
        here('glue', 'catalog'),
        here('glue', `database/${own.database}`),
        here('glue', `table/${own.database}/${tableName}`),
      ],
    ),
    allow(['s3:GetBucketLocation', 's3:ListBucket'], [log, answers]),
    allow(['s3:GetObject'], [`${log}/${logPath(config)}/*`]),
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [`${answers}/*`],
    ),
    ...keyUse(config, key),
  ];
}

/** Reading and writing what the customer keys encrypt; none where there are none. */
export function keyUse(config: DeploymentConfig, key: IKey | undefined): PolicyStatement[] {
  return [
    ...(key === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn])]),
    ...(config.trail?.key === undefined ? [] : [allow(['kms:Decrypt'], [config.trail.key])]),
  ];
}

/** Why the wildcards above are as narrow as they can be. */
export function questionWildcards(config: DeploymentConfig): Record<string, string> {
  const { partition, logBucket, answerBucket } = ownOf(config);
  return {
    [`arn:${partition}:s3:::${logBucket}/${logPath(config)}/*`]:
      "The account's own records, one object for every few minutes, only read.",
    [`arn:${partition}:s3:::${answerBucket}/*`]:
      'Athena names its answers itself; nothing else lies in this bucket.',
  };
}

/** Where the account's records lie in the log's bucket, logs and digests alike. */
export function logPath(config: DeploymentConfig): string {
  const { logPrefix, account } = ownOf(config);
  return [logPrefix, 'AWSLogs', config.trail?.organizationId ?? '', account]
    .filter((part) => part !== '')
    .join('/');
}
