import type { Config } from '../../config/schema.ts';
import { possiblyRepeatedText } from '../alert/alert.ts';
import type { PlainMessage } from '../alert/render/plain.ts';
import type { LoggedOpening } from './openings.ts';

/** An opening that nobody was told of, in words. */
export function missedMessage(
  opening: LoggedOpening,
  { account }: Config,
  possiblyRepeated = false,
): PlainMessage {
  const { actor, principal, opened, kind, eventTime, eventName, eventID, region, sourceIp, session } =
    opening;
  const who = actor ?? principal ?? 'somebody';
  return {
    type: 'missed-opening',
    severity: 'critical',
    title: `MISSED: ${who} ${kind === 'role' ? 'opened' : 'began a session as'} ${opened}`,
    text: [
      ...(possiblyRepeated ? [possiblyRepeatedText] : []),
      `The log holds it, the event path did not tell it: ${eventName} at ${eventTime} in ${region ?? 'an unknown Region'}, from ${sourceIp ?? 'an unknown address'}, by ${principal ?? who} (event ${eventID}).`,
      `Session ${session}. Treat it as an opening (runbook, break-glass-opened), then find out why it was missed (runbook, gate-rules).`,
    ],
    command: 'npx glasswatch doctor',
    detection: 'break-glass-opened',
    account: opening.account ?? account ?? null,
  };
}
