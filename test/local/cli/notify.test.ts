import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  home,
  iamUser,
  read,
  roleSession,
  rotationFailed,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';
import { ok, password, WebhookServer, type Reply } from '../../handlers/channels/webhook-server.ts';
import { slackFaults } from '../../hostile/slack-rules.ts';
import { Folder, glasswatch, linesOf, summaryOf, type Ended } from './glasswatch.ts';

const folder = new Folder();
const servers: WebhookServer[] = [];

const config = folder.write(
  'config.json',
  JSON.stringify({
    account: home,
    regions: ['eu-central-1'],
    breakGlass: { roles: [breakGlassRole] },
    detections: { 'rotation-failed': { mode: 'shadow' } },
  }),
);

const inEmergency = roleSession(breakGlassRole, 'alice', '09:00');
const hostileName = '<!channel>\u001b]0;owned\u0007\nsummary {"records":0}';

/** What happens, in order of time; in the file it stands in another. */
const records: readonly CloudTrailRecord[] = [
  assumeRole('e1', '09:00'),
  read('e2', '09:05', 'payroll', inEmergency),
  rotationFailed('e3', '09:06', 'db-AbCdEf'), // in shadow
  read('e4', '09:07', 'payroll', inEmergency), // a repeat
  deniedRead('e5', '09:10', { by: iamUser(hostileName) }),
  read('e6', '09:12', 'billing', inEmergency),
];
/** Matches, and cannot be read: told bare, before all that has a time. */
const timeless = { ...assumeRole('e0', '09:30', { as: 'carol' }), eventTime: 'yesterday' };

const logs = folder.write('logs/day.json', JSON.stringify({ Records: [...records].reverse() }));
const broken = folder.write('broken/day.json', JSON.stringify({ Records: [timeless, ...records] }));
const posted = ['e1', 'e2', 'e5', 'e6', 'the last word'];
const printed = ['e1', 'e2', 'e3', 'e5', 'e6'];

interface Notified extends Ended {
  readonly server: WebhookServer;
}

/** A replay of a file that posts to a server which answers so. */
async function notified(
  replies: readonly Reply[],
  { file = logs, args = [] }: { file?: string; args?: readonly string[] } = {},
): Promise<Notified> {
  const server = await WebhookServer.start(...replies);
  servers.push(server);
  const env = { GLASSWATCH_SLACK_WEBHOOK_URL: server.url };
  const all = ['replay', file, '--config', config, '--notify', ...args];
  return { ...(await glasswatch(all, { cwd: folder.path, env })), server };
}

/** The events that were posted, in order, and the last word on the secret that was read twice. */
function eventsIn({ server }: Notified): string[] {
  return server.posts.map(({ body }) =>
    body.includes('break-glass-read, repeats: 2 in all of this kind since 2026-11-20T09:05:00')
      ? 'the last word'
      : (/\bevent (e\d)\b/i.exec(body)?.[1] ?? '?'),
  );
}

function expectNoPassword({ stdout, stderr }: Ended): void {
  for (const output of [stdout, stderr]) {
    for (const part of [password, 'services/T0123', '127.0.0.1']) expect(output).not.toContain(part);
  }
}

afterAll(async () => {
  folder.remove();
  await Promise.all(servers.map((server) => server.stop()));
});

describe('replay --notify, where Slack takes every message', () => {
  let pretty: Notified;
  let lines: Notified;
  let alone: Ended;

  beforeAll(async () => {
    [pretty, lines, alone] = await Promise.all([
      notified([ok]),
      notified([ok], { args: ['--format', 'ndjson'] }),
      glasswatch(['replay', logs, '--config', config, '--format', 'ndjson'], { cwd: folder.path }),
    ]);
  });

  it('ends with exit code 0', () => {
    expect([pretty.code, lines.code, alone.code]).toEqual([0, 0, 0]);
  });

  it('posts each alert once, in order of time, and how many repeats there were; what is in shadow is not posted', () => {
    expect(eventsIn(pretty)).toEqual(posted);
    expect(eventsIn(lines)).toEqual(posted);
  });

  it('posts what Slack takes: no fault, no markup of an attacker', () => {
    for (const { body } of pretty.server.posts) expect(slackFaults(JSON.parse(body))).toEqual([]);
    expect(pretty.server.posts[2]?.body).toContain('&lt;!channel&gt;');
  });

  it('prints all that it prints without --notify, shadowed ones too', () => {
    expect(lines.stdout).toBe(alone.stdout);
    expect(linesOf(lines).map(({ eventID }) => eventID)).toEqual(printed);
    expect(pretty.stdout).toContain('(shadow: nobody is told)');
    for (const id of printed) expect(pretty.stdout).toContain(`event ${id},`);
  });

  it('says how many were delivered, and not where', () => {
    expect(pretty.stderr).toMatch(/^Slack: 5 delivered, 0 not delivered$/m);
    expectNoPassword(pretty);
    expectNoPassword(lines);
  });

  it('lets no name write lines of its own', () => {
    expect(summaryOf(pretty)).toMatchObject({ records: 6, alerted: 4, grouped: 1, shadowed: 1 });
    expect(pretty.stdout + pretty.stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(pretty.stderr.match(/^summary /gm)).toHaveLength(1);
    expect(pretty.stdout).not.toMatch(/^summary /m);
  });
});

describe('replay --notify, where Slack refuses', () => {
  it.concurrent.each([
    [403, 'invalid_token'],
    [404, 'no_service'],
    [410, 'channel_is_archived'],
  ])(
    'for good with HTTP %i %s, posts nothing more, prints everything and ends with 1',
    async (status, code) => {
      const ended = await notified([ok, { status, body: code }, ok], { args: ['--format', 'ndjson'] });
      expect(eventsIn(ended)).toEqual(['e1', 'e2']);
      expect(linesOf(ended).map(({ eventID }) => eventID)).toEqual(printed);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain(`not delivered: event e2: Slack: HTTP ${status} ${code}\n`);
      expect(ended.stderr).toMatch(/^Slack: 1 delivered, 4 not delivered$/m);
      expectNoPassword(ended);
    },
  );

  it.concurrent('one message for what it holds, posts the others all the same', async () => {
    const ended = await notified([{ status: 400, body: 'invalid_blocks' }, ok]);
    expect(eventsIn(ended)).toEqual(posted);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('not delivered: event e1: Slack: HTTP 400 invalid_blocks\n');
    expect(ended.stderr).toMatch(/^Slack: 4 delivered, 1 not delivered$/m);
    expect(ended.stdout).toContain('event e1,');
    expectNoPassword(ended);
  });

  it.concurrent('for now, waits as long as it asks and loses nothing', async () => {
    const busy: Reply = { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } };
    const ended = await notified([ok, busy, ok]);
    expect(eventsIn(ended)).toEqual(['e1', 'e2', 'e2', 'e5', 'e6', 'the last word']);
    const [, first, again] = ended.server.posts;
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(ended.code).toBe(0);
  });

  it.concurrent('for longer than anybody waits, posts nothing more and prints everything', async () => {
    const busy: Reply = { status: 429, body: 'rate_limited', headers: { 'retry-after': '3600' } };
    const ended = await notified([busy, ok], { args: ['--format', 'ndjson'] });
    expect(eventsIn(ended)).toEqual(['e1']);
    expect(linesOf(ended).map(({ eventID }) => eventID)).toEqual(printed);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('not delivered: event e1: Slack: HTTP 429 rate_limited\n');
    expect(ended.stderr).toMatch(/^Slack: 0 delivered, 5 not delivered$/m);
  });

  it.concurrent('one message after another, gives up after three, and prints everything', async () => {
    const ended = await notified([{ status: 503 }], { args: ['--format', 'ndjson'] });
    expect([...new Set(eventsIn(ended))]).toEqual(['e1', 'e2', 'e5']);
    expect(linesOf(ended).map(({ eventID }) => eventID)).toEqual(printed);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^Slack: 0 delivered, 5 not delivered$/m);
    expectNoPassword(ended);
  });

  it.concurrent('with what no log should show, shows its status alone', async () => {
    const page = `<html>\u001b]0;owned\u0007 ${password}\nsummary {}</html>`;
    const ended = await notified([{ status: 403, body: page }]);
    expect(ended.stderr).toContain('not delivered: event e1: Slack: HTTP 403\n');
    expect(ended.stderr).not.toContain('html');
    expectNoPassword(ended);
  });
});

describe('replay --notify, with an event that cannot be read', () => {
  it.concurrent('posts it bare', async () => {
    const ended = await notified([ok], { file: broken });
    expect(eventsIn(ended)).toEqual(['e0', ...posted]);
    expect(slackFaults(JSON.parse(ended.server.posts[0]?.body ?? ''))).toEqual([]);
    expect(ended.server.posts[0]?.body).toContain('break-glass-opened: unusable eventTime');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^Slack: 6 delivered, 0 not delivered$/m);
  });

  it.concurrent(
    'shows no session token on either stream, nor to Slack, however the file is damaged',
    async () => {
      const damaged = folder.write(
        'damaged/day.ndjson',
        `${JSON.stringify(records[0])}\n${JSON.stringify(timeless)}\n${JSON.stringify(assumeRole('e7', '09:40')).replace('"sessionToken":', '"sessionToken"')}\n`,
      );
      const ended = await notified([ok], { file: damaged });
      expect(JSON.stringify(records[0])).toContain('SESSION-TOKEN-MARKER');
      expect(ended.stderr).toContain('no event:');
      expect(eventsIn(ended)).toEqual(['e0', 'e1']);
      const posts = ended.server.posts.map(({ body }) => body);
      for (const output of [ended.stdout, ended.stderr, ...posts])
        expect(output).not.toContain('SESSION-TOKEN');
    },
  );
});

describe('replay --notify, without a webhook', () => {
  it.concurrent.each<[string, Record<string, string>, RegExp]>([
    ['where the variable is not set', {}, /GLASSWATCH_SLACK_WEBHOOK_URL/],
    ['where it is empty', { GLASSWATCH_SLACK_WEBHOOK_URL: '' }, /GLASSWATCH_SLACK_WEBHOOK_URL/],
    [
      'where it is no URL',
      { GLASSWATCH_SLACK_WEBHOOK_URL: `hooks.slack.com/services/T0123/${password}` },
      /GLASSWATCH_SLACK_WEBHOOK_URL is not the URL of a webhook/,
    ],
  ])('%s ends with 2 and runs nothing', async (_, env, says) => {
    const ended = await glasswatch(['replay', logs, '--config', config, '--notify'], {
      cwd: folder.path,
      env,
    });
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/summary/);
    expectNoPassword(ended);
  });
});
