import type { RichTextBlockElement, RichTextElement } from '@slack/types';
import { clipped } from '../../alert/render/clip.ts';
import { harmless } from '../../alert/render/harmless.ts';
import type { SlackMessage } from '../../alert/render/slack.ts';
import type { Tone } from '../../page/tone.ts';
import { numberText } from '../../page/table.ts';
import { lengthText, periodText } from '../period.ts';
import type { Report } from '../report.ts';

/** aws-facts, section 12: 150 characters in a header; about 13,200 in all blocks together. */
const headerLimit = 150;
const textLimit = 300;
const troubleLimit = 300;
/** More troubles or news than this are counted, not listed. */
const mostLines = 12;

const signal: Readonly<Record<Tone, string>> = {
  critical: '🚨',
  high: '🔴',
  medium: '🟠',
  low: '🔵',
  good: '🟢',
  plain: '⚪',
};

/**
 * The report for Slack: what is missing in it, what is new, and each section in a line. `place` says where the page lies.
 * All that events or engines say stands in rich text, whose text elements Slack takes literally.
 */
export function reportSlackMessage(report: Report, place: string): SlackMessage {
  const { period, troubles, news, before, beforeIsKnown, sections } = report;
  const title = `${troubles.length > 0 ? '🚨 INCOMPLETE: ' : ''}Who read our secrets, ${periodText(period)}`;
  const fresh = news.map(({ count, says, tone }) => `${signal[tone]} ${numberText(count)} ${says}`);
  const known = beforeIsKnown ? 'nothing' : 'cannot be told: the log holds nothing of the period before';
  return {
    text: escaped(clipped(harmless(title), textLimit)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', emoji: false, text: clipped(title, headerLimit) } },
      {
        type: 'rich_text',
        elements: [
          ...listOf(
            'This report is not complete',
            troubles.map(({ says }) => says),
          ),
          ...(fresh.length > 0 || !beforeIsKnown || troubles.length === 0
            ? listOf(`New since the ${lengthText(before)} before`, fresh.length > 0 ? fresh : [known])
            : []),
          ...listOf('In all', sections.map(lineOf)),
          section([{ type: 'text', text: 'Page and CSV  ', style: { bold: true } }, text(place)]),
        ],
      },
    ],
  };
}

function listOf(heading: string, lines: readonly string[]): RichTextBlockElement[] {
  if (lines.length === 0) return [];
  const more = lines.length - mostLines;
  const shown = more > 0 ? [...lines.slice(0, mostLines), `… and ${more} more`] : lines;
  return [
    section([{ type: 'text', text: `${heading}\n`, style: { bold: true } }]),
    { type: 'rich_text_list', style: 'bullet', elements: shown.map((line) => section([text(line)])) },
  ];
}

/** A section in a line: what it says, or its first figures. */
function lineOf({ title, state, says, figures }: Report['sections'][number]): string {
  if (state !== 'found' && says !== null)
    return `${title}: ${state === 'not-looked-at' ? 'not looked at' : says}`;
  const told = figures.slice(0, 3).map(({ label, value }) => {
    return `${typeof value === 'number' ? numberText(value) : value} ${label}`;
  });
  return `${title}: ${told.join(', ')}`;
}

function section(elements: RichTextElement[]) {
  return { type: 'rich_text_section' as const, elements };
}

function text(shown: string): RichTextElement {
  return { type: 'text', text: clipped(literal(shown), troubleLimit) };
}

/** Angle brackets begin mentions and links wherever Slack reads markup: none reaches it. */
function literal(shown: string): string {
  return harmless(shown).replaceAll('<', '‹').replaceAll('>', '›');
}

/** What Slack asks to be escaped in the top-level text, which it reads as mrkdwn. */
function escaped(shown: string): string {
  return shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
