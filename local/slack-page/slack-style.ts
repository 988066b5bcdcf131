/** What the page of Slack's messages has beside the style of every page. */
export const slackStyle = `
.slack-message { margin: 1.25rem 0 0; max-width: 52rem; }
.slack-message figcaption { color: var(--quiet); font-weight: 400; font-size: 0.8125rem; margin-bottom: 0.375rem; }
.slack-message figcaption b { color: var(--text); font-size: 0.9375rem; }
.slack-post { display: grid; grid-template-columns: 2.25rem 1fr; gap: 0 0.625rem; padding: 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); }
.slack-face { width: 2.25rem; height: 2.25rem; border-radius: 6px; background: var(--low-tint); color: var(--low); font-weight: 700; display: grid; place-items: center; font-size: 0.8125rem; }
.slack-name { font-weight: 700; margin: 0; }
.slack-name span { color: var(--quiet); font-weight: 400; font-size: 0.8125rem; margin-left: 0.375rem; }
.slack-body { min-width: 0; }
.slack-header { margin: 0.25rem 0 0.5rem; font-size: 1.125rem; line-height: 1.35; }
.slack-text p { margin: 0.125rem 0; max-width: none; white-space: pre-wrap; }
.slack-text pre { margin: 0.25rem 0 0.5rem; background: var(--surface); border: 1px solid var(--line); font-size: 0.8125rem; }
.slack-uses { color: var(--quiet); font-size: 0.8125rem; margin: 0.375rem 0 0; max-width: none; }
.slack-notification { color: var(--quiet); font-size: 0.8125rem; margin: 0.375rem 0 0; max-width: none; }
@media (max-width: 44rem) {
  .slack-post { grid-template-columns: 1fr; padding: 0.625rem; }
  .slack-face { display: none; }
}
@media print { .slack-message { break-inside: avoid; } .slack-face { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
