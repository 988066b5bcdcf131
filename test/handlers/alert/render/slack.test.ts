import type { RichTextBlock, RichTextSection } from '@slack/types';
import { describe, expect, it } from 'vitest';
import {
  bareSlackMessage,
  lastWordSlackMessage,
  slackMessage,
} from '../../../../handlers/alert/render/slack.ts';
import { readSlack, slackFaults } from '../../../hostile/slack-rules.ts';
import { alertWith, caller, command, secret } from './alerts.ts';

const bold = { bold: true };

function textsOf(message: unknown, label: string): string | undefined {
  return readSlack(message).parts.find((part) => part.label === label)?.text;
}

describe('a message for Slack', () => {
  it('is what Slack documents, word for word', () => {
    const end = { type: 'text', text: '\n' };
    const section = (label: string, text: string, ...more: object[]) => ({
      type: 'rich_text_section',
      elements: [{ type: 'text', text: `${label}  `, style: bold }, { type: 'text', text }, ...more, end],
    });
    expect(slackMessage(alertWith())).toEqual({
      text: 'HIGH: anna read prod/db in BREAK-GLASS-ADMIN',
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', emoji: false, text: '🔴 HIGH: anna read prod/db in BREAK-GLASS-ADMIN' },
        },
        {
          type: 'rich_text',
          elements: [
            section('what', `GetSecretValue of ${secret}.`),
            section(
              'who',
              'a session of role BREAK-GLASS-ADMIN, arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN, source identity anna.schmidt, CLI or SDK. Claimed, not proved: session name "anna".',
            ),
            section(
              'where',
              'account 111122223333, eu-central-1, 2026-11-20T02:14:00Z',
              { type: 'text', text: ' (' },
              {
                type: 'date',
                timestamp: 1_795_140_840,
                format: '{date_short_pretty} {time_secs}',
                fallback: '2026-11-20T02:14:00Z',
              },
              { type: 'text', text: ')' },
              { type: 'text', text: '  ' },
              { type: 'link', url: 'https://eu-central-1.console.aws.amazon.com/e1', text: 'event' },
            ),
            section(
              'real?',
              'With MFA. From 203.0.113.9. Read in the break-glass session itself. Nobody announced a drill.',
            ),
            section('now', 'Replace it within 4 hours. Start now if the work is done:'),
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: command }] },
            section('also', 'bulk-read'),
            section(
              'more',
              'break-glass-read, event 0d15ea5e-0000-4000-8000-000000000001, docs/runbook.md#break-glass-read',
            ),
          ],
        },
      ],
    });
  });

  it.each([
    ['critical', '🚨 CRITICAL: '],
    ['high', '🔴 HIGH: '],
    ['medium', '🟠 MEDIUM: '],
    ['low', '🔵 LOW: '],
  ] as const)('of severity %s begins with its signal', (severity, beginning) => {
    const message = slackMessage(alertWith({ severity }));
    expect(readSlack(message).header.startsWith(beginning)).toBe(true);
    expect(slackFaults(message)).toEqual([]);
  });

  it('says how often, and that it is in shadow', () => {
    const { text } = slackMessage(alertWith({ count: 100, mode: 'shadow' }));
    expect(text).toBe('HIGH: anna read prod/db in BREAK-GLASS-ADMIN ×100 (shadow: nobody is told)');
  });

  it('has no element without text, where an alert has little to say', () => {
    const nobody = { ...caller, principal: null, sourceIdentity: null, mfa: null, sourceIPAddress: null };
    const links = { event: null, runbook: 'docs/runbook.md#x' };
    const message = slackMessage(
      alertWith({
        who: nobody,
        actor: null,
        signs: [],
        also: [],
        command: null,
        links,
        account: null,
        region: null,
      }),
    );
    expect(slackFaults(message)).toEqual([]);
    expect(JSON.stringify(message)).not.toMatch(/null|undefined|"link"/);
  });

  it('escapes in its notification what Slack reads as markup, and nothing else', () => {
    const title = `R&D's <!channel> & <https://evil.example|ok> *b*`;
    expect(slackMessage(alertWith({ title })).text).toBe(
      `HIGH: R&amp;D's &lt;!channel&gt; &amp; &lt;https://evil.example|ok&gt; *b*`,
    );
  });

  it('shows angle brackets as other brackets wherever a name stands, and leaves commands as they are', () => {
    const odd = `aws kms enable-key --key-id '<!here>'`;
    const message = slackMessage(alertWith({ what: 'Key <!here> is disabled.', command: odd }));
    expect(textsOf(message, 'what')).toBe('Key ‹!here› is disabled.');
    expect(readSlack(message).parts.find(({ label }) => label === 'now')?.command).toBe(odd);
  });

  it.each([
    ['a title of just as much as a header holds', 'title', 150 - '🔴 HIGH: '.length, true],
    ['a title of one character more', 'title', 151 - '🔴 HIGH: '.length, false],
  ] as const)('keeps %s: %s, %i characters: %s', (_, field, length, whole) => {
    const name = 'x'.repeat(length);
    const { header } = readSlack(slackMessage(alertWith({ [field]: name })));
    expect(header).toHaveLength(150);
    expect(header.endsWith('…')).toBe(!whole);
  });

  it('keeps names of the greatest length that AWS allows', () => {
    const longest = `arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:${'s'.repeat(512)}-4Rzn83`;
    const principal = `arn:aws:iam::111122223333:role/${'p'.repeat(510)}/${'r'.repeat(64)}`;
    const rotate = `aws secretsmanager rotate-secret --secret-id ${longest} --region ap-southeast-1`;
    const message = slackMessage(
      alertWith({
        what: `GetSecretValue of ${longest}.`,
        who: {
          ...caller,
          name: `a session of role ${'r'.repeat(64)}`,
          proved: principal,
          sourceIdentity: 'i'.repeat(64),
          opener: `IAM user ${'u'.repeat(64)}`,
          claims: [`session name "${'n'.repeat(64)}"`],
        },
        command: rotate,
      }),
    );
    const shown = JSON.stringify(message);
    for (const name of [longest, principal, 'i'.repeat(64), 'u'.repeat(64), 'n'.repeat(64), rotate])
      expect(shown).toContain(name);
    expect(slackFaults(message)).toEqual([]);
  });

  it('has a link to the runbook beside the command, where the config says where it is', () => {
    const runbook = 'https://wiki.example/runbook#break-glass-read';
    const message = slackMessage(alertWith({ links: { event: null, runbook } }));
    expect(slackFaults(message)).toEqual([]);
    const links = JSON.stringify(message.blocks).match(/\{"type":"link".*?\}/g);
    expect(links).toEqual([JSON.stringify({ type: 'link', url: runbook, text: 'runbook' })]);
  });

  it('has the reader’s own time beside every time of ours', () => {
    const message = lastWordSlackMessage({
      detection: 'rotation-failed',
      title: 'Rotation of a failed at 2026-11-20T02:14:00Z, not at 2026-19-39T02:14:00Z',
      count: 37,
      from: Date.parse('2026-11-20T02:00:00Z'),
      to: Date.parse('2026-11-20T03:00:00Z'),
    });
    expect(slackFaults(message)).toEqual([]);
    const { elements } = (message.blocks[0] as RichTextBlock).elements[0] as RichTextSection;
    const shown = elements.map((one) =>
      one.type === 'date' ? `<${one.timestamp}>` : 'text' in one ? one.text : '',
    );
    expect(shown.join('')).toBe(
      'rotation-failed, repeats: 37 in all of this kind since 2026-11-20T02:00:00Z (<1795140000>). The first: Rotation of a failed at 2026-11-20T02:14:00Z (<1795140840>), not at 2026-19-39T02:14:00Z',
    );
  });

  it('leaves out a link that is too long to be one', () => {
    const link = (length: number) =>
      JSON.stringify(
        slackMessage(
          alertWith({
            links: { event: `https://x.example/${'e'.repeat(length - 18)}`, runbook: 'docs/runbook.md#x' },
          }),
        ),
      );
    expect(link(1_000)).toContain('"link"');
    expect(link(1_001)).not.toContain('"link"');
  });

  it('says that a command is missing where there is no room for it, rather than showing half of it', () => {
    const room = slackMessage(alertWith({ command: `aws ${'x'.repeat(2_496)}` }));
    expect(readSlack(room).parts.find(({ label }) => label === 'now')?.command).toHaveLength(2_500);
    const none = slackMessage(alertWith({ command: `aws ${'x'.repeat(2_497)}` }));
    expect(readSlack(none).parts.find(({ label }) => label === 'now')).toEqual({
      label: 'now',
      text: 'Replace it within 4 hours. Start now if the work is done. The command is too long to be shown here.',
      command: null,
    });
  });

  it('says first of what cannot be read that it is possibly repeated', () => {
    const message = bareSlackMessage({
      version: 1,
      gate: ['bulk-read'],
      severity: 'high',
      eventID: 'e1',
      eventTime: 'yesterday',
      account: null,
      reason: 'x'.repeat(5_000),
      possiblyRepeated: true,
    });
    expect(slackFaults(message)).toEqual([]);
    expect(JSON.stringify(message.blocks)).toContain(
      'Possibly repeated: an earlier attempt to tell this may have arrived. bulk-read: xxx',
    );
  });

  it('tells what cannot be read with what is certain', () => {
    const message = bareSlackMessage({
      version: 1,
      gate: ['break-glass-opened', 'bulk-read'],
      severity: 'critical',
      eventID: 'e1<!channel>',
      eventTime: 'yesterday',
      account: null,
      reason: 'unusable eventTime',
    });
    expect(slackFaults(message)).toEqual([]);
    expect(message.text).toBe('CRITICAL: An event that matched cannot be read');
    expect(JSON.stringify(message.blocks)).toContain(
      'break-glass-opened, bulk-read: unusable eventTime. Event e1‹!channel› of yesterday, account unknown.',
    );
  });
});
