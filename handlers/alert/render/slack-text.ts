import { harmless } from './harmless.ts';

/** Text for elements of rich text. Angle brackets begin mentions and links wherever Slack reads markup: none reaches it. */
export function literal(text: string): string {
  return harmless(text).replaceAll('<', '‹').replaceAll('>', '›');
}

/** What Slack asks to be escaped in the top-level text, which it reads as mrkdwn. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
