import type { Alert } from '../alert.ts';
import { clipped } from './clip.ts';
import { emailOf } from './email.ts';
import { machineAlert } from './machine.ts';

/** What SNS Publish takes, but for the topic. */
export interface SnsMessage {
  readonly Subject: string;
  /** JSON by protocol: people get the e-mail, all else the versioned JSON. */
  readonly Message: string;
  readonly MessageStructure: 'json';
  readonly MessageAttributes: Readonly<Record<string, { DataType: 'String'; StringValue: string }>>;
}

/** SNS takes 262,144 bytes, attributes included (aws-facts, section 12); the rest is room for those and for escapes. */
const messageBytes = 240_000;
const fieldLimit = 2_000;

/** An alert for a topic. Subscribers filter by the attributes `severity`, `detection` and `account`. */
export function snsMessage(alert: Alert): SnsMessage {
  const { subject, body } = emailOf(alert);
  return {
    Subject: subject,
    Message: withinLimit(alert, body),
    MessageStructure: 'json',
    MessageAttributes: {
      severity: attribute(alert.severity),
      detection: attribute(alert.detection),
      account: attribute(alert.account ?? 'unknown'),
    },
  };
}

/** Long fields are shortened only where the whole would not fit. */
function withinLimit(alert: Alert, email: string): string {
  const whole = JSON.stringify({ default: machineAlert(alert), email });
  if (Buffer.byteLength(whole) <= messageBytes) return whole;
  const short = (text: string) => clipped(text, fieldLimit);
  const shortened: Alert = {
    ...alert,
    title: short(alert.title),
    what: short(alert.what),
    who: {
      ...alert.who,
      principal: alert.who.principal === null ? null : short(alert.who.principal),
      session: alert.who.session === null ? null : short(alert.who.session),
      sourceIdentity: alert.who.sourceIdentity === null ? null : short(alert.who.sourceIdentity),
      userAgent: alert.who.userAgent === null ? null : short(alert.who.userAgent),
    },
    signs: alert.signs.map(short),
    next: short(alert.next),
    command: alert.command !== null && alert.command.length > fieldLimit ? null : alert.command,
    actor: alert.actor === null ? null : short(alert.actor),
    target: alert.target === null ? null : short(alert.target),
  };
  return JSON.stringify({ default: machineAlert(shortened), email });
}

function attribute(value: string) {
  return { DataType: 'String' as const, StringValue: value };
}
