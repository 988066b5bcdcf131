import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { WebhookServer, type Reply } from '../../handlers/channels/webhook-server.ts';
import { Emulator, emulatedAccount } from '../emulator/emulator.ts';
import { clientsOf, type Clients } from '../emulator/standing/clients.ts';
import { node24 } from '../node24.ts';
import { deployStacks, type DeployedStack } from './deployed-stacks.ts';

/** Where a stage stands unless its config says another Region. */
export const home = 'eu-central-1';

export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** Whatever has to happen happens within this, ms. */
const waitLimitMs = 60_000;

/** What a stage is set with: config of the deployment, and what the functions find in their environment. */
export interface StageOptions {
  readonly config: { readonly regions: readonly string[] } & Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** URL of what the functions ask as Athena. */
  readonly athena?: string;
  /** Whether the gates of other Regions are deployed too: they stand there, but the emulator forwards nothing from them. */
  readonly everyRegion?: boolean;
  /** How Slack answers, or a Slack endpoint of the test's own; with ok, where it is not said. */
  readonly slack?: Reply | WebhookServer;
  /** As EmulatorOptions takes it. */
  readonly server?: string;
}

/** The stacks as they are synthesized, deployed in the emulator, between a Slack endpoint and a probe on the topic. */
export class Stage {
  readonly emulator: Emulator;
  /** The home Region, the first of the config's. */
  readonly home: string;
  readonly clients: Clients;
  readonly slack: WebhookServer;
  readonly stacks: readonly DeployedStack[];
  readonly #folder: string;
  readonly #probe: string;

  private constructor(
    emulator: Emulator,
    slack: WebhookServer,
    {
      home: region,
      stacks,
      folder,
      probe,
    }: { home: string; stacks: DeployedStack[]; folder: string; probe: string },
  ) {
    this.emulator = emulator;
    this.home = region;
    this.clients = clientsOf(emulator, region);
    this.slack = slack;
    this.stacks = stacks;
    this.#folder = folder;
    this.#probe = probe;
  }

  static async set(options: StageOptions): Promise<Stage> {
    const { config, environment = {}, athena, everyRegion, server } = options;
    const [region = home] = config.regions;
    const emulator = await Emulator.start({
      nodeFolder: dirname(node24()),
      environment,
      ...(server === undefined ? {} : { server }),
    });
    // As Slack does: an empty message is refused, and posted nowhere.
    const asSlack: Reply = (response) => {
      if (slack.posts.at(-1)?.body === '{}') response.writeHead(400).end('no_text');
      else response.writeHead(200).end('ok');
    };
    const { slack: given = asSlack } = options;
    const slack: WebhookServer = given instanceof WebhookServer ? given : await WebhookServer.start(given);
    const folder = mkdtempSync(join(tmpdir(), 'glasswatch-end-to-end-'));
    try {
      const clock = clockFile(folder);
      writeFileSync(clock, '0');
      const stacks = await deployStacks(emulator, config, folder, { athena, clock }, everyRegion);
      const probe = await surround(emulator, region, slack.url);
      return new Stage(emulator, slack, { home: region, stacks, folder, probe });
    } catch (error) {
      const said = emulator.log.split('\n').filter((line) => / (WARNING|ERROR) /.test(line));
      await Promise.all([slack.stop(), emulator.stop()]);
      throw new Error(said.join('\n'), { cause: error });
    }
  }

  /** Sets the clock of all functions ahead of the machine's, ms. The emulator's own services go by the machine's. */
  setClockAhead(ms: number): void {
    writeFileSync(clockFile(this.#folder), String(ms));
  }

  /** Puts CloudTrail's records on the default bus, as CloudTrail does, in batches of ten. */
  async send(records: readonly CloudTrailRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += 10) {
      const { FailedEntryCount } = await this.clients.events.send(
        new PutEventsCommand({ Entries: records.slice(from, from + 10).map(entryOf) }),
      );
      if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} events were refused by the bus`);
    }
  }

  /** How the ledger closed the claim of an event; null where there is none or it is open. */
  async disposition(eventID: string): Promise<string | null> {
    const { Item } = await this.clients.dynamo.send(
      new GetItemCommand({
        TableName: 'glasswatch-ledger',
        Key: { pk: { S: `event#${eventID}` }, sk: { S: 'claim' } },
        ConsistentRead: true,
      }),
    );
    return Item?.done?.S ?? null;
  }

  /** What came to the topic since this was last asked, as SNS hands it to a queue. */
  async published(): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#probe, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages);
      for (const { ReceiptHandle } of Messages) {
        await this.clients.sqs.send(new DeleteMessageCommand({ QueueUrl: this.#probe, ReceiptHandle }));
      }
    }
  }

  /** The messages for machines among those that came out of the topic since this was asked last. */
  async publishedMachine(): Promise<Record<string, unknown>[]> {
    return (await this.published()).map(
      ({ Body = '' }) =>
        JSON.parse((JSON.parse(Body) as { Message: string }).Message) as Record<string, unknown>,
    );
  }

  /** How many messages a queue holds, those that are being worked on among them. */
  async waiting(queue: string): Promise<number> {
    const { QueueUrl } = await this.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    const { Attributes = {} } = await this.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: held } = Attributes;
    return Number(visible) + Number(held);
  }

  async strike(): Promise<void> {
    await this.slack.stop();
    await this.emulator.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function clockFile(folder: string): string {
  return join(folder, 'clock-ahead');
}

/** Makes what people make by hand: the webhook's secret, and a subscription to the topic. Answers the URL of its queue. */
async function surround(emulator: Emulator, region: string, webhook: string): Promise<string> {
  const { secrets, sqs, sns } = clientsOf(emulator, region);
  await secrets.send(new CreateSecretCommand({ Name: 'glasswatch-slack-webhook', SecretString: webhook }));
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: 'probe',
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
            },
          ],
        }),
      },
    }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: `arn:aws:sns:${region}:${emulatedAccount}:glasswatch-alerts`,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${region}:${emulatedAccount}:probe`,
    }),
  );
  return QueueUrl;
}

/** Waits until `look` answers something; says what was waited for where it never does. */
export async function until<Answer>(
  what: string,
  look: () => Promise<Answer | null | undefined> | Answer | null | undefined,
  { limit = waitLimitMs, every = 20 } = {},
): Promise<Answer> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await look();
    if (answer !== null && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await delay(every);
  }
}

function entryOf(record: CloudTrailRecord) {
  const kinds: Readonly<Record<string, string>> = {
    AwsServiceEvent: 'AWS Service Event via CloudTrail',
    AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  };
  const time = new Date(String(record.eventTime));
  return {
    Source: `aws.${String(record.eventSource).replace('.amazonaws.com', '')}`,
    DetailType: kinds[String(record.eventType)] ?? 'AWS API Call via CloudTrail',
    // A record can have a time that no envelope takes.
    ...(Number.isNaN(time.getTime()) ? {} : { Time: time }),
    Detail: JSON.stringify(record),
  };
}
