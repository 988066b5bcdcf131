import { awsCommand } from '../../detections/event/command.ts';
import type { LedgerTable } from '../alert/ledger/ledger-table.ts';
import type { Clock } from '../alert/ports.ts';
import { plainSnsMessage, type PlainMessage } from '../alert/render/plain.ts';
import { clientOptions } from '../deployed/client-options.ts';
import { once } from '../deployed/once.ts';
import type { Channels } from './channel-notifier.ts';
import { DynamoDeliveries } from './dynamo-deliveries.ts';
import { DynamoTraffic } from './dynamo-traffic.ts';
import type { ChannelsEnvironment } from './environment.ts';
import { keptWebhook } from './kept-webhook.ts';
import { SlackDoor } from './slack-door.ts';
import { topicChannel } from './topic-channel.ts';
import { keptWebhookChannel } from './webhook.ts';

/** Of one message, in a function that has fifteen seconds for it: ms. */
const slackOptions = { timeout: 3_000, retries: 1, longestWait: 2_000 };

/** The channels of a deployed function: Slack where the environment names a webhook, and the topic. */
export function deployedChannels(
  environment: ChannelsEnvironment,
  table: LedgerTable,
  clock: Clock,
): Channels {
  const client = once(async () => {
    const { SNSClient } = await import('../deployed/sdk/sns.ts');
    return new SNSClient({ ...clientOptions(), maxAttempts: 1 });
  });
  const topic = topicChannel(client, environment.TOPIC_ARN);
  const deliveries = new DynamoDeliveries(table);
  const webhook = keptWebhook(environment);
  if (webhook === null) return { slack: null, topic, deliveries };
  const slack = new SlackDoor({
    channel: keptWebhookChannel(webhook, slackOptions),
    traffic: new DynamoTraffic(table),
    clock,
    notice: (reason) => topic(plainSnsMessage(refusedNotice(reason, environment))),
  });
  return { slack, topic, deliveries };
}

/** What is told, once an hour, while Slack refuses everything. */
function refusedNotice(reason: string, environment: ChannelsEnvironment): PlainMessage {
  const { WEBHOOK_SECRET_ARN: secret, WEBHOOK_PARAMETER_NAME: parameter = '' } = environment;
  return {
    type: 'slack-refused',
    severity: 'high',
    title: 'Slack refuses our messages: all alerts go to this topic only',
    text: `${reason}. Put a working webhook's URL into webhook.txt, then into its place. It is read again within the hour:`,
    command:
      secret === undefined
        ? awsCommand(
            'ssm',
            'put-parameter',
            '--overwrite',
            '--name',
            parameter,
            '--value',
            'file://webhook.txt',
          )
        : awsCommand(
            'secretsmanager',
            'put-secret-value',
            '--secret-id',
            secret,
            '--secret-string',
            'file://webhook.txt',
          ),
    detection: null,
    account: null,
  };
}
