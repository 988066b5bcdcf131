import type { Severity } from '../../config/severity.ts';
import type { Alert, BareAlert, LastWord } from '../alert/alert.ts';
import type { Notifier } from '../alert/ports.ts';
import { noticeSlackMessage, noticeSnsMessage, type Notice } from '../alert/render/notice.ts';
import {
  bareMessage,
  lastWordMessage,
  plainSlackMessage,
  plainSnsMessage,
  type PlainMessage,
} from '../alert/render/plain.ts';
import {
  bareSlackMessage,
  lastWordSlackMessage,
  slackMessage,
  type SlackMessage,
} from '../alert/render/slack.ts';
import { snsMessage, type SnsMessage } from '../alert/render/sns.ts';
import { OwnError } from '../deployed/own-error.ts';
import type { ChannelName, Deliveries } from './ports.ts';
import type { SlackDoor } from './slack-door.ts';
import type { TopicChannel } from './topic-channel.ts';

/** Slack said that a message may be taken later. */
export class SlackLater extends OwnError {
  constructor() {
    super('Slack takes no more messages now');
    this.name = 'SlackLater';
  }
}

export interface Channels {
  /** Null where the config names no webhook: then all goes to the topic. */
  readonly slack: SlackDoor | null;
  readonly topic: TopicChannel;
  readonly deliveries: Deliveries;
}

/** Something to tell, in the form of each channel. */
interface Telling {
  readonly severity: Severity;
  readonly slack: SlackMessage;
  readonly sns: SnsMessage;
  /** The event whose channels are marked; null: none. */
  readonly eventID: string | null;
  /** Whether there is no use in another attempt, because this one is such: then one channel is enough. */
  readonly lastTry: boolean;
}

/**
 * Tells by severity: what is critical goes to Slack and the topic both, all else to Slack, and to the topic where Slack
 * takes nothing (design, "An alert's life"). Each channel marks what it took, so that a second attempt asks only the
 * other. A first attempt that Slack puts off fails; a second one goes to the topic instead.
 */
export class ChannelNotifier implements Notifier {
  readonly #channels: Channels;

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  async alert(alert: Alert): Promise<void> {
    // Nobody is told of what runs in shadow.
    if (alert.mode === 'shadow') return;
    const { severity, eventID, possiblyRepeated: lastTry } = alert;
    await this.#tell({ severity, slack: slackMessage(alert), sns: snsMessage(alert), eventID, lastTry });
  }

  async bare(alert: BareAlert): Promise<void> {
    const { severity, eventID } = alert;
    const sns = plainSnsMessage(bareMessage(alert));
    await this.#tell({ severity, slack: bareSlackMessage(alert), sns, eventID, lastTry: true });
  }

  async lastWord(word: LastWord): Promise<void> {
    const sns = plainSnsMessage(lastWordMessage(word));
    await this.#tell({
      severity: 'low',
      slack: lastWordSlackMessage(word),
      sns,
      eventID: null,
      lastTry: true,
    });
  }

  /** Tells what is no alert. */
  async plain(message: PlainMessage): Promise<void> {
    const [slack, sns] = [plainSlackMessage(message), plainSnsMessage(message)];
    await this.#tell({ severity: message.severity, slack, sns, eventID: null, lastTry: true });
  }

  /** Tells what is no alert, in parts. */
  async notice(notice: Notice): Promise<void> {
    const [slack, sns] = [noticeSlackMessage(notice), noticeSnsMessage(notice)];
    await this.#tell({ severity: notice.severity, slack, sns, eventID: null, lastTry: true });
  }

  async #tell(telling: Telling): Promise<void> {
    const { eventID, lastTry, severity } = telling;
    const taken = eventID !== null && lastTry ? await this.#channels.deliveries.taken(eventID) : [];
    if (severity === 'critical') await this.#tellBoth(telling, taken);
    else if (taken.length === 0) await this.#tellOne(telling);
  }

  async #tellOne({ slack, sns, lastTry }: Telling): Promise<void> {
    const answer = (await this.#channels.slack?.post(slack, false)) ?? 'refused';
    if (answer === 'taken') return;
    if (answer === 'later' && !lastTry) throw new SlackLater();
    await this.#channels.topic(sns);
  }

  async #tellBoth(telling: Telling, taken: readonly ChannelName[]): Promise<void> {
    const results = await Promise.allSettled([
      taken.includes('slack') || this.#toSlack(telling),
      taken.includes('sns') || this.#toTopic(telling),
    ]);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure === undefined) return;
    const told = results.some((result) => result.status === 'fulfilled' && result.value);
    if (!told || !telling.lastTry) throw failure.reason;
  }

  /** Whether it took the message; false: never will, and nothing is won by trying again. */
  async #toSlack({ slack, eventID }: Telling): Promise<boolean> {
    const answer = (await this.#channels.slack?.post(slack, true)) ?? 'refused';
    if (answer === 'later') throw new SlackLater();
    if (answer === 'taken' && eventID !== null) await this.#channels.deliveries.took(eventID, 'slack');
    return answer === 'taken';
  }

  async #toTopic({ sns, eventID }: Telling): Promise<boolean> {
    await this.#channels.topic(sns);
    if (eventID !== null) await this.#channels.deliveries.took(eventID, 'sns');
    return true;
  }
}
