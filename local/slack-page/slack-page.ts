import type { SlackMessage } from '../../handlers/alert/render/slack.ts';
import { badge } from '../../handlers/page/badge.ts';
import { html, type Html } from '../../handlers/page/html.ts';
import { page } from '../../handlers/page/page.ts';
import { numberText } from '../../handlers/page/table.ts';
import { timeElement } from '../../handlers/page/time.ts';
import type { Posted } from './posted.ts';
import { blocksHtml, type Reader } from './slack-blocks.ts';
import { usesOf } from './slack-limits.ts';
import { slackStyle } from './slack-style.ts';

/** Messages of one kind. */
export interface MessageGroup {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly messages: readonly Posted[];
}

/** A page that shows messages as Slack would, out of the very bodies that a webhook is sent. */
export function slackPage(groups: readonly MessageGroup[], reader: Reader): string {
  const count = groups.reduce((sum, { messages }) => sum + messages.length, 0);
  return page({
    title: 'What Glasswatch posts to Slack',
    kind: 'Glasswatch messages',
    facts: [
      { label: 'Messages', value: count },
      { label: 'Local time as in', value: reader.timeZone },
    ],
    contents: groups.map(({ id, title }) => ({ id, label: title })),
    body: html`${groups.map((group) => groupHtml(group, reader))}`,
    times: 'Times outside of messages are UTC; in them Slack shows the local time of whoever reads.',
    style: slackStyle,
  });
}

function groupHtml({ id, title, about, messages }: MessageGroup, reader: Reader): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="quiet">${about}</p>
${messages.map((message) => messageHtml(message, reader))}</section>
`;
}

function messageHtml({ about, at, payload }: Posted, reader: Reader): Html {
  const message = JSON.parse(payload) as SlackMessage;
  return html`<figure class="slack-message">
<figcaption><b>${about}</b>${at !== null && html` · posted ${timeElement(at)}`}</figcaption>
<div class="slack-post"><span class="slack-face" aria-hidden="true">GW</span>
<div class="slack-body"><p class="slack-name">Glasswatch<span>APP</span></p>
${blocksHtml(message, reader)}</div></div>
${usesHtml(message)}</figure>
`;
}

/** Whether Slack takes the message, and how near it comes to what Slack does not take. */
function usesHtml(message: SlackMessage): Html {
  const uses = usesOf(message);
  const fits = uses.every(({ used, limit }) => used <= limit);
  const words = uses.map(({ of, used, limit }) => `${numberText(used)} of ${numberText(limit)} ${of}`);
  return html`<p class="slack-uses">${fits ? badge('fits', 'good') : badge('too long', 'critical')} ${words.join(', ')}</p>
`;
}
