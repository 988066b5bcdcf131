import type { Notifier } from '../../handlers/alert/ports.ts';
import {
  bareSlackMessage,
  lastWordSlackMessage,
  slackMessage,
  type SlackMessage,
} from '../../handlers/alert/render/slack.ts';
import { SlackRefusal, type SlackChannel } from '../../handlers/channels/slack-channel.ts';

/** What became of the messages to Slack. */
export interface Deliveries {
  delivered: number;
  undelivered: number;
}

/** After so many messages in a row that Slack did not take, no more is sent. */
const failuresInRow = 3;

/**
 * Prints as `printing` does, then posts alerts to Slack. A refusal never keeps an alert from being printed; after a
 * permanent one, or several in a row, nothing more is sent. `say` is told of each change in words.
 */
export function alsoToSlack(
  printing: Notifier,
  channel: SlackChannel,
  deliveries: Deliveries,
  say: (line: string) => void,
): Notifier {
  let closed = false;
  let failures = 0;
  const post = async (what: string, message: SlackMessage): Promise<void> => {
    if (closed) {
      deliveries.undelivered += 1;
      return;
    }
    try {
      await channel(message);
      deliveries.delivered += 1;
      failures = 0;
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      deliveries.undelivered += 1;
      failures += 1;
      say(`not delivered: ${what}: ${error.message}`);
      // A refusal that holds for every message, one that asks to wait for longer than we do, or too many in a row.
      closed = error.permanent || error.status === 429 || failures >= failuresInRow;
      if (closed) say('Slack takes no messages now: the rest is printed only');
    }
  };
  return {
    ...printing,
    alert: async (alert) => {
      await printing.alert(alert);
      // Nobody is told of what runs in shadow.
      if (alert.mode !== 'shadow') await post(`event ${alert.eventID}`, slackMessage(alert));
    },
    bare: async (alert) => {
      await printing.bare(alert);
      await post(`event ${alert.eventID}`, bareSlackMessage(alert));
    },
    lastWord: async (word) => {
      await printing.lastWord(word);
      await post(`the last word on ${word.detection}`, lastWordSlackMessage(word));
    },
  };
}
