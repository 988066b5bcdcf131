import { setTimeout as delay } from 'node:timers/promises';
import { IncomingWebhook } from '@slack/webhook';
import type { SlackMessage } from '../alert/render/slack.ts';

/**
 * Slack did not take a message. The webhook's URL is its password: nothing of it stands here, nor anything that Slack
 * answered but the status and the code.
 */
export class SlackRefusal extends Error {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Whether the next message would be refused too (aws-facts, section 12): 4xx but 429. */
  readonly permanent: boolean;

  constructor(reason: string, status: number | null) {
    super(status === null ? `Slack: ${reason}` : `Slack: HTTP ${status} ${reason}`.trimEnd());
    this.name = 'SlackRefusal';
    this.status = status;
    this.permanent = status !== null && status >= 400 && status < 500 && status !== 429;
  }
}

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
    throw new SlackRefusal('the webhook URL is not a URL', null);
  }
  return async (message) => {
    for (let attempt = 0; ; attempt += 1) {
      const { refusal, wait } = await post(url, message, timeout, attempt);
      if (refusal === null) return;
      if (refusal.permanent || attempt >= retries || wait > longestWait) throw refusal;
      await delay(wait);
    }
  };
}

interface Attempt {
  readonly refusal: SlackRefusal | null;
  /** How long to wait before the next attempt, ms. */
  readonly wait: number;
}

async function post(url: string, message: SlackMessage, timeout: number, attempt: number): Promise<Attempt> {
  const backoff = 500 * 2 ** attempt;
  const answers: Answer[] = [];
  // The library hides the headers of a refusal: its own fetch shows Retry-After.
  const webhook = new IncomingWebhook(url, {
    timeout,
    fetch: async (input, init) => {
      const answer = await answerOf(await fetch(input, init));
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
  if (answer === undefined) return { refusal: new SlackRefusal('no answer', null), wait: backoff };
  const { status, text, retryAfter } = answer;
  if (status === 200 && text.trim() === 'ok') return { refusal: null, wait: 0 };
  const code = /^[a-z_]{1,60}$/.test(text.trim())
    ? text.trim()
    : status === 200
      ? 'an answer other than ok'
      : '';
  return { refusal: new SlackRefusal(code, status), wait: retryAfter ?? backoff };
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

/** The first bytes of the body: Slack answers a word. */
async function beginning(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= answerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, answerBytes).toString();
}
