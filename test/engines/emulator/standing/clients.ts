import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Emulator } from '../emulator.ts';

/** The account's root user at every service that a test changes something in. */
export function clientsOf(emulator: Emulator, region: string) {
  const config = emulator.clientConfig(region);
  return {
    cloudTrail: new CloudTrailClient(config),
    dynamo: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    glue: new GlueClient(config),
    lambda: new LambdaClient(config),
    scheduler: new SchedulerClient(config),
    secrets: new SecretsManagerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
export type Clients = ReturnType<typeof clientsOf>;
