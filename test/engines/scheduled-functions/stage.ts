import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../../../infra/bundle/bundle-handlers.ts';
import { configOf } from '../../handlers/alert/desk.ts';
import { home } from '../../handlers/alert/events.ts';
import { WebhookServer, type Reply } from '../../handlers/channels/webhook-server.ts';
import { AwsServer, type AwsAnswer, type AwsCall } from '../../handlers/deployed/aws-server.ts';
import { LambdaProcess } from '../../handlers/deployed/lambda-process.ts';
import { canaryOf } from '../../hostile/leaks.ts';
import { TraceDaemon } from '../alert-function/trace-daemon.ts';
import { DynamoDb } from '../dynamodb.ts';
import { Log } from '../end-to-end/log.ts';
import type { CloudTrailRecord } from '../end-to-end/stage.ts';
import { node24 } from '../node24.ts';

export type FunctionName = 'deadline' | 'report' | 'checkup';

export const webhookSecret = `arn:aws:secretsmanager:eu-central-1:${home}:secret:glasswatch-slack-webhook-AbCdEf`;
const clockModule = new URL('../end-to-end/clock.mjs', import.meta.url).href;

/**
 * The bundles of the functions that run by the clock, under Node 24, between a real DynamoDB, a log behind an Athena
 * endpoint, a real webhook, X-Ray's daemon, and AWS services that answer as a test says.
 */
export class ScheduledStage {
  readonly dynamo: DynamoDb;
  readonly log: Log;
  readonly webhook: WebhookServer;
  readonly aws: AwsServer;
  readonly daemon: TraceDaemon;
  readonly table: string;
  /** Objects that were put into buckets, by bucket and key. */
  readonly objects = new Map<string, string>();
  readonly #folder: string;
  readonly #bundles: Record<string, string>;
  readonly #processes: LambdaProcess[] = [];

  private constructor(
    parts: Pick<ScheduledStage, 'dynamo' | 'log' | 'webhook' | 'aws' | 'daemon' | 'table' | 'objects'>,
    bundles: Record<string, string>,
    folder: string,
  ) {
    const { dynamo, log, webhook, aws, daemon, table, objects } = parts;
    this.dynamo = dynamo;
    this.log = log;
    this.webhook = webhook;
    this.aws = aws;
    this.daemon = daemon;
    this.table = table;
    this.objects = objects;
    this.#bundles = bundles;
    this.#folder = folder;
  }

  static async set(
    config: Record<string, unknown>,
    records: readonly CloudTrailRecord[],
    slack: Reply,
    answer: (call: AwsCall, webhook: string) => AwsAnswer,
  ): Promise<ScheduledStage> {
    const folder = mkdtempSync(join(tmpdir(), 'glasswatch-scheduled-'));
    const bundles = await bundleHandlers({
      config: configOf({
        account: home,
        regions: ['eu-central-1'],
        slack: { webhookSecret },
        ...config,
      }),
      out: folder,
    });
    writeFileSync(join(folder, 'clock-ahead'), '0');
    const dynamo = await DynamoDb.start();
    const webhook = await WebhookServer.start(slack);
    const objects = new Map<string, string>();
    const aws = await AwsServer.start((call) => {
      const [, key] = /^PUT \/([^?]+)/.exec(call.request) ?? [];
      const given = answer(call, webhook.url);
      if (key !== undefined && call.action === '' && !('refuse' in given)) objects.set(key, call.body);
      return given;
    });
    return new ScheduledStage(
      {
        ...{ dynamo, webhook, aws, objects },
        log: await Log.open(records),
        daemon: await TraceDaemon.start(),
        table: await dynamo.table('glasswatch-ledger'),
      },
      bundles,
      folder,
    );
  }

  /** Sets the clock of the functions ahead of the machine's, ms. */
  setClockAhead(ms: number): void {
    writeFileSync(join(this.#folder, 'clock-ahead'), String(ms));
  }

  /** Starts a function, with what Lambda has in its environment. */
  async start(name: FunctionName): Promise<LambdaProcess> {
    const lambda = await LambdaProcess.start(
      this.#bundles[name] ?? '',
      {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: canaryOf('AWS_SECRET_ACCESS_KEY'),
        AWS_SESSION_TOKEN: canaryOf('AWS_SESSION_TOKEN'),
        AWS_ENDPOINT_URL: this.aws.url,
        AWS_ENDPOINT_URL_DYNAMODB: this.dynamo.url,
        AWS_ENDPOINT_URL_ATHENA: this.log.athena.url,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: `glasswatch-${name}`,
        LAMBDA_TASK_ROOT: '/var/task',
        AWS_XRAY_DAEMON_ADDRESS: this.daemon.address,
        _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
        POWERTOOLS_LOG_LEVEL: 'DEBUG',
        POWERTOOLS_SERVICE_NAME: `glasswatch-${name}`,
        POWERTOOLS_METRICS_NAMESPACE: 'glasswatch',
        NODE_OPTIONS: `--import ${clockModule}`,
        TEST_CLOCK_FILE: join(this.#folder, 'clock-ahead'),
        TABLE_NAME: this.table,
        TOPIC_ARN: `arn:aws:sns:eu-central-1:${home}:glasswatch-alerts`,
        WEBHOOK_SECRET_ARN: webhookSecret,
        WORKGROUP: 'glasswatch',
        DATABASE: 'glasswatch_logs',
        EVIDENCE_BUCKET: 'evidence-bucket',
        REPORT_BUCKET: 'report-bucket',
      },
      node24(),
    );
    this.#processes.push(lambda);
    return lambda;
  }

  /** All that left the functions, but for what AWS and Slack were asked with their own credentials. */
  async written(): Promise<Record<string, string>> {
    const published = this.aws.calls.filter(({ action }) => action === 'Publish');
    return {
      logs: this.#processes.map(({ output }) => output).join('\n'),
      traces: this.daemon.received,
      slack: JSON.stringify(this.webhook.posts.map(({ body }) => body)),
      topic: published.map(({ body }) => decodeURIComponent(body.replaceAll('+', ' '))).join('\n'),
      ledger: JSON.stringify(await this.dynamo.itemsOf(this.table)),
      ...Object.fromEntries(this.objects),
    };
  }

  async strike(): Promise<void> {
    for (const one of this.#processes) await one.stop();
    await Promise.all([this.webhook.stop(), this.aws.stop(), this.daemon.stop(), this.log.close()]);
    await this.dynamo.stop();
    rmSync(this.#folder, { recursive: true });
  }
}
