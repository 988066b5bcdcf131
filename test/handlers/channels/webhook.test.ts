import { afterEach, describe, expect, it } from 'vitest';
import { SlackRefusal } from '../../../handlers/channels/slack-channel.ts';
import { keptWebhookChannel } from '../../../handlers/channels/webhook.ts';
import { ok, password, WebhookServer, type Reply } from './webhook-server.ts';

const options = { timeout: 2_000, retries: 0, longestWait: 0 };
const message = { text: 'hello', blocks: [] };
const servers: WebhookServer[] = [];

async function webhook(...replies: Reply[]): Promise<WebhookServer> {
  const server = await WebhookServer.start(...replies);
  servers.push(server);
  return server;
}

/** A place that keeps these texts, one after the other, the last for ever. */
function kept(...texts: (string | Error)[]) {
  let reads = 0;
  const read = () => {
    reads += 1;
    const text = texts[Math.min(reads, texts.length) - 1] ?? '';
    return text instanceof Error ? Promise.reject(text) : Promise.resolve(text);
  };
  return { read, reads: () => reads };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('the webhook that is kept elsewhere', () => {
  it('is read once for many messages; the newline at its end is none of it', async () => {
    const server = await webhook(ok);
    const place = kept(`${server.url}\n`);
    const post = keptWebhookChannel(place.read, options);
    await post(message);
    await post(message);
    expect(server.posts).toHaveLength(2);
    expect(place.reads()).toBe(1);
  });

  it.each([401, 403, 404, 410])(
    'is read once more after HTTP %i, and used if it is another',
    async (status) => {
      const old = await webhook({ status });
      const fresh = await webhook(ok);
      const place = kept(old.url, fresh.url);
      const post = keptWebhookChannel(place.read, options);
      await post(message);
      await post(message);
      expect([old.posts.length, fresh.posts.length, place.reads()]).toEqual([1, 2, 2]);
    },
  );

  it('is not tried again where it is the same', async () => {
    const server = await webhook({ status: 404, body: 'no_service' });
    const place = kept(server.url);
    const post = keptWebhookChannel(place.read, options);
    await expect(post(message)).rejects.toThrow(new SlackRefusal('no_service', 404));
    expect([server.posts.length, place.reads()]).toEqual([1, 2]);
  });

  it.each([400, 429, 500])('is not read again after HTTP %i', async (status) => {
    const server = await webhook({ status });
    const place = kept(server.url);
    await expect(keptWebhookChannel(place.read, options)(message)).rejects.toThrow(SlackRefusal);
    expect(place.reads()).toBe(1);
  });

  it('refuses for good where it cannot be read, and says nothing of what was said', async () => {
    const failure = Object.assign(new Error(`the value is ${password}`), {
      name: 'ResourceNotFoundException',
    });
    const post = keptWebhookChannel(kept(failure).read, options);
    const refusal: unknown = await post(message).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      message: "Slack: the webhook's URL cannot be read (ResourceNotFoundException)",
      permanent: true,
    });
    expect(JSON.stringify(refusal) + String((refusal as Error).stack)).not.toContain(password);
  });

  it.each(['', 'to be filled in', '{"url":'])('refuses for good where it is no URL: %j', async (text) => {
    const post = keptWebhookChannel(kept(text).read, options);
    await expect(post(message)).rejects.toMatchObject({ permanent: true });
  });

  it('is read again at the next message where it could not be read', async () => {
    const server = await webhook(ok);
    const place = kept(new Error('throttled'), server.url);
    const post = keptWebhookChannel(place.read, options);
    await expect(post(message)).rejects.toThrow(SlackRefusal);
    await post(message);
    expect(server.posts).toHaveLength(1);
  });
});
