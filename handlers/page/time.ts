import { html, type Html } from './html.ts';

/** An instant (ISO 8601 UTC) as people read it: `2026-11-18 02:14:07`, UTC, which the page says; other text as it is. */
export function timeText(instant: string): string {
  return instant.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/, '$1 $2');
}

/** The same as an element that machines read too. */
export function timeElement(instant: string): Html {
  const text = timeText(instant);
  return text === instant ? html`${instant}` : html`<time datetime="${instant}">${text}</time>`;
}
