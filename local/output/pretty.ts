import picocolors from 'picocolors';
import { bareTitle, type Alert, type BareAlert, type LastWord } from '../../handlers/alert/alert.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { tellingOf } from '../../handlers/alert/render/telling.ts';
import { severityPaint } from './severity-paint.ts';
import { wrapped } from './wrapped.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

const labelWidth = 9;
const indent = 2 + labelWidth;

/**
 * An alert for the terminal: what, who, where, is it real, what now. Prose is broken at `width` columns; commands and links
 * stay whole, so that they can be copied. Ends in a newline.
 */
export function prettyAlert(alert: Alert, colors: Colors, width = Infinity): string {
  const paint = severityPaint(alert.severity, colors);
  const bold = (one: string) => one.replace(/\S.*/, (words) => colors.bold(words));
  const { headline, parts } = tellingOf(alert);
  const severity = ` ${alert.severity.toUpperCase()} `;
  const before = `${alert.eventTime}  ${severity}  `.length;
  const title = wrapped(harmless(headline), width, before).split('\n').map(bold);
  const head = `${colors.dim(alert.eventTime)}  ${paint(severity)}  ${title.join('\n')}`;
  const line = (label: string, text: string) => `  ${colors.dim(label.padEnd(labelWidth))}${text}`;
  const body = parts.flatMap(({ label, text, command, link }) => [
    line(label, wrapped(harmless(text), width, indent)),
    ...(link === undefined ? [] : [line('', harmless(link))]),
    ...(command === undefined ? [] : [line('', `$ ${harmless(command)}`)]),
  ]);
  return [head, ...body, '', ''].join('\n');
}

/** An event that matched and could not be worded. */
export function prettyBare(
  { gate, eventID, eventTime, account, reason }: BareAlert,
  colors: Colors,
  width = Infinity,
): string {
  const head = `${colors.dim(harmless(eventTime))}  ${colors.bgRed(colors.white(' UNREADABLE '))}  ${colors.bold(bareTitle)}`;
  const body = `  ${colors.dim('what'.padEnd(labelWidth))}${wrapped(harmless(`${gate.join(', ')}: ${reason}; event ${eventID}, account ${account ?? 'unknown'}`), width, indent)}`;
  return `${head}\n${body}\n\n`;
}

/** The last word on a kind of event: how many there were in its window. */
export function prettyLastWord(
  { detection, title, count, from, to }: LastWord,
  colors: Colors,
  width = Infinity,
): string {
  const time = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  const before = `${time(to)}  `;
  const words = harmless(
    `${detection}, repeats: ${count} in all of this kind since ${time(from)}, the first: ${title}`,
  );
  return colors.dim(`${before}${wrapped(words, width, before.length)}\n\n`);
}
