import { harmless } from '../alert/render/harmless.ts';

/** HTML that is safe to stand in a page: only `html` makes it, and it escapes whatever it is given. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between the markup; null, undefined and false leave nothing. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * HTML from a template. Every text between the markup is escaped for elements and for attributes in double quotes, and what
 * hides or moves text is shown as `\u{…}`: texts of events are written by attackers. Not for use inside script or style.
 */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = markup[0] ?? '';
  for (const [index, value] of values.entries()) text += textOf(value) + (markup[index + 1] ?? '');
  return new Html(text);
}

function textOf(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value instanceof Html ? value.text : value.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
