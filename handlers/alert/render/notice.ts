import { counted } from '../../../config/counted.ts';
import type { Severity } from '../../../config/severity.ts';
import { emailOfParts } from './email.ts';
import { harmless, harmlessJson } from './harmless.ts';
import { header, notificationText, partElements, repeatedSlackMessage, type SlackMessage } from './slack.ts';
import { repeatedSnsMessage, type SnsMessage } from './sns.ts';
import type { TellingPart } from './telling.ts';

/** Something to tell in parts that is no alert: what became of an incident's secrets, what a week showed. */
export interface Notice {
  /** For machines, such as `deadline`. */
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  /** Plain text that may hold what attackers wrote; each channel escapes it. */
  readonly parts: readonly TellingPart[];
  readonly account: string | null;
  /** For machines: JSON beside the parts. */
  readonly data: unknown;
  /** Set when an earlier attempt may have reached the channel. */
  readonly possiblyRepeated?: true;
}

/** aws-facts, section 12: about 13,200 characters in all blocks of a message together. */
const slackCharacters = 11_000;
/** SNS takes 262,144 bytes; what is JSON within JSON can take twice its characters, and the e-mail stands beside it. */
const dataCharacters = 60_000;

/** For an incoming webhook: rich text, in which Slack reads no markup. What finds no room is counted. */
export function noticeSlackMessage(notice: Notice): SlackMessage {
  const message = slackMessageOf(notice);
  return notice.possiblyRepeated === true ? repeatedSlackMessage(message) : message;
}

function slackMessageOf({ severity, title, parts }: Notice): SlackMessage {
  const headline = `${severity.toUpperCase()}: ${title}`;
  const shown = withinRoom(parts);
  const rest = parts.length - shown.length;
  const all =
    rest === 0
      ? shown
      : [...shown, { label: 'more', text: `${counted(rest, 'more line')}: see the e-mail or the ledger.` }];
  const elements = all.flatMap(partElements);
  return {
    text: notificationText(headline),
    blocks: [header(severity, headline), { type: 'rich_text', elements }],
  };
}

function withinRoom(parts: readonly TellingPart[]): TellingPart[] {
  let room = slackCharacters;
  const end = parts.findIndex((part) => {
    const used = partElements(part);
    room -= JSON.stringify(used).length;
    return room < 0;
  });
  return end === -1 ? [...parts] : parts.slice(0, end);
}

/** For a topic: an e-mail for people, JSON for all else. */
export function noticeSnsMessage(notice: Notice): SnsMessage {
  const message = snsMessageOf(notice);
  return notice.possiblyRepeated === true ? repeatedSnsMessage(message) : message;
}

function snsMessageOf({ type, severity, title, parts, account, data }: Notice): SnsMessage {
  const email = emailOfParts(`${severity.toUpperCase()}: ${harmless(title)}`, parts);
  const kind = `glasswatch.${type}`;
  const whole = harmlessJson({ type: kind, version: 1, severity, title, account, data });
  const machine =
    whole.length <= dataCharacters
      ? whole
      : harmlessJson({ type: kind, version: 1, severity, title, account, data: null });
  return {
    Subject: email.subject,
    Message: JSON.stringify({ default: machine, email: email.body }),
    MessageStructure: 'json',
    MessageAttributes: {
      severity: { DataType: 'String', StringValue: severity },
      detection: { DataType: 'String', StringValue: type },
      account: { DataType: 'String', StringValue: account ?? 'unknown' },
    },
  };
}
