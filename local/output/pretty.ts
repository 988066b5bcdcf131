import picocolors from 'picocolors';
import type { Severity } from '../../config/severity.ts';
import type { Alert, BareAlert, LastWord } from '../../handlers/alert/alert.ts';
import { harmless } from './harmless.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

function painted(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'critical':
      return (text) => colors.bgRed(colors.white(colors.bold(text)));
    case 'high':
      return (text) => colors.red(colors.bold(text));
    case 'medium':
      return colors.yellow;
    case 'low':
      return colors.cyan;
  }
}

const labelWidth = 9;
const indent = 2 + labelWidth;

/**
 * An alert for the terminal: what, who, where, is it real, what now. Prose is broken at `width` columns; commands and links
 * stay whole, so that they can be copied. Ends in a newline.
 */
export function prettyAlert(alert: Alert, colors: Colors, width = Infinity): string {
  const paint = painted(alert.severity, colors);
  const count = alert.count !== null && alert.count > 1 ? colors.bold(` ×${alert.count}`) : '';
  const shadow = alert.mode === 'shadow' ? colors.dim(' (shadow: nobody is told)') : '';
  const head = `${colors.dim(alert.eventTime)}  ${paint(` ${alert.severity.toUpperCase()} `)}  ${colors.bold(harmless(alert.title))}${count}${shadow}`;
  const lines: [label: string, text: string | null][] = [
    ['what', alert.what],
    ['who', whoText(alert)],
    ['where', `account ${alert.account ?? 'unknown'}, ${alert.region ?? 'unknown Region'}`],
    ['', alert.links.event],
    ['real?', alert.signs.length === 0 ? null : alert.signs.join('. ') + '.'],
    ['now', alert.next],
    ['', alert.command === null ? null : `$ ${alert.command}`],
    ['also', alert.also.length === 0 ? null : alert.also.join(', ')],
    [
      'more',
      `${alert.detection}, event ${alert.eventID}, ${alert.links.runbook}${alert.folded ? '; further kinds of this detection are told as one' : ''}`,
    ],
  ];
  const body = lines.flatMap(([label, text]) =>
    text === null ? [] : [`  ${colors.dim(label.padEnd(labelWidth))}${wrapped(harmless(text), width)}`],
  );
  return [head, ...body, '', ''].join('\n');
}

/** Breaks prose at spaces, so that no line is longer than the terminal is wide. */
function wrapped(text: string, width: number): string {
  if (/^(\$ |https:)/.test(text)) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

function whoText({ actor, who }: Alert): string {
  // Sessions of machines never have MFA: its absence says something of people only.
  const mfa = who.mfa === true ? 'MFA' : who.mfa === false && who.kind === 'IAM user' ? 'no MFA' : null;
  const service = who.sourceIPAddress?.endsWith('.amazonaws.com') === true;
  const from = who.sourceIPAddress === null || service ? null : `from ${who.sourceIPAddress}`;
  const parts = [
    actor === null ? who.kind : `${actor} (${who.kind})`,
    who.principal,
    who.sourceIdentity === null ? null : `source identity ${who.sourceIdentity}`,
    who.openedBy === null ? null : `break-glass opened by ${who.openedBy}`,
    who.via,
    from,
    mfa,
  ];
  return parts.filter((part) => part !== null && part !== actor).join(', ');
}

/** An event that matched and could not be worded. */
export function prettyBare({ gate, eventID, eventTime, account, reason }: BareAlert, colors: Colors): string {
  const head = `${colors.dim(harmless(eventTime))}  ${colors.bgRed(colors.white(' UNREADABLE '))}  ${colors.bold('An event that matched cannot be read')}`;
  const body = `  ${colors.dim('what'.padEnd(labelWidth))}${harmless(`${gate.join(', ')}: ${reason}; event ${eventID}, account ${account ?? 'unknown'}`)}`;
  return `${head}\n${body}\n\n`;
}

/** The last word on a kind of event: how many there were in its window. */
export function prettyLastWord({ detection, title, count, from, to }: LastWord, colors: Colors): string {
  const time = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return colors.dim(
    `${time(to)}  ${harmless(`${detection}: ${count} in all since ${time(from)}, first: ${title}`)}\n\n`,
  );
}
