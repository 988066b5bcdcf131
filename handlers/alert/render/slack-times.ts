import type { RichTextElement } from '@slack/types';

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z/g;

/**
 * Text for Slack in which each instant (ISO 8601 UTC) is followed by the same moment in brackets, which Slack shows in the
 * reader's own time zone.
 */
export function withLocalTimes(text: string): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let shown = 0;
  for (const { 0: fallback, index } of text.matchAll(instant)) {
    const time = Date.parse(fallback);
    if (Number.isNaN(time)) continue;
    const end = index + fallback.length;
    elements.push(
      { type: 'text', text: text.slice(shown, end) },
      { type: 'text', text: ' (' },
      {
        type: 'date',
        timestamp: Math.floor(time / 1000),
        format: '{date_short_pretty} {time_secs}',
        fallback,
      },
      { type: 'text', text: ')' },
    );
    shown = end;
  }
  const rest = text.slice(shown);
  return rest === '' && elements.length > 0 ? elements : [...elements, { type: 'text', text: rest }];
}
