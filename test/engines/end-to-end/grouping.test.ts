import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assumeRole, deniedCall, iamUser, notAuthorized } from '../../detections/event-builders.ts';
import { breakGlass, iso } from './emergency.ts';
import { stopSchedules } from './functions.ts';
import { home, Stage, until } from './stage.ts';

let stage: Stage;

describe('a storm of one kind among openings of the glass', () => {
  const now = Date.now();
  const denied = Array.from({ length: 120 }, () =>
    deniedCall(
      'secretsmanager',
      'GetSecretValue',
      iamUser('mallory'),
      notAuthorized(iamUser('mallory'), 'secretsmanager:GetSecretValue', 'prod/storm'),
      { more: { eventTime: iso(now), readOnly: true } },
    ),
  );
  const openings = Array.from({ length: 12 }, (_, n) =>
    assumeRole(iamUser('mallory'), breakGlass, {
      session: `storm-${n}`,
      more: { eventTime: iso(now), readOnly: true },
    }),
  );
  let posts: readonly string[];
  let published: readonly string[];

  beforeAll(async () => {
    stage = await Stage.set({
      config: {
        account: '111122223333',
        regions: [home],
        breakGlass: { roles: [breakGlass], users: [] },
        slack: { webhookSecret: 'glasswatch-slack-webhook' },
      },
    });
    await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
    for (const [n, opening] of openings.entries())
      await stage.send([...denied.slice(n * 10, n * 10 + 10), opening]);
    for (const queue of ['glasswatch-alert', 'glasswatch-critical'])
      await until(`an empty queue ${queue}`, async () => ((await stage.waiting(queue)) === 0 ? true : null));
    posts = stage.slack.posts.map(({ body }) => (JSON.parse(body) as { text: string }).text);
    published = (await stage.publishedMachine()).map(({ detection }) => String(detection));
  });

  afterAll(async () => {
    // There is none where it could not be set.
    await (stage as Stage | undefined)?.strike();
  });

  it('is told in Slack with its first, its 10th and its 100th event, and with their counts', () => {
    const told = posts.filter((text) => text.startsWith('MEDIUM: '));
    expect(told.map((text) => /×(\d+)/.exec(text)?.[1] ?? '1').sort()).toEqual(['1', '10', '100']);
  });

  it('takes no opening of the glass away: each is told, in Slack and by SNS', () => {
    expect(posts.filter((text) => text.startsWith('CRITICAL: '))).toHaveLength(12);
    expect(posts).toHaveLength(15);
    expect(published).toEqual(Array.from({ length: 12 }, () => 'break-glass-opened'));
  });

  it('leaves a disposition for each event: alerted or grouped, and they add up', async () => {
    const dispositions: (string | null)[] = [];
    for (const { eventID } of denied) dispositions.push(await stage.disposition(String(eventID)));
    expect(dispositions.filter((one) => one === 'alerted')).toHaveLength(3);
    expect(dispositions.filter((one) => one === 'grouped')).toHaveLength(117);
  });
});
