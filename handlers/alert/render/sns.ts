import { possiblyRepeatedText, type Alert } from '../alert.ts';
import { clipped } from './clip.ts';
import { emailOf } from './email.ts';
import { harmlessJson } from './harmless.ts';
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
/** Of some thirty fields, each character of which can take seven bytes as an escape within JSON within JSON. */
const fieldLimit = 500;
const commandLimit = 4_000;

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

/** The same message, which says of itself that an earlier attempt may have arrived. */
export function repeatedSnsMessage(message: SnsMessage): SnsMessage {
  const { default: machine, email } = JSON.parse(message.Message) as { default: string; email: string };
  const said = { ...(JSON.parse(machine) as object), possiblyRepeated: true };
  const told = email.includes(possiblyRepeatedText) ? email : `${possiblyRepeatedText}\n\n${email}`;
  return { ...message, Message: JSON.stringify({ default: harmlessJson(said), email: told }) };
}

/** Long fields are shortened only where the whole would not fit. */
function withinLimit(alert: Alert, email: string): string {
  const whole = JSON.stringify({ default: machineAlert(alert), email });
  if (Buffer.byteLength(whole) <= messageBytes) return whole;
  const { command } = alert;
  const short =
    command === null || command.length <= commandLimit
      ? { ...shortened(alert), command }
      : shortened({ ...alert, command: null, next: alert.next.replace(/:$/, '.') });
  return JSON.stringify({ default: machineAlert(short), email });
}

/** The same value with every text in it clipped. */
function shortened<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? clipped(part, fieldLimit) : part,
  );
  return JSON.parse(text) as Value;
}

function attribute(value: string) {
  return { DataType: 'String' as const, StringValue: value };
}
