import { possiblyRepeatedText, type Alert, type Caller } from '../alert.ts';

/** One part of an alert, in the order in which the on-call engineer asks: what, who, where, is it real, what now. */
export interface TellingPart {
  readonly label: string;
  /** Sentences; plain text that may hold what attackers wrote. */
  readonly text: string;
  /** A command to copy, whole. */
  readonly command?: string;
  /** An address to open, whole. */
  readonly link?: string;
  /** What it leads to, where that is not the event in the console. */
  readonly linkTo?: 'runbook';
}

/** An alert as every channel tells it: the same parts in the same order. */
export interface Telling {
  readonly headline: string;
  readonly parts: readonly TellingPart[];
}

/** Puts an alert into parts. */
export function tellingOf(alert: Alert): Telling {
  const { links, command } = alert;
  return {
    headline: `${alert.title}${alert.count !== null && alert.count > 1 ? ` ×${alert.count}` : ''}${alert.mode === 'shadow' ? ' (shadow: nobody is told)' : ''}`,
    parts: [
      { label: 'what', text: `${alert.what}${repeatedText(alert)}` },
      { label: 'who', text: whoText(alert) },
      {
        label: 'where',
        text: `account ${alert.account ?? 'unknown'}, ${alert.region ?? 'unknown Region'}, ${alert.eventTime}`,
        ...(links.event === null ? {} : { link: links.event }),
      },
      ...realParts(alert),
      {
        label: 'now',
        text: alert.next,
        ...(command === null ? {} : { command }),
        ...(isAddress(links.runbook) ? { link: links.runbook, linkTo: 'runbook' as const } : {}),
      },
      ...(alert.due === null ? [] : [{ label: 'due', text: alert.due }]),
      ...(alert.also.length === 0 ? [] : [{ label: 'also', text: alert.also.join(', ') }]),
      {
        label: 'more',
        text: `${alert.detection}, event ${alert.eventID}${isAddress(links.runbook) ? '' : `, ${links.runbook}`}${alert.folded ? '; further kinds of this detection are told as one' : ''}`,
      },
    ],
  };
}

/**
 * A part for a channel that has room for so many characters of a command: one that would have to be cut is no command,
 * and is told to be missing.
 */
export function withRoomFor(commandLimit: number, part: TellingPart): TellingPart {
  const { command, ...rest } = part;
  if (command === undefined || command.length <= commandLimit) return part;
  return { ...rest, text: `${part.text.replace(/:$/, '.')} The command is too long to be shown here.` };
}

/** A count says nothing of the one event that happens to be the tenth: it stands for all of its kind. */
function repeatedText({ possiblyRepeated, count, folded }: Alert): string {
  const kind = folded ? 'of kinds beyond those told apart' : 'of its kind';
  const counted =
    count !== null && (count > 1 || folded) ? ` This is number ${count} ${kind} within the hour.` : '';
  return possiblyRepeated ? ` ${possiblyRepeatedText}${counted}` : counted;
}

/** What speaks for or against its being real: MFA and address, what the detection found, and what is known to be harmless. */
function realParts({ who, announced, signs, noise }: Alert): TellingPart[] {
  const service = who.sourceIPAddress?.endsWith('.amazonaws.com') === true;
  const ofMfa = signs.filter((sign) => saysMfa.test(sign));
  const sentences = [
    ...(announced === null ? [] : [announced]),
    // A detection to which MFA matters has said it itself.
    ...(ofMfa.length > 0 ? ofMfa : mfaWords(who)),
    ...(who.sourceIPAddress === null || service || who.sourceIPAddress === 'AWS Internal'
      ? []
      : [`From ${who.sourceIPAddress}`]),
    ...signs.filter((sign) => !ofMfa.includes(sign)),
    ...(noise === null
      ? []
      : [`Known noise: ${noise.charAt(0).toLowerCase()}${noise.slice(1).replace(/\.$/, '')}`]),
  ];
  return sentences.length === 0 ? [] : [{ label: 'real?', text: `${sentences.join('. ')}.` }];
}

const saysMfa = /^(With MFA|WITHOUT MFA|Caller had (no )?MFA|The record does not say whether MFA was used)$/;

/** Sessions of machines never have MFA: its absence says something of people only. */
function mfaWords({ mfa, kind }: Caller): string[] {
  if (mfa === true) return ['With MFA'];
  return mfa === false && kind === 'IAM user' ? ['WITHOUT MFA'] : [];
}

function isAddress(runbook: string): boolean {
  return runbook.startsWith('https://');
}

/** What is proved, and apart from it what the caller only says: a session's name can be a colleague's. */
function whoText({ who, account }: Alert): string {
  const proved = [
    who.name,
    who.proved?.startsWith('arn:') === true ? who.proved : null,
    who.account === null || who.account === account || who.name.includes(who.account)
      ? null
      : `of account ${who.account}`,
    who.sourceIdentity === null ? null : `source identity ${who.sourceIdentity}`,
    openedWords(who),
    who.via,
  ];
  const claimed = who.claims.length === 0 ? '' : `. Claimed, not proved: ${who.claims.join(', ')}.`;
  return `${proved.filter((part) => part !== null).join(', ')}${claimed}`;
}

function openedWords({ name, opener, openedBy }: Caller): string | null {
  if (opener === name) return null;
  if (opener !== null) return `break-glass opened by ${opener}`;
  return openedBy === null ? null : `break-glass opened in the name of "${openedBy}"`;
}
