import { Writable } from 'node:stream';

import picocolors from 'picocolors';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Alert, BareAlert } from '../../../handlers/alert/alert.ts';
import { alertLine, bareLine } from '../../../local/output/ndjson.ts';
import { prettyAlert, prettyBare, prettyLastWord } from '../../../local/output/pretty.ts';
import { showsColors, streamNotifier } from '../../../local/output/stream-notifier.ts';

const plain = picocolors.createColors(false);
const colored = picocolors.createColors(true);

function alert(more: Partial<Alert> = {}): Alert {
  return {
    version: 1,
    mode: 'alert',
    detection: 'break-glass-read',
    also: [],
    severity: 'high',
    title: 'alice read payroll',
    what: 'GetSecretValue of payroll.',
    who: {
      name: 'a session of role ADMIN',
      proved: 'arn:aws:iam::111122223333:role/ADMIN',
      claims: ['session name "alice"'],
      kind: 'role session',
      principal: 'arn:aws:iam::111122223333:role/ADMIN',
      session: 'AROA:alice@2026-11-20T09:00:00Z',
      account: '111122223333',
      sourceIdentity: null,
      mfa: true,
      via: 'CLI or SDK',
      sourceIPAddress: '203.0.113.9',
      userAgent: 'aws-cli/2.31.0',
      openedBy: null,
      opener: null,
    },
    announced: null,
    signs: ['Read in the session itself', 'At night'],
    noise: null,
    next: 'Replace it:',
    command: 'aws secretsmanager rotate-secret --secret-id payroll',
    due: null,
    eventID: 'e1',
    eventTime: '2026-11-20T09:05:00Z',
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    account: '111122223333',
    region: 'eu-central-1',
    actor: 'alice',
    target: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:payroll',
    count: 1,
    folded: false,
    possiblyRepeated: false,
    links: { event: 'https://console.example/e1', runbook: 'docs/runbook.md#break-glass-read' },
    ...more,
  };
}

const bare: BareAlert = {
  version: 1,
  gate: ['break-glass-opened', 'bulk-read'],
  severity: 'critical',
  eventID: 'e1',
  eventTime: 'yesterday',
  account: null,
  reason: 'unusable eventTime',
};

const hostile =
  'x\u001b[2J\u001b]8;;http://evil\u0007\nsummary {}\r\u202egnp.exe\u2066\u200b\u0085\u2028\ud800y';
const harmful = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

describe('a line of ndjson', () => {
  it('has every field that scripts count on', () => {
    const line = JSON.parse(alertLine(alert())) as unknown;
    expect(line).toMatchObject({
      version: 1,
      mode: 'alert',
      detection: 'break-glass-read',
      also: [],
      severity: 'high',
      title: 'alice read payroll',
      eventID: 'e1',
      eventTime: '2026-11-20T09:05:00Z',
      account: '111122223333',
      region: 'eu-central-1',
      actor: 'alice',
      target: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:payroll',
      count: 1,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      command: 'aws secretsmanager rotate-secret --secret-id payroll',
      who: { kind: 'role session', mfa: true, openedBy: null },
      links: { runbook: 'docs/runbook.md#break-glass-read' },
    });
  });

  it('has null for what is absent', () => {
    const line = alertLine(alert({ account: null, region: null, actor: null, target: null, command: null }));
    expect(JSON.parse(line)).toMatchObject({
      account: null,
      region: null,
      actor: null,
      target: null,
      command: null,
    });
  });

  it('has a count where repeats are grouped, as a number, and none where they are not', () => {
    expect(JSON.parse(alertLine(alert({ count: 100 })))).toHaveProperty('count', 100);
    expect(JSON.parse(alertLine(alert({ count: null })))).not.toHaveProperty('count');
  });

  it('says what is in shadow and which others matched', () => {
    const line = alertLine(alert({ mode: 'shadow', also: ['bulk-read', 'decoy-read'] }));
    expect(JSON.parse(line)).toMatchObject({ mode: 'shadow', also: ['bulk-read', 'decoy-read'] });
  });

  it('is one line that no terminal acts on, and still the same value', () => {
    const line = alertLine(alert({ actor: hostile, title: hostile }));
    expect(line).not.toMatch(harmful);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ actor: hostile, title: hostile });
  });

  it('of an event that cannot be read says so', () => {
    const line = bareLine({ ...bare, reason: hostile });
    expect(line).not.toMatch(harmful);
    expect(JSON.parse(line)).toMatchObject({
      mode: 'alert',
      bare: true,
      severity: 'critical',
      title: 'An event that matched cannot be read',
      detection: 'break-glass-opened',
      also: ['bulk-read'],
      eventID: 'e1',
      eventTime: 'yesterday',
      account: null,
      reason: hostile,
    });
  });
});

describe('an alert on the terminal', () => {
  it('answers what, who, where, is it real, what now, in this order', () => {
    const text = prettyAlert(alert({ also: ['bulk-read'] }), plain);
    expect(text.split('\n')[0]).toBe('2026-11-20T09:05:00Z   HIGH   alice read payroll');
    const labels = text.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
    expect(labels).toEqual(['what', 'who', 'where', 'real?', 'now', 'also', 'more']);
    expect(text).toContain('GetSecretValue of payroll.');
    expect(text).toContain(
      'a session of role ADMIN, arn:aws:iam::111122223333:role/ADMIN, CLI or SDK. Claimed, not proved: session name "alice".',
    );
    expect(text).toContain('real?    With MFA. From 203.0.113.9. ');
    expect(text).toContain('account 111122223333, eu-central-1');
    expect(text).toContain('https://console.example/e1');
    expect(text).toContain('Read in the session itself. At night.');
    expect(text).toContain('bulk-read');
    expect(text).toContain('docs/runbook.md#break-glass-read');
    expect(text.endsWith('\n')).toBe(true);
  });

  it('has the command whole on a line of its own, however narrow the terminal', () => {
    const command = `aws iam put-role-policy --role-name ADMIN --policy-document '${'x'.repeat(200)}'`;
    const lines = prettyAlert(alert({ command }), plain, 40).split('\n');
    expect(lines.filter((line) => line.endsWith(command))).toHaveLength(1);
  });

  it('breaks its prose at the width of the terminal and loses no word', () => {
    const what = 'one two three four five six seven eight nine ten eleven twelve';
    const text = prettyAlert(alert({ what }), plain, 40);
    expect(text.replace(/\s+/g, ' ')).toContain(what);
    const prose = text.split('\n').filter((line) => /one|twelve/.test(line));
    expect(prose).toHaveLength(2);
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('leaves out what it does not know instead of printing null', () => {
    const who = {
      ...alert().who,
      principal: null,
      session: null,
      account: null,
      mfa: null,
      sourceIPAddress: null,
    };
    const unknown = { who, account: null, region: null, actor: null, target: null, command: null, signs: [] };
    const text = prettyAlert(
      alert({ ...unknown, links: { event: null, runbook: 'docs/runbook.md#x' } }),
      plain,
    );
    expect(text).not.toMatch(/null|undefined|real\?|\$/);
    expect(text).toContain('account unknown, unknown Region');
  });

  it('counts repeats, and says what is folded and in shadow', () => {
    expect(prettyAlert(alert({ count: 1 }), plain)).not.toContain('×');
    expect(prettyAlert(alert({ count: 100 }), plain).split('\n')[0]).toContain('×100');
    expect(prettyAlert(alert({ folded: true }), plain)).toContain(
      'further kinds of this detection are told as one',
    );
    expect(prettyAlert(alert({ mode: 'shadow' }), plain).split('\n')[0]).toContain('shadow');
  });

  it.each(['critical', 'high', 'medium', 'low'] as const)(
    'of severity %s is coloured on a terminal only',
    (severity) => {
      const escape = '\u001b[';
      expect(prettyAlert(alert({ severity }), plain)).not.toContain(escape);
      expect(prettyAlert(alert({ severity }), colored)).toContain(escape);
      expect(prettyAlert(alert({ severity }), plain)).toContain(severity.toUpperCase());
    },
  );

  it('shows what attackers wrote without acting on it, in every field', () => {
    const who = {
      ...alert().who,
      kind: hostile,
      principal: hostile,
      sourceIdentity: hostile,
      openedBy: hostile,
      via: hostile,
    };
    const texts = {
      title: hostile,
      what: hostile,
      next: hostile,
      command: hostile,
      eventID: hostile,
      actor: hostile,
    };
    const places = {
      account: hostile,
      region: hostile,
      target: hostile,
      links: { event: hostile, runbook: hostile },
    };
    const text = prettyAlert(alert({ ...texts, ...places, who, signs: [hostile], also: [hostile] }), plain);
    expect(text).not.toMatch(harmful);
    expect(text).not.toMatch(/^summary/m);
    expect(text).toContain('x\\u{1b}[2J');
    expect(text).toContain('\\u{202e}gnp.exe');
  });

  it('that cannot be read is told with what is certain', () => {
    const text = prettyBare(bare, plain);
    expect(text).toContain('break-glass-opened, bulk-read: unusable eventTime; event e1, account unknown');
    const attacked = prettyBare(
      { ...bare, eventTime: hostile, eventID: hostile, account: hostile, reason: hostile },
      plain,
    );
    expect(attacked).not.toMatch(harmful);
    expect(attacked).not.toMatch(/^summary/m);
  });

  it('has a last word with the number in all', () => {
    const [from, to] = [Date.parse('2026-11-20T09:00:00Z'), Date.parse('2026-11-20T10:00:00Z')];
    const word = { detection: 'rotation-failed', title: hostile, count: 37, from, to };
    const text = prettyLastWord(word, plain);
    expect(text).toContain(
      '2026-11-20T10:00:00Z  rotation-failed, repeats: 37 in all of this kind since 2026-11-20T09:00:00Z',
    );
    expect(text).not.toMatch(harmful);
  });
});

/** A terminal, or a pipe, that takes a little at a time. */
function slowStream(): { stream: Writable; written: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    highWaterMark: 16,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        chunks.push(chunk.toString());
        done();
      });
    },
  });
  return { stream, written: () => chunks.join('') };
}

describe('the stream of results', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('waits for a slow reader and loses nothing', async () => {
    const { stream, written } = slowStream();
    const notifier = streamNotifier(stream, 'ndjson');
    for (let n = 0; n < 20; n++) {
      await notifier.alert(alert({ eventID: `e${n}` }));
      expect(stream.writableLength).toBeLessThan(4_096);
    }
    const ids = written()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { eventID: string }).eventID);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, n) => `e${n}`));
  });

  it('has a line for each alert in ndjson and none for last words', async () => {
    const { stream, written } = slowStream();
    const notifier = streamNotifier(stream, 'ndjson');
    await notifier.alert(alert());
    await notifier.bare(bare);
    await notifier.lastWord({ detection: 'x', title: 'x', count: 3, from: 0, to: 1 });
    expect(written().trimEnd().split('\n')).toHaveLength(2);
  });

  it('has last words when it is pretty', async () => {
    const { stream, written } = slowStream();
    await streamNotifier(stream, 'pretty').lastWord({ detection: 'x', title: 'x', count: 3, from: 0, to: 1 });
    expect(written()).toContain('3 in all');
  });

  it('has colours on a terminal only, and not where NO_COLOR asks for none', () => {
    vi.stubEnv('NO_COLOR', undefined);
    const { stream } = slowStream();
    expect(showsColors(stream)).toBe(false);
    expect(showsColors(Object.assign(stream, { isTTY: true }))).toBe(true);
    vi.stubEnv('NO_COLOR', '1');
    expect(showsColors(Object.assign(stream, { isTTY: true }))).toBe(false);
    vi.stubEnv('NO_COLOR', '');
    expect(showsColors(Object.assign(stream, { isTTY: true }))).toBe(true);
  });
});
