import { html, type Html } from './html.ts';
import type { Tone } from './tone.ts';

/** A word that its colour only underlines: it says all by itself. */
export function badge(word: string, tone: Tone): Html {
  return html`<span class="badge tone-${tone}">${word}</span>`;
}
