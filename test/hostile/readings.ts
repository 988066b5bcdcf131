import picocolors from 'picocolors';
import { expect } from 'vitest';
import type { Alert } from '../../handlers/alert/alert.ts';
import { emailOf } from '../../handlers/alert/render/email.ts';
import { machineAlert } from '../../handlers/alert/render/machine.ts';
import { slackMessage } from '../../handlers/alert/render/slack.ts';
import { snsMessage } from '../../handlers/alert/render/sns.ts';
import { alertLine } from '../../local/output/ndjson.ts';
import { prettyAlert } from '../../local/output/pretty.ts';
import { mailFaults } from './mail-rules.ts';
import { screenOf, withoutSpaces } from './screen.ts';
import { decodedEntities, readSlack, slackFaults } from './slack-rules.ts';
import { expectTold, hiddenIn } from './texts.ts';

const colors = picocolors.createColors(true);

/** An alert as each channel is given it. */
export function renderings(alert: Alert) {
  const { subject, body } = emailOf(alert);
  return {
    terminal: prettyAlert(alert, colors),
    narrowTerminal: prettyAlert(alert, colors, 80),
    ndjson: alertLine(alert),
    slack: JSON.stringify(slackMessage(alert)),
    subject,
    body,
    machine: machineAlert(alert),
    sns: JSON.stringify(snsMessage(alert)),
  };
}

/** The parts that an alert has, in the order in which they are asked for. */
export function labelsOf({ who, announced, signs, noise, due, also }: Alert): string[] {
  const machine = who.sourceIPAddress?.endsWith('.amazonaws.com') === true;
  const address = who.sourceIPAddress !== null && who.sourceIPAddress !== 'AWS Internal' && !machine;
  const mfa = who.mfa === true || (who.mfa === false && who.kind === 'IAM user');
  return [
    'what',
    'who',
    'where',
    ...(announced !== null || signs.length > 0 || noise !== null || address || mfa ? ['real?'] : []),
    'now',
    ...(due === null ? [] : ['due']),
    ...(also.length > 0 ? ['also'] : []),
    'more',
  ];
}

/** The headline, by hand. */
export function headlineOf({ severity, title, count }: Alert): string {
  return `${severity.toUpperCase()}: ${title}${count !== null && count > 1 ? ` ×${count}` : ''}`;
}

/** Slack takes it, reads no markup in it, and shows what the alert says. */
export function expectHarmlessSlack(alert: Alert): void {
  const message = slackMessage(alert);
  expect(slackFaults(message)).toEqual([]);
  const told = decodedEntities(message.text);
  expect(hiddenIn(told)).toEqual([]);
  expectTold(told, headlineOf(alert), 300);
  const { header, parts } = readSlack(message);
  expectTold(header.replace(/^\S+ /, ''), bracketed(headlineOf(alert)), 147);
  expect(parts.map(({ label }) => label)).toEqual(labelsOf(alert));
  for (const { text } of parts) expect(text).not.toMatch(/[<>]/);
  expect(
    hiddenIn(parts.map(({ label, text, command }) => `${label}${text}${command ?? ''}`).join('')),
  ).toEqual([]);
  expectTold(partOf(parts, 'what'), bracketed(alert.what), 1_200);
  const { command } = alert;
  const shown = command !== null && command.length <= 2_500 ? command : null;
  expect(parts.map((part) => part.command).filter((one) => one !== null)).toEqual(
    shown === null ? [] : [shown],
  );
  if (shown === null) expect(partOf(parts, 'now')).not.toMatch(/:$/);
}

function partOf(parts: readonly { label: string; text: string }[], label: string): string {
  return parts.find((part) => part.label === label)?.text ?? '';
}

/** Angle brackets are shown as other brackets. */
function bracketed(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}

/** A mail server takes it, and it has the lines that it should have. */
export function expectHarmlessMail(alert: Alert): void {
  const mail = emailOf(alert);
  expect(mailFaults(mail)).toEqual([]);
  expect(mail.subject.startsWith(`[Glasswatch] ${alert.severity.toUpperCase()}: `)).toBe(true);
  const lines = mail.body.split('\n');
  expect(hiddenIn(lines.join(''))).toEqual([]);
  expectTold(lines[0] ?? '', headlineOf(alert), 4_000);
  const { command } = alert;
  const shown = command !== null && command.length <= 4_000;
  const labels = lines.flatMap((line) => /^([a-z]+\??): /.exec(line)?.[1] ?? []);
  expect(labels).toEqual(labelsOf(alert));
  const link = alert.links.event === null || alert.links.event.length > 4_000 ? 0 : 1;
  // Headline, a free line, the parts, the link, the command between free lines, and the end of the last line.
  expect(lines).toHaveLength(2 + labels.length + link + (shown ? 3 : 0) + 1);
  expect(lines.filter((line) => line.startsWith('aws '))).toEqual(shown ? [command] : []);
}

/** JSON.parse gives back what the alert holds, to the last unit, and nothing stands in it that a terminal acts on. */
export function expectHarmlessJson(alert: Alert): void {
  const whole = machineAlert(alert);
  expect(JSON.parse(whole)).toStrictEqual({
    type: 'glasswatch.alert',
    ...alert,
    deduplicationKey: alert.eventID,
  });
  const line = alertLine(alert);
  const { folded: _, possiblyRepeated: __, count, ...told } = alert;
  expect(JSON.parse(line)).toStrictEqual({ ...told, ...(count === null ? {} : { count }) });
  for (const text of [whole, line]) expect(hiddenIn(text)).toEqual([]);
}

/** SNS takes it: by bytes, and by the JSON in it. */
export function expectHarmlessSns(alert: Alert): void {
  const { Subject, Message, MessageStructure, MessageAttributes } = snsMessage(alert);
  const attributes = Object.entries(MessageAttributes).flatMap(([name, one]) => [
    name,
    ...Object.values(one),
  ]);
  const bytes = [Message, ...attributes].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThanOrEqual(262_144);
  expect(Buffer.from(Message).toString()).toBe(Message);
  expect(MessageStructure).toBe('json');
  const { default: machine, email, ...more } = JSON.parse(Message) as Record<string, string>;
  expect(more).toEqual({});
  const mail = emailOf(alert);
  expect({ subject: Subject, body: email }).toEqual(mail);
  const told = JSON.parse(machine ?? '') as Record<string, unknown>;
  const { severity, detection, eventID, account } = alert;
  expect(told).toMatchObject({ type: 'glasswatch.alert', version: 1, severity, detection, account });
  if (JSON.stringify(alert).length < 20_000)
    expect(told).toMatchObject({ ...alert, deduplicationKey: eventID });
  expect(MessageAttributes).toEqual({
    severity: { DataType: 'String', StringValue: severity },
    detection: { DataType: 'String', StringValue: detection },
    account: { DataType: 'String', StringValue: account },
  });
}

/** A terminal shows the lines that the alert has, in its own colours, and does nothing else. */
export async function expectHarmlessOnScreen(alert: Alert): Promise<void> {
  const { lines, deeds, styledFrom } = await screenOf(`${prettyAlert(alert, colors)}${alertLine(alert)}\n`);
  expect(deeds).toEqual([]);
  expect(hiddenIn(lines.join(''))).toEqual([]);
  const labels = labelsOf(alert);
  const at = (label: string) =>
    1 +
    labels.indexOf(label) +
    (label === 'what' || label === 'who' || label === 'where' ? 0 : linkLines(alert)) +
    (label === 'due' || label === 'also' || label === 'more' ? commandLines(alert) : 0);
  // The head, the parts, link and command, a free line, and the one line of JSON.
  expect(lines).toHaveLength(1 + labels.length + linkLines(alert) + commandLines(alert) + 1 + 1);
  expect(lines.at(-2)).toBe('');
  expect(withoutSpaces(lines.at(-1) ?? '')).toBe(withoutSpaces(alertLine(alert)));
  const head = withoutSpaces(headlineOf(alert)).replace(':', '');
  expectTold(withoutSpaces(lines[0] ?? ''), `${alert.eventTime}${head}`);
  for (const label of labels) {
    expect(lines[at(label)]?.slice(2, 11).trim()).toBe(label);
    expect(styledFrom(11, at(label))).toBe('');
  }
  expectTold(withoutSpaces(lines[at('what')]?.slice(11) ?? ''), withoutSpaces(alert.what));
  if (alert.command !== null) {
    expect(withoutSpaces(lines[at('now') + 1] ?? '')).toBe(withoutSpaces(`$ ${alert.command}`));
    expect(styledFrom(11, at('now') + 1)).toBe('');
  }
}

function linkLines({ links }: Alert): number {
  return links.event === null ? 0 : 1;
}

function commandLines({ command }: Alert): number {
  return command === null ? 0 : 1;
}

/** All of it. */
export async function expectHarmless(alert: Alert): Promise<void> {
  expectHarmlessSlack(alert);
  expectHarmlessMail(alert);
  expectHarmlessJson(alert);
  expectHarmlessSns(alert);
  await expectHarmlessOnScreen(alert);
}
