import { createHash } from 'node:crypto';
import { html, Html, type HtmlValue } from './html.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** What stands at the head of a page: a label and what it says. */
export interface Fact {
  readonly label: string;
  readonly value: HtmlValue;
}

export interface PageContent {
  /** Plain text. */
  readonly title: string;
  /** What kind of page it is, above the title. */
  readonly kind: string;
  readonly facts: readonly Fact[];
  /** Parts that can be jumped to, by the ids of their elements. */
  readonly contents: readonly { readonly id: string; readonly label: string }[];
  readonly body: Html;
  /** Of which zone its times are, in a sentence. */
  readonly times?: string;
  /** Rules of this kind of page alone: a constant of the code. */
  readonly style?: string;
}

/**
 * A whole HTML document that needs nothing besides itself and may fetch nothing: its one style and its one script are known
 * to its Content-Security-Policy by hash. Without script it shows all the same; the script sorts, filters and pages tables.
 */
export function page({
  title,
  kind,
  facts,
  contents,
  body,
  times = 'All times are UTC.',
  style: own,
}: PageContent): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(own === undefined ? [style] : [style, own])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} · Glasswatch</title>
<style>${new Html(style)}</style>${own !== undefined && html`<style>${new Html(own)}</style>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="kind">${kind}</p>
<h1>${title}</h1>
<dl class="facts">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
<p class="utc">${times}</p>
</header>
<nav aria-label="Contents"><ul>${contents.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${body}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function policyOf(styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${styles.map((one) => `'${hashOf(one)}'`).join(' ')}`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
