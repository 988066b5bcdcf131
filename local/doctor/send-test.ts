import { SNSClient } from '@aws-sdk/client-sns';
import { plainSlackMessage, plainSnsMessage, type PlainMessage } from '../../handlers/alert/render/plain.ts';
import { SlackRefusal, slackChannel } from '../../handlers/channels/slack-channel.ts';
import { topicChannel, TopicRefusal } from '../../handlers/channels/topic-channel.ts';
import { clientOptions } from '../../handlers/checkup/aws/clients.ts';
import { readWebhookUrl } from '../../handlers/checkup/aws/webhook-url.ts';
import type { Deployment } from '../../handlers/checkup/deployment.ts';
import { cannotTell, ok, Unseen, wrong, type Finding, type Verdict } from '../../handlers/checkup/finding.ts';

/** Sends a test message through each channel of the config, and says whether it was taken. */
export async function sendTest(deployment: Deployment): Promise<Finding[]> {
  const { config, names } = deployment;
  const message = testMessage(names.account);
  const verdicts = [
    ...(config.slack === undefined ? [] : [await told('Slack', () => toSlack(deployment, message))]),
    await told('SNS', () => toTopic(deployment, message)),
  ];
  return verdicts.map((verdict) => ({ check: 'send-test', region: names.homeRegion, ...verdict }));
}

function testMessage(account: string): PlainMessage {
  return {
    type: 'test',
    severity: 'low',
    title: 'Glasswatch: this is a test',
    text: 'Somebody ran `glasswatch doctor --send-test`. Nothing happened; whoever reads this hears alerts here.',
    command: null,
    detection: null,
    account,
  };
}

async function toSlack({ names }: Deployment, message: PlainMessage): Promise<void> {
  const channel = slackChannel(await readWebhookUrl(names), {
    timeout: 5_000,
    retries: 1,
    longestWait: 2_000,
  });
  await channel(plainSlackMessage(message));
}

async function toTopic({ names }: Deployment, message: PlainMessage): Promise<void> {
  const client = new SNSClient({ ...clientOptions(names.homeRegion), maxAttempts: 1 });
  await topicChannel(() => Promise.resolve(client), names.alertTopicArn)(plainSnsMessage(message));
}

async function told(channel: string, send: () => Promise<void>): Promise<Verdict> {
  try {
    await send();
    return ok(`${channel} took a test message: see whether it arrived`);
  } catch (error) {
    if (error instanceof Unseen)
      return cannotTell(`no test message to ${channel}: ${error.message}`, error.todo);
    if (!(error instanceof SlackRefusal || error instanceof TopicRefusal)) throw error;
    return wrong(
      `${channel} did not take a test message: ${error.message}`,
      'See webhook and subscriptions.',
    );
  }
}
