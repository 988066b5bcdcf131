import type {
  HeaderBlock,
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextStyleable,
} from '@slack/types';
import type { SlackMessage } from '../../handlers/alert/render/slack.ts';
import { html, type Html } from '../../handlers/page/html.ts';

/** The time zone of the reader (IANA), in which Slack would show dates. */
export interface Reader {
  readonly timeZone: string;
}

/** The blocks of a message as Slack shows them. @throws where a message holds what Slack shows in a way not known here. */
export function blocksHtml({ blocks }: SlackMessage, reader: Reader): Html {
  return html`${blocks.map((block) => blockHtml(block, reader))}`;
}

function blockHtml(block: HeaderBlock | RichTextBlock, reader: Reader): Html {
  if (block.type === 'header') return html`<h3 class="slack-header">${block.text.text}</h3>\n`;
  return html`<div class="slack-text">${block.elements.map((one) => richHtml(one, reader))}</div>\n`;
}

function richHtml(element: RichTextBlockElement, reader: Reader): Html {
  if (element.type === 'rich_text_section')
    return html`<p>${element.elements.map((one) => elementHtml(one, reader))}</p>\n`;
  if (element.type === 'rich_text_preformatted')
    return html`<pre tabindex="0"><code>${element.elements.map((one) => elementHtml(one, reader))}</code></pre>\n`;
  throw new Error(`the page cannot show rich text of type ${element.type}`);
}

function elementHtml(element: RichTextElement, reader: Reader): Html {
  if (element.type === 'text') return styled(element.text, element.style);
  if (element.type === 'link')
    return html`<a href="${element.url}" rel="noreferrer">${element.text ?? element.url}</a>`;
  if (element.type !== 'date') throw new Error(`the page cannot show a ${element.type}`);
  const { format, timestamp } = element;
  return html`<time datetime="${new Date(timestamp * 1000).toISOString()}">${dateText(format, timestamp, reader)}</time>`;
}

function styled(text: string, style: RichTextStyleable['style']): Html {
  // The line break at a section's end is what begins the next paragraph.
  const shown = text.replace(/\n$/, '');
  if (style?.bold === true) return html`<strong>${shown}</strong>`;
  return html`${shown}`;
}

/** The tokens of Slack's date markup that our messages use (docs.slack.dev, date formatting). */
const tokens: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

function dateText(format: string, timestamp: number, { timeZone }: Reader): string {
  return format.replace(/\{([a-z_]+)\}/g, (_, token: string) => {
    const options = tokens[token];
    if (options === undefined) throw new Error(`the page cannot show a date as ${token}`);
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(timestamp * 1000);
  });
}
