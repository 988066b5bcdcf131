import { counted } from '../../config/counted.ts';
import { whyNoEvent } from '../../detections/event/cloudtrail-event.ts';
import { bySeverity } from '../../config/severity.ts';
import type { BareAlert } from './alert.ts';
import { deadLetterOf } from './dead-letter.ts';
import type { MessageOutcome, MessagePorts } from './message.ts';

/**
 * Ends a message that failed too often: bare to the topic, without the ledger, which may be what failed; and a letter to
 * the dead-letter queue. `told`: its alert was decided; what failed is to note it.
 */
export async function giveUp(
  record: Readonly<Record<string, unknown>>,
  { messageId, receives, told }: { messageId: string; receives: number; told: boolean },
  ports: MessagePorts,
): Promise<MessageOutcome> {
  const reason = `${told ? 'not noted' : 'not decided or not delivered'} in ${counted(receives, 'attempt')}`;
  const gate = whyNoEvent(record) === null ? ports.gate({ ...record }) : [];
  const letter = deadLetterOf(record, { reason, gate, messageId });
  const alert = told ? null : bareOf(letter, ports);
  try {
    if (alert !== null) await ports.lastResort(alert);
  } catch (error) {
    ports.journal.failed('tell bare', letter.eventID, error);
  }
  try {
    await ports.letters.send(letter);
    return 'dead-lettered';
  } catch (error) {
    // The queue's own redrive is what is left.
    ports.journal.failed('dead-letter', letter.eventID, error);
    return 'returned';
  }
}

/** Null where no detection that alerts may have had something to say. */
function bareOf(
  { gate, eventID, eventTime, account, reason, messageId }: ReturnType<typeof deadLetterOf>,
  { core }: MessagePorts,
): BareAlert | null {
  const heard = core.detections
    .filter(({ id }) => gate.includes(id) && (core.config.detections[id]?.mode ?? 'alert') === 'alert')
    .sort((a, b) => bySeverity(a.severity, b.severity));
  const [worst] = heard;
  if (worst === undefined) return null;
  return {
    version: 1,
    gate: heard.map(({ id }) => id),
    severity: worst.severity,
    eventID: eventID ?? messageId,
    eventTime: eventTime ?? new Date(core.clock.now()).toISOString(),
    account,
    reason,
    // Attempts that failed may have told it all the same.
    possiblyRepeated: true,
  };
}
