import type { RichTextBlock } from '@slack/types';
import type { Severity } from '../../../config/severity.ts';
import { bareTitle, possiblyRepeatedText, type BareAlert, type LastWord } from '../alert.ts';
import { clipped } from './clip.ts';
import { asciiSubject } from './email.ts';
import { harmless, harmlessJson } from './harmless.ts';
import type { SlackMessage } from './slack.ts';
import type { SnsMessage } from './sns.ts';

/** What is told beside alerts. Text is plain and may hold what attackers wrote; it is escaped for its channel, line by line. */
export interface PlainMessage {
  /** For machines, such as `notice`. */
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  /** A line, or several. A line break within one is somebody's text, and is shown as such. */
  readonly text: string | readonly string[];
  /** To copy, whole. */
  readonly command: string | null;
  /** For machines, beside what is above; null where there is nothing. */
  readonly detection: string | null;
  readonly account: string | null;
}

const textLimit = 1_200;

function linesOf({ text }: Pick<PlainMessage, 'text'>): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}

/** For a topic: an e-mail for people, JSON for all else. */
export function plainSnsMessage(message: PlainMessage): SnsMessage {
  const { type, severity, title, command, detection, account } = message;
  const lines = linesOf(message);
  const headline = `${severity.toUpperCase()}: ${clipped(harmless(title), textLimit)}`;
  const words = clipped(lines.map(harmless).join('\n'), textLimit);
  const email = [headline, words, ...(command === null ? [] : [command])];
  const machine = { ...message, text: lines.join('\n'), type: `glasswatch.${type}`, version: 1 };
  return {
    Subject: asciiSubject(headline),
    Message: JSON.stringify({ default: harmlessJson(machine), email: `${email.join('\n\n')}\n` }),
    MessageStructure: 'json',
    MessageAttributes: {
      severity: { DataType: 'String', StringValue: severity },
      detection: { DataType: 'String', StringValue: detection ?? type },
      account: { DataType: 'String', StringValue: account ?? 'unknown' },
    },
  };
}

/** For an incoming webhook: rich text, in which Slack reads no markup. */
export function plainSlackMessage(message: PlainMessage): SlackMessage {
  const { title, command } = message;
  const literal = (...lines: readonly string[]) =>
    clipped(lines.map(harmless).join('\n').replaceAll('<', '‹').replaceAll('>', '›'), textLimit);
  const block: RichTextBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: literal(title), style: { bold: true } },
          { type: 'text', text: `\n${literal(...linesOf(message))}` },
        ],
      },
      ...(command === null
        ? []
        : [
            { type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text: command }] },
          ]),
    ],
  };
  return { text: literal(title).replaceAll('&', '&amp;'), blocks: [block] };
}

/** A bare alert in words; its Slack form has a header of its own (slack.ts). */
export function bareMessage({
  gate,
  severity,
  eventID,
  eventTime,
  account,
  reason,
  possiblyRepeated,
}: BareAlert): PlainMessage & { readonly text: string } {
  // First, because what follows may be cut.
  const repeated = possiblyRepeated === true ? `${possiblyRepeatedText} ` : '';
  return {
    type: 'bare-alert',
    severity,
    title: bareTitle,
    text: `${repeated}${gate.join(', ') || 'no event'}: ${reason}. Event ${eventID} of ${eventTime}, account ${account ?? 'unknown'}. Read it by hand in CloudTrail's event history: what it is, nobody knows yet.`,
    command: null,
    detection: gate[0] ?? null,
    account,
  };
}

/** A last word in words. */
export function lastWordMessage({ detection, title, count, from, possiblyRepeated }: LastWord): PlainMessage {
  const repeated = possiblyRepeated === true ? `${possiblyRepeatedText} ` : '';
  return {
    type: 'last-word',
    severity: 'low',
    title: `${detection}, repeats: ${count} in all of this kind since ${new Date(from).toISOString().replace('.000Z', 'Z')}`,
    text: `${repeated}The first: ${title}`,
    command: null,
    detection,
    account: null,
  };
}
