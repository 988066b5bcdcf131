import type { Notifier } from '../../handlers/alert/ports.ts';
import { bareSlackMessage, slackMessage, type SlackMessage } from '../../handlers/alert/render/slack.ts';
import { SlackRefusal, type SlackChannel } from '../../handlers/channels/slack-channel.ts';

/** What became of the messages to Slack. */
export interface Deliveries {
  delivered: number;
  undelivered: number;
}

/**
 * Prints as `printing` does, then posts alerts to Slack. A refusal never keeps an alert from being printed; after a
 * permanent one nothing more is sent. `say` is told of each change in words.
 */
export function alsoToSlack(
  printing: Notifier,
  channel: SlackChannel,
  deliveries: Deliveries,
  say: (line: string) => void,
): Notifier {
  let refused: SlackRefusal | null = null;
  const post = async (eventID: string, message: SlackMessage): Promise<void> => {
    if (refused !== null) {
      deliveries.undelivered += 1;
      return;
    }
    try {
      await channel(message);
      deliveries.delivered += 1;
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      deliveries.undelivered += 1;
      say(`not delivered: event ${eventID}: ${error.message}`);
      if (!error.permanent) return;
      refused = error;
      say('Slack refuses every message now: the rest is printed only');
    }
  };
  return {
    ...printing,
    alert: async (alert) => {
      await printing.alert(alert);
      // Nobody is told of what runs in shadow.
      if (alert.mode !== 'shadow') await post(alert.eventID, slackMessage(alert));
    },
    bare: async (alert) => {
      await printing.bare(alert);
      await post(alert.eventID, bareSlackMessage(alert));
    },
  };
}
