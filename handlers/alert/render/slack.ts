import type { HeaderBlock, RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { Severity } from '../../../config/severity.ts';
import { bareTitle, possiblyRepeatedText, type Alert, type BareAlert, type LastWord } from '../alert.ts';
import { clipped } from './clip.ts';
import { harmless } from './harmless.ts';
import { bareMessage } from './plain.ts';
import { withLocalTimes } from './slack-times.ts';
import { tellingOf, withRoomFor, type TellingPart } from './telling.ts';

/** A message for an incoming webhook: blocks, and the text of the notification. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly (HeaderBlock | RichTextBlock)[];
}

/** aws-facts, section 12: 150 characters in a header; about 13,200 in all blocks together. */
const headerLimit = 150;
const partLimit = 1_200;
const commandLimit = 2_500;
const linkLimit = 1_000;
const textLimit = 300;

const signal: Readonly<Record<Severity, string>> = { critical: '🚨', high: '🔴', medium: '🟠', low: '🔵' };

/**
 * An alert for Slack. Everything that an event says stands in rich text, whose text elements Slack takes literally: no
 * mention, link, formatting or emoji is read in it (mrkdwn would turn the `:secret:` of every ARN into an emoji).
 */
export function slackMessage(alert: Alert): SlackMessage {
  const { headline, parts } = tellingOf(alert);
  const title = `${alert.severity.toUpperCase()}: ${headline}`;
  const elements = parts.flatMap(partElements);
  return {
    text: notificationText(title),
    blocks: [header(alert.severity, title), { type: 'rich_text', elements }],
  };
}

/** A message once more, after an attempt of which nobody knows whether it was taken. */
export function repeatedSlackMessage({ text, blocks }: SlackMessage): SlackMessage {
  const elements = [{ type: 'rich_text_section' as const, elements: words(possiblyRepeatedText) }];
  return { text, blocks: [...blocks, { type: 'rich_text', elements }] };
}

/** The text of a notification, which Slack reads as mrkdwn. */
export function notificationText(title: string): string {
  return escaped(clipped(harmless(title), textLimit));
}

/** The header of a message. */
export function header(severity: Severity, title: string): HeaderBlock {
  const text = clipped(`${signal[severity]} ${literal(title)}`, headerLimit);
  return { type: 'header', text: { type: 'plain_text', emoji: false, text } };
}

/** A bare alert for Slack: what is certain, and no more. */
export function bareSlackMessage(alert: BareAlert): SlackMessage {
  const { severity } = alert;
  const title = `${severity.toUpperCase()}: ${bareTitle}`;
  const elements = [{ type: 'rich_text_section' as const, elements: words(bareMessage(alert).text) }];
  return {
    text: escaped(title),
    blocks: [header(severity, title), { type: 'rich_text', elements }],
  };
}

/** The last word on a kind of event for Slack: how many there were in its window. */
export function lastWordSlackMessage({
  detection,
  title,
  count,
  from,
  possiblyRepeated,
}: LastWord): SlackMessage {
  const since = new Date(from).toISOString().replace('.000Z', 'Z');
  const text = clipped(
    `${detection}, repeats: ${count} in all of this kind since ${since}. The first: ${title}`,
    partLimit,
  );
  const elements = [{ type: 'rich_text_section' as const, elements: words(text) }];
  const message: SlackMessage = {
    text: notificationText(text),
    blocks: [{ type: 'rich_text', elements }],
  };
  return possiblyRepeated === true ? repeatedSlackMessage(message) : message;
}

/** A part of a message: its label, its text, its link and its command to copy. */
export function partElements(part: TellingPart): RichTextBlockElement[] {
  const { label, text, command, link, linkTo = 'event' } = withRoomFor(commandLimit, part);
  return [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: `${label}  `, style: { bold: true } },
        ...words(text),
        ...(link === undefined || link.length > linkLimit
          ? []
          : ([
              { type: 'text', text: '  ' },
              { type: 'link', url: link, text: linkTo },
            ] as const)),
        { type: 'text', text: '\n' },
      ],
    },
    ...(command === undefined
      ? []
      : [{ type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text: command }] }]),
  ];
}

/** Words as Slack is to show them, literally, with the reader's own time beside each of ours. */
export function words(text: string): RichTextElement[] {
  return withLocalTimes(clipped(literal(text), partLimit));
}

/** Angle brackets begin mentions and links wherever Slack reads markup: none reaches it from an event. */
function literal(text: string): string {
  return harmless(text).replaceAll('<', '‹').replaceAll('>', '›');
}

/** What Slack asks to be escaped in the top-level text, which it reads as mrkdwn. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
