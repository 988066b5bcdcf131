import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../../handlers/alert/render/slack.ts';
import {
  slackChannel,
  SlackRefusal,
  type SlackChannelOptions,
} from '../../../handlers/channels/slack-channel.ts';
import { ok, password, WebhookServer, type Reply } from './webhook-server.ts';

const message: SlackMessage = {
  text: 'CRITICAL: Zoë &lt;opened&gt; it 🚨',
  blocks: [
    { type: 'header', text: { type: 'plain_text', emoji: false, text: '🚨 CRITICAL: Zoë opened it' } },
  ],
};
const patience: SlackChannelOptions = { timeout: 500, retries: 2, longestWait: 5_000 };

const servers: WebhookServer[] = [];

async function serverWith(...replies: readonly Reply[]): Promise<WebhookServer> {
  const server = await WebhookServer.start(...replies);
  servers.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

/** How a message is refused; fails where it is delivered. */
async function refusalOf(url: string, options: Partial<SlackChannelOptions> = {}): Promise<SlackRefusal> {
  try {
    await slackChannel(url, { ...patience, ...options })(message);
  } catch (error) {
    // Everything that a log line or a crash could print of it.
    const everything = `${inspect(error, { depth: Infinity, showHidden: true, getters: true })} ${String(error)} ${JSON.stringify(error)}`;
    for (const part of [password, 'services', 'T0123', 'B0456', '127.0.0.1', 'http', ...unspeakable]) {
      // The stack names the files of the product, which are nobody's secret.
      expect(everything.replace(/^ +at .*$/gm, '')).not.toContain(part);
    }
    expect(error).toBeInstanceOf(SlackRefusal);
    return error as SlackRefusal;
  }
  throw new Error('it was delivered');
}

/** Parts of answers that are more than a status and a code. */
const unspeakable = ['Proxy says', '<html>', 'evil', '\u001b', '\n2026'];

describe.concurrent('a message that Slack takes', () => {
  it('is posted once, as JSON, as it is', async () => {
    const server = await serverWith(ok);
    await slackChannel(server.url, patience)(message);
    expect(server.posts).toHaveLength(1);
    expect(server.posts[0]).toMatchObject({
      method: 'POST',
      path: `/services/T0123/B0456/${password}`,
      type: 'application/json',
    });
    expect(JSON.parse(server.posts[0]?.body ?? '')).toEqual(message);
  });

  it('is taken too where the answer ends in a newline, or never ends after its word', async () => {
    const newline = await serverWith({ status: 200, body: 'ok\n' });
    await slackChannel(newline.url, patience)(message);
    const endless = await serverWith((response) => {
      response.writeHead(200).write('ok');
    });
    await slackChannel(endless.url, patience)(message);
    expect([newline.posts.length, endless.posts.length]).toEqual([1, 1]);
  });
});

describe.concurrent('a message that is to come later', () => {
  it('is posted again after the wait that Slack asks for, and not before', async () => {
    const server = await serverWith(
      { status: 429, body: 'rate_limited', headers: { 'retry-after': '2' } },
      ok,
    );
    await slackChannel(server.url, patience)(message);
    const [first, second, ...more] = server.posts;
    expect(more).toEqual([]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
    expect(second?.body).toBe(first?.body);
  });

  it('is refused for now where the wait would be too long', async () => {
    const server = await serverWith({ status: 429, body: 'rate_limited', headers: { 'retry-after': '6' } });
    const refusal = await refusalOf(server.url);
    expect(refusal).toMatchObject({ message: 'Slack: HTTP 429 rate_limited', status: 429, permanent: false });
    expect(server.posts).toHaveLength(1);
  });

  it.each(['Wed, 21 Oct 2026 07:28:00 GMT', '-1', 'soon', 'Infinity'])(
    'is posted again after a wait of our own where Retry-After is %s',
    async (after) => {
      const server = await serverWith({ status: 429, headers: { 'retry-after': after } }, ok);
      await slackChannel(server.url, patience)(message);
      expect(server.posts).toHaveLength(2);
      expect((server.posts[1]?.at ?? 0) - (server.posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(400);
    },
  );

  it('is posted again after a 429 whose body never comes', async () => {
    const server = await serverWith((response) => {
      response.writeHead(429, { 'retry-after': '1' }).flushHeaders();
    }, ok);
    await slackChannel(server.url, patience)(message);
    expect(server.posts).toHaveLength(2);
    expect((server.posts[1]?.at ?? 0) - (server.posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it.each([500, 502, 503])('is posted again after HTTP %i', async (status) => {
    const server = await serverWith({ status, body: 'rollup_error' }, ok);
    await slackChannel(server.url, patience)(message);
    expect(server.posts).toHaveLength(2);
  });

  it.each<[string, Reply, boolean]>([
    ['never came', () => undefined, true],
    ['broke off', (response) => response.destroy(), true],
    ['was HTTP 500', { status: 500, body: 'rollup_error' }, true],
    ['was no word of Slack’s', { status: 200, body: '<html>' }, true],
    ['was HTTP 429', { status: 429, headers: { 'retry-after': '0' } }, false],
  ])('says of itself whether it is possibly repeated, where the answer %s', async (name, first, repeated) => {
    const server = await serverWith(first, ok);
    // A busy machine must not make an answer late that is to come.
    const timeout = name === 'never came' ? 200 : 20_000;
    await slackChannel(server.url, { ...patience, timeout })(message);
    const [once, again] = server.posts.map(({ body }) => body);
    expect(once).not.toMatch(/possibly repeated/i);
    expect((again ?? '').includes('Possibly repeated: an earlier attempt')).toBe(repeated);
    expect(again).toContain('Zoë opened it');
  });

  it('is given up after so many attempts, told as it was refused last', async () => {
    const server = await serverWith({ status: 503, body: '<html>Proxy says no</html>' });
    const refusal = await refusalOf(server.url);
    expect(refusal).toMatchObject({ message: 'Slack: HTTP 503', status: 503, permanent: false });
    expect(server.posts).toHaveLength(3);
    await refusalOf(server.url, { retries: 0 });
    expect(server.posts).toHaveLength(4);
  });
});

describe.concurrent('a message that Slack refuses for good', () => {
  it.each([
    [401, 'invalid_auth'],
    [403, 'invalid_token'],
    [403, 'action_prohibited'],
    [404, 'no_service'],
    [404, 'channel_not_found'],
    [410, 'channel_is_archived'],
  ])('with HTTP %i %s is posted once, and so would all others be', async (status, code) => {
    const server = await serverWith({ status, body: code });
    const refusal = await refusalOf(server.url);
    expect(refusal).toMatchObject({ message: `Slack: HTTP ${status} ${code}`, status, permanent: true });
    expect(server.posts).toHaveLength(1);
  });

  it.each(['invalid_payload', 'invalid_blocks', 'no_text', 'user_not_found'])(
    'with HTTP 400 %s is posted once; that condemns no other message',
    async (code) => {
      const server = await serverWith({ status: 400, body: code }, ok);
      const refusal = await refusalOf(server.url);
      expect(refusal).toMatchObject({ message: `Slack: HTTP 400 ${code}`, status: 400, permanent: false });
      expect(server.posts).toHaveLength(1);
    },
  );

  it.each([301, 302, 307, 308])('with a redirect (%i) is not sent after it', async (status) => {
    const elsewhere = await serverWith(ok);
    const server = await serverWith({ status, headers: { location: `${elsewhere.url}/evil` } });
    const refusal = await refusalOf(server.url);
    expect(refusal).toMatchObject({ message: `Slack: HTTP ${status}`, status, permanent: true });
    expect(server.posts).toHaveLength(1);
    expect(elsewhere.posts).toEqual([]);
  });

  it.each([
    ['a page', '<html>invalid_token</html>'],
    ['its own URL', `no_service ${password} /services/T0123/B0456`],
    ['a code and more', 'invalid_token\n2026 evil'],
    ['escapes', '\u001b]0;evil\u0007'],
    ['a code too long to be one', 'a'.repeat(61)],
    ['a megabyte', 'evil '.repeat(200_000)],
    ['nothing', ''],
  ])('with %s in its answer is told by its status alone', async (_, body) => {
    const server = await serverWith({ status: 403, body });
    expect((await refusalOf(server.url)).message).toBe('Slack: HTTP 403');
  });

  it('with an answer that never ends is told within the time limit', async () => {
    const server = await serverWith((response) => {
      response.writeHead(403).flushHeaders();
    });
    const refusal = await refusalOf(server.url);
    expect(refusal).toMatchObject({ message: 'Slack: HTTP 403', permanent: true });
    expect(server.posts).toHaveLength(1);
  });
});

describe.concurrent('a message that nobody knows to have arrived', () => {
  it.each<[string, Reply]>([
    ['an answer that never comes', () => undefined],
    ['a connection that is cut', (response) => response.destroy()],
    ['bytes that are no HTTP', (response) => response.socket?.end('evil\r\n\r\n')],
  ])('after %s is tried again, then refused as unanswered', async (_, reply) => {
    const server = await serverWith(reply);
    const refusal = await refusalOf(server.url, { timeout: 200, retries: 1 });
    expect(refusal).toMatchObject({ message: 'Slack: no answer', status: null, permanent: false });
    expect(server.posts).toHaveLength(2);
  });

  it('after an answer that never came is delivered at the next attempt', async () => {
    const server = await serverWith(() => undefined, ok);
    await slackChannel(server.url, { ...patience, timeout: 200 })(message);
    expect(server.posts).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    ['another word', { status: 200, body: 'thanks' }],
    ['a page', { status: 200, body: '<html>Proxy says hello</html>' }],
    ['nothing', { status: 200 }],
    ['ok among other words', { status: 200, body: 'ok, evil' }],
  ])('after HTTP 200 with %s is refused', async (_, reply) => {
    const server = await serverWith(reply);
    const refusal = await refusalOf(server.url, { retries: 0 });
    expect(refusal.message).toMatch(/^Slack: HTTP 200 (an answer other than ok|thanks)$/);
    expect(refusal.permanent).toBe(false);
  });

  it('after a body without end is refused once enough of it has come', { timeout: 20_000 }, async () => {
    const server = await serverWith((response) => {
      response.writeHead(200).write('evil '.repeat(1_000));
    });
    // Whoever waits for the end of the body waits for longer than this test may take.
    const refusal = await refusalOf(server.url, { retries: 0, timeout: 60_000 });
    expect(refusal.message).toBe('Slack: HTTP 200 an answer other than ok');
  });

  it('because nobody listens is refused as unanswered', async () => {
    const server = await WebhookServer.start(ok);
    await server.stop();
    const refusal = await refusalOf(server.url, { retries: 1 });
    expect(refusal).toMatchObject({ message: 'Slack: no answer', status: null, permanent: false });
  });

  it('because the URL holds a user and password is refused, without a word of it', async () => {
    const server = await serverWith(ok);
    const refusal = await refusalOf(server.url.replace('//', '//anna:evil@'), { retries: 0 });
    expect(refusal.message).toBe('Slack: no answer');
    expect(server.posts).toEqual([]);
  });
});

describe.concurrent('a URL that is none', () => {
  it.each([
    '',
    password,
    `hooks.slack.com/services/T0123/B0456/${password}`,
    `https://[/services/${password}`,
    `ftp://hooks.slack.com/${password}`,
    `file:///etc/${password}`,
    `javascript:${password}`,
  ])('is refused before anything is posted, and not shown: %s', (url) => {
    const made = () => slackChannel(url, patience);
    expect(made).toThrow(SlackRefusal);
    try {
      made();
    } catch (error) {
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(password);
      expect((error as SlackRefusal).message).toBe('Slack: the webhook URL is not a URL');
    }
  });
});
