import type { SQSRecord } from 'aws-lambda';
import type { BareAlert } from './alert.ts';
import { armedMessage } from './armed.ts';
import { decideCandidate, sift } from './candidate.ts';
import { beforeTurnMs, deadLetter, type AlertPorts } from './core.ts';
import { deadLetterOf, letterOf, type DeadLetter, type DeadLetters } from './dead-letter.ts';
import type { Disposition } from './disposition.ts';
import { createdStack, envelopeOf, isFromCloudTrail, type Envelope } from './envelope.ts';
import type { Gate } from './gate.ts';
import { giveUp } from './give-up.ts';
import { PutOffError } from './ports.ts';
import type { PlainMessage } from './render/plain.ts';
import { returnAfter, type MessageQueue } from './return.ts';

/** `returned`: goes back to the queue and comes again. */
export type MessageOutcome = Disposition | 'returned';

/** Port: what else is to be noted of every event that a gate rule let in. May be called again for the same event. */
export interface LedgerNotes {
  note(envelope: Envelope): Promise<void>;
}

/** Port: what the function says of its work to whoever runs it. */
export interface Journal {
  /** So many messages were taken from the queue. */
  received(count: number): void;
  /** What became of one; `eventID` where it is known. */
  ended(outcome: MessageOutcome, eventID: string | null): void;
  /** Something failed. The error's own words are not for telling: they may quote what they were about. */
  failed(what: string, eventID: string | null, error: unknown): void;
}

export interface MessagePorts {
  readonly core: AlertPorts;
  readonly gate: Gate;
  readonly notes: LedgerNotes;
  readonly letters: DeadLetters;
  readonly queue: MessageQueue;
  readonly journal: Journal;
  /** Tells what is no alert. */
  readonly announce: (message: PlainMessage) => Promise<void>;
  /** Tells a bare alert without the ledger's help, when all else failed. */
  readonly lastResort: (alert: BareAlert) => Promise<void>;
  /** After so many receives a message that fails is given up. */
  readonly maxReceives: number;
}

/** Decides one message of the queue, and has the journal say what became of it. Never fails. */
export async function decideMessage(message: SQSRecord, ports: MessagePorts): Promise<MessageOutcome> {
  const envelope = envelopeOf(message.body);
  const eventID = typeof envelope?.detail.eventID === 'string' ? envelope.detail.eventID : null;
  let outcome: MessageOutcome = 'returned';
  try {
    outcome =
      envelope === null
        ? await withoutEnvelope(message, ports)
        : await decided(envelope, message.messageId, ports);
    if (outcome === 'returned') await returnSoon(message, eventID, ports);
    if (outcome !== 'returned' && outcome !== 'dead-lettered' && envelope !== null)
      await ports.notes.note(envelope);
  } catch (error) {
    if (error instanceof PutOffError) {
      await returnIn(error.turn - beforeTurnMs - ports.core.clock.now(), message, eventID, ports);
    } else {
      ports.journal.failed(outcome === 'returned' ? 'decide' : 'note', eventID, error);
      outcome = await failed(message, envelope, outcome !== 'returned', ports);
    }
  }
  ports.journal.ended(outcome, eventID);
  return outcome;
}

/** Gives back a message that nobody had time to begin. */
export async function returnUnbegun(message: SQSRecord, ports: MessagePorts): Promise<void> {
  await returnSoon(message, null, ports);
  ports.journal.ended('returned', null);
}

async function returnSoon(message: SQSRecord, eventID: string | null, ports: MessagePorts): Promise<void> {
  const receives = Number(message.attributes.ApproximateReceiveCount);
  const after = returnAfter(receives, ports.core.lease, Math.random());
  if (after !== null) await returnIn(after, message, eventID, ports);
}

/** Has a message come again after so many ms. Where the queue refuses that, it comes after its visibility timeout. */
async function returnIn(
  ms: number,
  { receiptHandle }: SQSRecord,
  eventID: string | null,
  { queue, journal }: MessagePorts,
): Promise<void> {
  try {
    await queue.handOutAfter(receiptHandle, Math.max(0, ms));
  } catch (error) {
    journal.failed('have it come sooner', eventID, error);
  }
}

/** A letter of ours that was moved back is told bare, unless its event was told since; nobody knows what anything else is. */
async function withoutEnvelope({ body, messageId }: SQSRecord, ports: MessagePorts): Promise<MessageOutcome> {
  const letter = letterOf(body);
  const heard = ports.core.detections.some(({ id }) => letter?.gate.includes(id));
  if (letter === null || !heard) return unreadable('no event in an envelope', {}, messageId, ports);
  const { eventID, eventTime, account, gate, reason } = letter;
  const certain = {
    eventID: eventID ?? letter.messageId,
    eventTime: eventTime ?? new Date(ports.core.clock.now()).toISOString(),
    account,
  };
  const outcome = await deadLetter(certain, gate, reason, ports.core);
  return outcome === 'retry' ? 'returned' : outcome;
}

async function decided(envelope: Envelope, messageId: string, ports: MessagePorts): Promise<MessageOutcome> {
  const stack = createdStack(envelope);
  if (stack !== null) return armed(stack, envelope.region, ports);
  if (!isFromCloudTrail(envelope)) return 'unmatched';
  const sifted = sift(envelope.detail, ports.gate);
  if (sifted.kind === 'no-event') return unreadable(sifted.reason, envelope.detail, messageId, ports);
  if (sifted.kind === 'unmatched') return 'unmatched';
  const { candidate, record } = sifted;
  const outcome = await decideCandidate(candidate, ports.core);
  if (outcome === 'retry') return 'returned';
  if (outcome === 'dead-lettered') {
    const reason = candidate.reason ?? 'cannot be worded';
    await posted(record, { reason, gate: candidate.gate, messageId }, ports);
  }
  return outcome;
}

/** What a rule of ours let in and is no event: told bare once, because nobody knows what it was. */
async function unreadable(
  reason: string,
  record: Readonly<Record<string, unknown>>,
  messageId: string,
  ports: MessagePorts,
): Promise<MessageOutcome> {
  const { ledger, clock, lease, notifier } = ports.core;
  const claim = await ledger.claim(messageId, clock.now(), lease);
  if (claim === 'held') return 'returned';
  if (claim === 'delivered') return 'dead-lettered';
  const eventTime = new Date(clock.now()).toISOString();
  const certain = { eventID: messageId, eventTime, account: ports.core.config.account ?? null };
  const repeated = claim === 'expired' ? ({ possiblyRepeated: true } as const) : {};
  await notifier.bare({ version: 1, gate: [], severity: 'high', ...certain, reason, ...repeated });
  await ledger.record(messageId, 'dead-lettered');
  await posted(record, { reason, gate: [], messageId }, ports);
  return 'dead-lettered';
}

/** The letter of an event that was told bare: where it cannot be sent, the journal has to do. */
async function posted(
  record: Readonly<Record<string, unknown>>,
  about: { reason: string; gate: readonly string[]; messageId: string },
  { letters, journal }: MessagePorts,
): Promise<void> {
  const letter = deadLetterOf(record, about);
  try {
    await letters.send(letter);
  } catch (error) {
    journal.failed('dead-letter', letter.eventID, error);
  }
}

/** Says that a stack of ours was made, once a stack. */
async function armed(stack: string, region: string, ports: MessagePorts): Promise<MessageOutcome> {
  const { ledger, clock, lease, config, detections } = ports.core;
  const claim = await ledger.claim(stack, clock.now(), lease);
  if (claim === 'held') return 'returned';
  if (claim === 'delivered') return 'duplicate';
  await ports.announce(armedMessage(region, { config, detections, possiblyRepeated: claim === 'expired' }));
  await ledger.record(stack, 'alerted');
  return 'alerted';
}

/** A message that failed comes again, until it has come too often. */
async function failed(
  message: SQSRecord,
  envelope: Envelope | null,
  told: boolean,
  ports: MessagePorts,
): Promise<MessageOutcome> {
  const receives = Number(message.attributes.ApproximateReceiveCount);
  if (receives < ports.maxReceives) return 'returned';
  const letter = envelope === null ? letterOf(message.body) : null;
  if (letter !== null) return sentBack(letter, ports);
  return giveUp(envelope?.detail ?? {}, { messageId: message.messageId, receives, told }, ports);
}

/** A letter that was moved back too soon goes where it came from, as it was. */
async function sentBack(letter: DeadLetter, { letters, journal }: MessagePorts): Promise<MessageOutcome> {
  try {
    await letters.send(letter);
    return 'dead-lettered';
  } catch (error) {
    journal.failed('dead-letter', letter.eventID, error);
    return 'returned';
  }
}
