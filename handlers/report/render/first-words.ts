import { badge } from '../../page/badge.ts';
import { html, type Html } from '../../page/html.ts';
import { numberText } from '../../page/table.ts';
import { lengthText, periodText } from '../period.ts';
import type { Report } from '../report.ts';
import { linkTo } from './link.ts';

/** What is missing in the report, in red before all else. */
export function troublesOf({ troubles }: Report): Html | null {
  if (troubles.length === 0) return null;
  return html`<div class="notice tone-critical" role="group" aria-labelledby="troubles">
<h2 id="troubles">This report is not complete</h2>
<ul>${troubles.map(({ says, section }) => html`<li>${says}${section !== null && html` (<a href="#${section}">more</a>)`}</li>`)}</ul>
</div>
`;
}

/** What the period before did not have. */
export function newsOf({ news, before, beforeIsKnown }: Report): Html {
  return html`<section id="new" aria-labelledby="new-title">
<h2 id="new-title">New since the ${lengthText(before)} before</h2>
${
  !beforeIsKnown &&
  html`<p class="notice tone-medium">The log holds nothing of ${periodText(before)}: whether reads, refusals and findings are new cannot be told.</p>\n`
}${
    news.length > 0
      ? html`<ul class="news">${news.map(({ count, says, tone, rows }) => html`<li>${badge(numberText(count), tone)}<span>${linkTo(rows, html`${says}`)}</span></li>`)}</ul>`
      : beforeIsKnown && html`<p>Nothing: all that was found was there before.</p>`
  }
</section>
`;
}
