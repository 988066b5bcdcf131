import { afterEach, describe, expect, it } from 'vitest';
import type { Alert, BareAlert } from '../../../handlers/alert/alert.ts';
import type { SnsMessage } from '../../../handlers/alert/render/sns.ts';
import { PutOffError } from '../../../handlers/alert/ports.ts';
import { ChannelNotifier } from '../../../handlers/channels/channel-notifier.ts';
import { MemoryDeliveries } from '../../../handlers/channels/memory-deliveries.ts';
import { MemoryTraffic } from '../../../handlers/channels/memory-traffic.ts';
import { slackChannel } from '../../../handlers/channels/slack-channel.ts';
import { SlackDoor } from '../../../handlers/channels/slack-door.ts';
import { Desk } from '../alert/desk.ts';
import { assumeRole, rotationFailed } from '../alert/events.ts';
import { ok, WebhookServer, type Reply } from './webhook-server.ts';

const hour = 3_600_000;
const servers: WebhookServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** Channels with a real webhook and a topic in memory. */
class Stage {
  readonly published: SnsMessage[] = [];
  readonly notices: string[] = [];
  readonly waits: number[] = [];
  topicBroken = false;
  now = 0;
  readonly traffic = new MemoryTraffic();
  readonly server: WebhookServer;
  readonly notifier: ChannelNotifier;

  private constructor(server: WebhookServer, withSlack: boolean) {
    this.server = server;
    servers.push(server);
    const slack = new SlackDoor({
      channel: slackChannel(server.url, { timeout: 1_000, retries: 0, longestWait: 0 }),
      traffic: this.traffic,
      clock: { now: () => this.now },
      notice: (reason) => Promise.resolve(void this.notices.push(reason)),
    });
    this.notifier = new ChannelNotifier({
      slack: withSlack ? slack : null,
      topic: (message) => {
        if (this.topicBroken) return Promise.reject(new Error('InternalError'));
        this.published.push(message);
        return Promise.resolve();
      },
      deliveries: new MemoryDeliveries(),
    });
  }

  static async set(replies: readonly Reply[] = [ok], withSlack = true): Promise<Stage> {
    return new Stage(await WebhookServer.start(...replies), withSlack);
  }

  /** How often Slack and the topic took or refused something. */
  get told(): string {
    return `slack ${this.server.posts.length}, topic ${this.published.length}`;
  }
}

async function alertOf(record: Record<string, unknown>): Promise<Alert> {
  const desk = new Desk();
  await desk.take(record);
  return desk.only;
}
const critical = await alertOf(assumeRole('e1', '09:00'));
const high = await alertOf(rotationFailed('e2', '09:00', 'db-AbCdEf'));
const again = <Told extends Alert>(alert: Told) => ({ ...alert, possiblyRepeated: true });
const broken: Reply = { status: 503 };
const gone: Reply = { status: 404, body: 'no_service' };
const tooMany: Reply = { status: 429, headers: { 'retry-after': '30' } };

describe('a critical alert', () => {
  it('goes to Slack and to the topic', async () => {
    const stage = await Stage.set();
    await stage.notifier.alert(critical);
    expect(stage.told).toBe('slack 1, topic 1');
    expect(stage.server.posts[0]?.body).toContain(
      'CRITICAL: Break-glass role BREAK-GLASS-ADMIN opened by IAM user alice',
    );
    expect(stage.published[0]?.MessageAttributes.severity?.StringValue).toBe('critical');
  });

  it('comes again where one of them failed, and is then asked of that one alone', async () => {
    const stage = await Stage.set([broken, ok]);
    await expect(stage.notifier.alert(critical)).rejects.toThrow('Slack takes no more messages now');
    expect(stage.published).toHaveLength(1);
    await stage.notifier.alert(again(critical));
    expect(stage.told).toBe('slack 2, topic 1');
  });

  it('is not told in Slack again where only the topic failed', async () => {
    const stage = await Stage.set();
    stage.topicBroken = true;
    await expect(stage.notifier.alert(critical)).rejects.toThrow('InternalError');
    stage.topicBroken = false;
    await stage.notifier.alert(again(critical));
    expect(stage.told).toBe('slack 1, topic 1');
  });

  it('needs one channel only at a second attempt', async () => {
    const stage = await Stage.set([broken]);
    await expect(stage.notifier.alert(critical)).rejects.toThrow();
    await stage.notifier.alert(again(critical));
    expect(stage.told).toBe('slack 2, topic 1');
  });

  it('is never counted as told where no channel took it', async () => {
    const stage = await Stage.set([gone]);
    stage.topicBroken = true;
    await expect(stage.notifier.alert(critical)).rejects.toThrow('InternalError');
    await expect(stage.notifier.alert(again(critical))).rejects.toThrow('InternalError');
  });

  it('waits for no permit', async () => {
    const stage = await Stage.set();
    await Promise.all(Array.from({ length: 8 }, () => stage.notifier.alert(critical)));
    expect(stage.told).toBe('slack 8, topic 8');
  });
});

describe('any other alert', () => {
  it('goes to Slack alone', async () => {
    const stage = await Stage.set();
    await stage.notifier.alert(high);
    expect(stage.told).toBe('slack 1, topic 0');
  });

  it.each([
    ['puts off', tooMany],
    ['fails', broken],
  ])('comes again where Slack %s, and then goes to the topic', async (_, reply) => {
    const stage = await Stage.set([reply]);
    await expect(stage.notifier.alert(high)).rejects.toThrow('Slack takes no more messages now');
    expect(stage.published).toEqual([]);
    await stage.notifier.alert(again(high));
    expect(stage.told).toBe('slack 2, topic 1');
  });

  it('goes to the topic at once where Slack refuses this very message', async () => {
    const stage = await Stage.set([{ status: 400, body: 'invalid_payload' }, ok]);
    await stage.notifier.alert(high);
    await stage.notifier.alert(high);
    expect(stage.told).toBe('slack 2, topic 1');
    expect(stage.notices).toEqual([]);
  });

  it('goes to the topic where there is no webhook', async () => {
    const stage = await Stage.set([ok], false);
    await stage.notifier.alert(high);
    await stage.notifier.alert(critical);
    expect(stage.told).toBe('slack 0, topic 2');
    expect(stage.notices).toEqual([]);
  });

  it('takes one second of Slack each', async () => {
    const stage = await Stage.set();
    await Promise.all([high, high, high].map((alert) => stage.notifier.alert(alert)));
    const at = stage.server.posts.map((post) => post.at).sort((a, b) => a - b);
    expect(Number(at[2]) - Number(at[0])).toBeGreaterThan(1_900);
  });

  it('goes back where seconds are taken for too long', async () => {
    const stage = await Stage.set();
    const many = Array.from({ length: 8 }, () => stage.notifier.alert(high));
    const settled = await Promise.allSettled(many);
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    expect(stage.server.posts).toHaveLength(6);
  });

  it('has the second for which it was put off, and takes nobody else’s', async () => {
    const stage = await Stage.set();
    for (let n = 0; n < 9; n += 1) await stage.traffic.reserve(0, Infinity);
    await expect(stage.notifier.alert(high)).rejects.toEqual(new PutOffError(9_000));
    stage.now = 8_900;
    await stage.notifier.alert(high, 9_000);
    expect(stage.told).toBe('slack 1, topic 0');
    expect(stage.server.posts[0]?.body).not.toMatch(/repeated/i);
    expect(await stage.traffic.reserve(8_900, Infinity)).toBe(10_000);
  });

  it('that comes too late for its second takes another where there is room, else goes to the topic', async () => {
    const stage = await Stage.set();
    stage.now = 360_000;
    await stage.notifier.alert(high, 9_000);
    expect(stage.told).toBe('slack 1, topic 0');
    for (let n = 0; n < 9; n += 1) await stage.traffic.reserve(360_000, Infinity);
    await stage.notifier.alert(high, 9_000);
    expect(stage.told).toBe('slack 1, topic 1');
  });

  it('goes to the topic where it would wait more than five minutes, and leaves the seconds to others', async () => {
    const stage = await Stage.set();
    for (let n = 0; n < 301; n += 1) await stage.traffic.reserve(0, Infinity);
    await stage.notifier.alert(high);
    expect(stage.told).toBe('slack 0, topic 1');
    expect(await stage.traffic.reserve(0, Infinity)).toBe(301_000);
  });

  it('that cannot come again leaves a second that is too far off to others', async () => {
    const stage = await Stage.set();
    for (let n = 0; n < 9; n += 1) await stage.traffic.reserve(0, Infinity);
    await stage.notifier.alert(again(high));
    expect(stage.told).toBe('slack 0, topic 1');
    expect(await stage.traffic.reserve(0, Infinity)).toBe(9_000);
  });

  it('is told to nobody in shadow', async () => {
    const stage = await Stage.set();
    await stage.notifier.alert({ ...high, mode: 'shadow' });
    await stage.notifier.alert({ ...critical, mode: 'shadow' });
    expect(stage.told).toBe('slack 0, topic 0');
  });
});

describe('a webhook that is gone', () => {
  it('is left alone for an hour: the topic gets all, and one notice is given', async () => {
    const stage = await Stage.set([gone]);
    for (const alert of [high, high, critical]) await stage.notifier.alert(alert);
    expect(stage.told).toBe('slack 1, topic 3');
    expect(stage.notices).toEqual(['Slack: HTTP 404 no_service']);
  });

  it('is tried once an hour, with a notice each time', async () => {
    const stage = await Stage.set([gone]);
    for (const hours of [0, 0.5, 1, 1.5, 2]) {
      stage.now = hours * hour;
      await stage.notifier.alert(high);
    }
    expect(stage.told).toBe('slack 3, topic 5');
    expect(stage.notices).toHaveLength(3);
  });

  it('is used again once it takes a message', async () => {
    const stage = await Stage.set([gone, ok]);
    await stage.notifier.alert(high);
    stage.now = hour;
    await stage.notifier.alert(high);
    await stage.notifier.alert(critical);
    expect(stage.told).toBe('slack 3, topic 2');
    expect(stage.notices).toHaveLength(1);
  });
});

describe('what is no alert', () => {
  const bare: BareAlert = {
    version: 1,
    gate: ['decoy-read', 'bulk-read'],
    severity: 'high',
    eventID: 'e9',
    eventTime: '2026-11-20T09:00:00Z',
    account: null,
    reason: 'unusable eventTime <!channel>',
  };

  it('is told bare in Slack, or in the topic at once where Slack fails', async () => {
    const stage = await Stage.set([ok, broken]);
    await stage.notifier.bare(bare);
    await stage.notifier.bare({ ...bare, eventID: 'e10' });
    expect(stage.told).toBe('slack 2, topic 1');
    const [{ Subject, Message } = { Subject: '', Message: '' }] = stage.published;
    expect(Subject).toBe('[Glasswatch] HIGH: An event that matched cannot be read');
    const { default: machine, email } = JSON.parse(Message) as { default: string; email: string };
    expect(email).toContain('decoy-read, bulk-read: unusable eventTime <!channel>. Event e10 of 2026-11-20');
    expect(JSON.parse(machine)).toMatchObject({
      type: 'glasswatch.bare-alert',
      version: 1,
      detection: 'decoy-read',
    });
    expect(stage.server.posts[0]?.body).not.toContain('<!channel>');
  });

  it('is the last word', async () => {
    const stage = await Stage.set([ok, broken]);
    const word = { detection: 'bulk-read', title: 'x read much', count: 42, from: 0, to: hour };
    await stage.notifier.lastWord(word);
    await stage.notifier.lastWord(word);
    expect(stage.told).toBe('slack 2, topic 1');
    expect(stage.server.posts[0]?.body).toContain(
      'bulk-read, repeats: 42 in all of this kind since 1970-01-01T00:00:00Z',
    );
    expect(stage.published[0]?.Subject).toContain(
      'LOW: bulk-read, repeats: 42 in all of this kind since 1970',
    );
  });

  it('is plain, with its command whole', async () => {
    const stage = await Stage.set();
    await stage.notifier.plain({
      type: 'armed',
      severity: 'critical',
      title: 'Armed & ready <@U123>',
      text: 'All is well.\u202e',
      command: "aws sts get-caller-identity --query 'Account'",
      detection: null,
      account: '111122223333',
    });
    expect(stage.told).toBe('slack 1, topic 1');
    const body = stage.server.posts[0]?.body ?? '';
    expect(body).not.toContain('<@');
    expect(body).not.toContain('\u202e');
    expect(body).toContain("aws sts get-caller-identity --query 'Account'");
    expect(stage.published[0]?.Message).toContain("aws sts get-caller-identity --query 'Account'");
    expect(stage.published[0]?.Message).not.toContain('\u202e');
  });
});
