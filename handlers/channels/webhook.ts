import { errorName } from '../deployed/error-name.ts';
import { slackChannel, SlackRefusal, type SlackChannel, type SlackChannelOptions } from './slack-channel.ts';

/** Reads the webhook's URL from where it is kept. Its errors must not hold it. */
export type ReadWebhook = () => Promise<string>;

/**
 * A channel to the webhook that is kept elsewhere: the URL is read once, and once more when Slack refuses it for good, as
 * after it was replaced. Fails with SlackRefusal alone.
 */
export function keptWebhookChannel(read: ReadWebhook, options: SlackChannelOptions): SlackChannel {
  let known: string | null = null;
  const urlNow = async (): Promise<string> => {
    try {
      return (await read()).trim();
    } catch (error) {
      throw new SlackRefusal(`the webhook's URL cannot be read (${errorName(error)})`, null, true);
    }
  };
  return async (message) => {
    const url = (known ??= await urlNow());
    try {
      await slackChannel(url, options)(message);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || !error.permanent) throw error;
      known = await urlNow();
      if (known === url) throw error;
      await slackChannel(known, options)(message);
    }
  };
}
