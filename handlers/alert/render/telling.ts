import type { Alert } from '../alert.ts';

/** One part of an alert, in the order in which the on-call engineer asks: what, who, where, is it real, what now. */
export interface TellingPart {
  readonly label: string;
  /** Sentences; plain text that may hold what attackers wrote. */
  readonly text: string;
  /** A command to copy, whole. */
  readonly command?: string;
  /** A link into the console, whole. */
  readonly link?: string;
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
      ...(alert.signs.length === 0 ? [] : [{ label: 'real?', text: `${alert.signs.join('. ')}.` }]),
      { label: 'now', text: alert.next, ...(command === null ? {} : { command }) },
      ...(alert.also.length === 0 ? [] : [{ label: 'also', text: alert.also.join(', ') }]),
      {
        label: 'more',
        text: `${alert.detection}, event ${alert.eventID}, ${links.runbook}${alert.folded ? '; further kinds of this detection are told as one' : ''}`,
      },
    ],
  };
}

function repeatedText({ possiblyRepeated }: Alert): string {
  return possiblyRepeated ? ' Possibly repeated: an earlier attempt to tell this may have arrived.' : '';
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
