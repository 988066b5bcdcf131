import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../../../infra/bundle/bundle-handlers.ts';
import { configOf } from '../../handlers/alert/desk.ts';
import { home } from '../../handlers/alert/events.ts';
import { WebhookServer, type Reply } from '../../handlers/channels/webhook-server.ts';
import { AwsServer, type AwsAnswer, type AwsCall } from '../../handlers/deployed/aws-server.ts';
import { LambdaProcess } from '../../handlers/deployed/lambda-process.ts';
import { DynamoDb } from '../dynamodb.ts';
import { node24 } from '../node24.ts';
import { TraceDaemon } from './trace-daemon.ts';

const secret = `arn:aws:secretsmanager:eu-central-1:${home}:secret:glasswatch-slack-webhook-AbCdEf`;
const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** The bundled alert function under Node 24, between a real DynamoDB, a real webhook, and SNS, SQS and Secrets Manager. */
export class FunctionStage {
  readonly dynamo: DynamoDb;
  readonly folder: string;
  readonly #bundles: string;

  private constructor(dynamo: DynamoDb, bundles: string, folder: string) {
    this.dynamo = dynamo;
    this.#bundles = bundles;
    this.folder = folder;
  }

  static async set(): Promise<FunctionStage> {
    const bundles = mkdtempSync(join(tmpdir(), 'glasswatch-function-'));
    const config = configOf({ account: home, regions: ['eu-central-1'], decoys: ['bait'] });
    const { alert = '' } = await bundleHandlers({ config, out: bundles });
    return new FunctionStage(await DynamoDb.start(), bundles, alert);
  }

  /** A function on a table of its own, before a webhook that gives these replies. */
  async perform(...replies: Reply[]): Promise<Performance> {
    const webhook = await WebhookServer.start(...replies);
    const aws = await AwsServer.start((call) => answerOf(call, webhook.url));
    const daemon = await TraceDaemon.start();
    const table = await this.dynamo.table();
    const environment = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: this.dynamo.url,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'glasswatch-alert',
      LAMBDA_TASK_ROOT: '/var/task',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
      TABLE_NAME: table,
      TOPIC_ARN: `arn:aws:sns:eu-central-1:${home}:glasswatch-alerts`,
      WEBHOOK_SECRET_ARN: secret,
      // The client sends to the host of the queue's URL.
      QUEUE_URL: `${aws.url}/${home}/glasswatch-alert`,
      DEAD_LETTER_QUEUE_URL: `${aws.url}/${home}/glasswatch-dead-letters`,
      FUNCTION_TIMEOUT: '60',
      MAX_RECEIVES: '3',
    };
    const lambda = await LambdaProcess.start(this.folder, environment, node24());
    return { webhook, aws, daemon, table, lambda };
  }

  async strike(): Promise<void> {
    await this.dynamo.stop();
    rmSync(this.#bundles, { recursive: true });
  }
}

export interface Performance {
  readonly webhook: WebhookServer;
  readonly aws: AwsServer;
  readonly daemon: TraceDaemon;
  readonly table: string;
  readonly lambda: LambdaProcess;
}

export async function end({ webhook, aws, daemon, lambda }: Performance): Promise<void> {
  await lambda.stop();
  await Promise.all([webhook.stop(), aws.stop(), daemon.stop()]);
}

function answerOf({ action, body }: AwsCall, url: string): AwsAnswer {
  switch (action) {
    case 'secretsmanager.GetSecretValue':
      return body.includes(secret) ? { value: { SecretString: url } } : { refuse: 'AccessDeniedException' };
    case 'secretsmanager.DescribeSecret':
      return { refuse: 'ResourceNotFoundException' };
    case 'Publish':
      return { xml: published };
    case 'AmazonSQS.SendMessage':
      return { value: { MessageId: '1' } };
    default:
      return { refuse: 'UnknownOperationException' };
  }
}
