import { describe, expect, test } from 'vitest';
import { slackMessage } from '../../handlers/alert/render/slack.ts';
import { alertWith } from '../handlers/alert/render/alerts.ts';
import { mailFaults } from './mail-rules.ts';
import { screenOf } from './screen.ts';
import { pasted } from './shell.ts';
import { slackFaults } from './slack-rules.ts';

/** The judges of this folder, judged: each finds what it is there to find. */
describe('the judge of Slack messages', () => {
  const good = slackMessage(alertWith());
  const withElement = (element: object) => ({
    ...good,
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [element] }] }],
  });
  const header = (text: string, more: object = {}) => ({
    ...good,
    blocks: [{ type: 'header', text: { type: 'plain_text', emoji: false, text, ...more } }],
  });

  test('takes a good one', () => {
    expect(slackFaults(good)).toEqual([]);
    expect(slackFaults(header('x'.repeat(150)))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['no text', { blocks: good.blocks }],
    ['an empty text', { ...good, text: '' }],
    ['a mention', { ...good, text: '<!channel>' }],
    ['a bare ampersand', { ...good, text: 'R&D' }],
    ['half a pair', { ...good, text: '\ud800' }],
    ['an unknown key', { ...good, link_names: true }],
    ['no blocks', { ...good, blocks: [] }],
    ['51 blocks', { ...good, blocks: Array.from({ length: 51 }, () => header('x').blocks[0]) }],
    ['a header of 151 characters', header('x'.repeat(151))],
    ['an empty header', header('')],
    ['a header of mrkdwn', header('x', { type: 'mrkdwn' })],
    ['a header with emoji', header('x', { emoji: true })],
    ['a section', { ...good, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }] }],
    ['rich text without elements', { ...good, blocks: [{ type: 'rich_text', elements: [] }] }],
    ['an empty text element', withElement({ type: 'text', text: '' })],
    ['a broadcast', withElement({ type: 'broadcast', range: 'channel' })],
    ['a user', withElement({ type: 'user', user_id: 'U123' })],
    ['an emoji', withElement({ type: 'emoji', name: 'secret' })],
    ['a link that is none', withElement({ type: 'link', url: 'javascript:alert(1)' })],
    ['a date without token', withElement({ type: 'date', timestamp: 1, format: 'x', fallback: 'x' })],
    [
      'a date of no time',
      withElement({ type: 'date', timestamp: Number.NaN, format: '{date}', fallback: 'x' }),
    ],
    [
      '13,000 characters in all',
      {
        ...good,
        blocks: [
          {
            type: 'rich_text',
            elements: Array.from({ length: 13 }, () => ({
              type: 'rich_text_section',
              elements: [{ type: 'text', text: 'x'.repeat(1_000) }],
            })),
          },
        ],
      },
    ],
  ])('refuses %s', (_, message) => {
    expect(slackFaults(message)).not.toEqual([]);
  });
});

describe('the judge of e-mails', () => {
  const good = { subject: '[Glasswatch] x', body: 'x\n' };

  test.each<[string, Partial<typeof good>]>([
    ['a line break in the subject', { subject: '[Glasswatch] x\nBcc: y' }],
    ['a subject of 100 characters', { subject: 'x'.repeat(100) }],
    ['an empty subject', { subject: '' }],
    ['a subject that is not ASCII', { subject: 'é' }],
    ['an encoded word', { subject: '=?utf-8?q?x?=' }],
    ['a tab in the body', { body: 'a\tb\n' }],
    ['a C1 control in the body', { body: 'a\u009bb\n' }],
    ['half a pair in the body', { body: 'a\ud800\n' }],
  ])('refuses %s', (_, more) => {
    expect(mailFaults(good)).toEqual([]);
    expect(mailFaults({ ...good, ...more })).not.toEqual([]);
  });
});

describe('the terminal', () => {
  test.each([
    ['a bell', 'a\u0007\n', 'bell'],
    ['a title', '\u001b]0;owned\u0007\n', 'title owned'],
    ['a question', '\u001b[6n\n', 'answer "\\u001b[1;1R"'],
    ['a mode', '\u001b[?2004h\n', 'modes'],
    ['another screen', '\u001b[?1049h\n', 'other screen'],
    ['a move down', 'a\u001b[5Bb\u001b[2A\n', 'text in line 5 below the cursor'],
    ['a C1 control', 'a\u009b2Jb\n', 'control 155'],
  ])('notices %s', async (_, text, deed) => {
    expect((await screenOf(text)).deeds).toContain(deed);
  });

  test('shows the lines that were written, wrapped or not, and what is not in its own colours', async () => {
    const shown = await screenOf(`one\n${'x'.repeat(1_200)}\na \u001b[31mred\u001b[39m b\n\n`);
    expect(shown.deeds).toEqual([]);
    expect(shown.lines).toEqual(['one', 'x'.repeat(1_200), 'a red b', '']);
    expect(shown.styledFrom(0, 2)).toBe('red');
    expect(shown.styledFrom(0, 1)).toBe('');
  });
});

describe('the shell', () => {
  test('hands out the words of each call, and notices what else was done', () => {
    expect(pasted([`aws a 'b c'`, `aws "$(printf d)"`])).toEqual({
      calls: [['a', 'b c'], ['d']],
      stderr: '',
      status: 0,
      files: [],
    });
    expect(pasted(['aws a; touch made']).files).toEqual(['made']);
    expect(pasted([`aws 'a`]).calls).toEqual([]);
    expect(pasted(['aws a', 'nonsense']).stderr).not.toBe('');
  });
});
