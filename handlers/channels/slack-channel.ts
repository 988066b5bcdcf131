import { setTimeout as delay } from 'node:timers/promises';
import { IncomingWebhook } from '@slack/webhook';
import { repeatedSlackMessage, type SlackMessage } from '../alert/render/slack.ts';
import { OwnError } from '../deployed/own-error.ts';

/**
 * Slack did not take a message. The webhook's URL is its password: nothing of it stands here, nor anything that Slack
 * answered but the status and the code.
 */
export class SlackRefusal extends OwnError {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /**
   * Whether the next message would be refused too (design, "An alert's life"): the webhook is gone, moved, or none. HTTP
   * 400 condemns its own message only.
   */
  readonly permanent: boolean;

  constructor(reason: string, status: number | null, noWebhook = false) {
    super(status === null ? `Slack: ${reason}` : `Slack: HTTP ${status} ${reason}`.trimEnd());
    this.name = 'SlackRefusal';
    this.status = status;
    this.permanent =
      noWebhook || (status !== null && ((status >= 300 && status < 400) || gone.includes(status)));
  }
}

/** What a webhook answers that takes no message any more (aws-facts, section 12). */
const gone: readonly number[] = [401, 403, 404, 410];

export interface SlackChannelOptions {
  /** Time limit of one attempt, ms. */
  readonly timeout: number;
  /** How often a message is tried again after HTTP 429, 5xx or no answer. */
  readonly retries: number;
  /** The longest wait before trying again, ms; a Retry-After beyond it counts as a refusal. */
  readonly longestWait: number;
}

/** Posts a message, or throws SlackRefusal. */
export type SlackChannel = (message: SlackMessage) => Promise<void>;

/** More of an answer than this is not read. */
const answerBytes = 1_024;

/**
 * A channel to an incoming webhook.
 * @throws SlackRefusal when the URL is none; without showing it.
 */
export function slackChannel(
  url: string,
  { timeout, retries, longestWait }: SlackChannelOptions,
): SlackChannel {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new SlackRefusal('the webhook URL is not a URL', null, true);
  }
  return async (message) => {
    let sent = message;
    for (let attempt = 0; ; attempt += 1) {
      const { refusal, again, wait } = await post(url, sent, timeout, attempt);
      if (refusal === null) return;
      if (!again || attempt >= retries || wait > longestWait) throw refusal;
      // Only a 429 says for certain that it was not taken: what broke off or failed may have been.
      if (refusal.status !== 429) sent = repeatedSlackMessage(message);
      await delay(wait);
    }
  };
}

interface Attempt {
  readonly refusal: SlackRefusal | null;
  /** Whether the same message may be taken at the next attempt (aws-facts, section 12): never after 3xx, or 4xx but 429. */
  readonly again: boolean;
  /** How long to wait before the next attempt, ms. */
  readonly wait: number;
}

async function post(url: string, message: SlackMessage, timeout: number, attempt: number): Promise<Attempt> {
  const backoff = 500 * 2 ** attempt;
  const answers: Answer[] = [];
  // The library hides the headers of a refusal: a fetch of our own sees Retry-After, and a redirect as what it is.
  const webhook = new IncomingWebhook(url, {
    timeout,
    fetch: async (input, init) => {
      const answer = await answerOf(await fetch(input, { ...init, redirect: 'manual' }));
      answers.push(answer);
      return new Response(answer.text, { status: answer.status });
    },
  });
  try {
    await webhook.send({ text: message.text, blocks: [...message.blocks] });
  } catch {
    // Told below from the answer alone: the library's messages can hold the URL.
  }
  const [answer] = answers;
  if (answer === undefined)
    return { refusal: new SlackRefusal('no answer', null), again: true, wait: backoff };
  const { status, text, retryAfter } = answer;
  if (status === 200 && text.trim() === 'ok') return { refusal: null, again: false, wait: 0 };
  const code = /^[a-z_]{1,60}$/.test(text.trim())
    ? text.trim()
    : status === 200
      ? 'an answer other than ok'
      : '';
  const again = status < 300 || status === 429 || status >= 500;
  return { refusal: new SlackRefusal(code, status), again, wait: retryAfter ?? backoff };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** ms */
  readonly retryAfter: number | null;
}

async function answerOf(response: Response): Promise<Answer> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    text: await beginning(response),
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null,
  };
}

/** The first bytes of the body: Slack answers a word. A body that breaks off leaves the status as it was. */
async function beginning(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= answerBytes) break;
    }
  } catch {
    // What came is what there is.
  }
  return Buffer.concat(chunks).subarray(0, answerBytes).toString();
}
