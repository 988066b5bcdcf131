import { setTimeout } from 'node:timers/promises';
import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import { bySeverity } from '../../config/severity.ts';
import { followSession } from '../../detections/break-glass/session.ts';
import type { Detection, DetectionContext } from '../../detections/catalogue/detection.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { identityOf, type Identity } from '../../detections/event/identity.ts';
import { secretsReferredTo } from '../../detections/event/parameter.ts';
import {
  arnOf,
  secretReference,
  secretsNamed,
  type Secret,
  type SecretReference,
} from '../../detections/event/secret.ts';
import type { SecretDirectory } from '../../detections/event/secret-directory.ts';
import type { Alert } from './alert.ts';
import { isCanary } from './canary.ts';
import { composeAlert, type Match } from './compose.ts';
import type { Disposition } from './disposition.ts';
import { groupWindowMs, isTold, openKindsPerDetection } from './grouping.ts';
import { DeliveryError, type Clock, type Ledger, type Notifier } from './ports.ts';
import { covers, isExpired } from './suppression.ts';

/** What the core works with; nothing in it knows whether a file or a queue gave the event. */
export interface AlertPorts {
  readonly config: Config;
  readonly detections: readonly Detection[];
  readonly ledger: Ledger;
  readonly directory: SecretDirectory;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Whether repeats of a kind are counted instead of told. */
  readonly group: boolean;
  /** How long a claim holds, ms: longer than the function may run. */
  readonly lease: number;
  /** Sees what became of each matched event that is told, counted or kept quiet, as who would have spoken of it. */
  readonly onTold?: ((told: Told) => void) | undefined;
}

/** A matched event, and what became of it. */
export interface Told {
  /** What the alert says, or would say. */
  readonly alert: Pick<Alert, 'detection' | 'also' | 'severity' | 'title' | 'eventTime'>;
  readonly disposition: 'alerted' | 'grouped' | 'shadowed' | 'suppressed';
}

/** The longest that an alert waits for what would make it clearer, ms. */
const enrichmentLimitMs = 2_000;

/** `retry`: someone else works on the event now; ask again later. */
export type Outcome = Disposition | 'retry';

/**
 * Decides one event that passed the gates of the detections `gate`: match, claim, suppress, group, compose, deliver,
 * record. Events are best given in order of time.
 *
 * @throws DeliveryError when no channel took the alert: the claim runs out and the event is told again. Any other error
 * means that the event cannot be worded: then the caller tells it bare, with `deadLetter`.
 */
export async function decide(
  event: CloudTrailEvent,
  gate: readonly string[],
  ports: AlertPorts,
): Promise<Outcome> {
  const context = await contextOf(event, ports);
  const matches = await confirmed(event, gate, context, ports);
  if (matches.length === 0) return 'unmatched';
  const claim = await ports.ledger.claim(event.eventID, ports.clock.now(), ports.lease);
  if (claim === 'delivered') return 'duplicate';
  if (claim === 'held') return 'retry';
  const disposition = isCanary(event, context.identity, ports.config)
    ? 'canary'
    : await tell(event, context, matches, claim === 'expired', ports);
  await ports.ledger.record(event.eventID, disposition);
  return disposition;
}

/** The detections of `gate` that match an event; nothing is claimed or told. */
export async function matchedBy(
  event: CloudTrailEvent,
  gate: readonly string[],
  ports: AlertPorts,
): Promise<string[]> {
  const matches = await confirmed(event, gate, await contextOf(event, ports), ports);
  return matches.map(({ detection }) => detection.id);
}

/** Tells what is certain of an event that matched and could not be decided, and closes its claim. */
export async function deadLetter(
  event: { readonly eventID: string; readonly eventTime: string; readonly account: string | null },
  gate: readonly string[],
  reason: string,
  { config, detections, ledger, notifier, clock, lease }: AlertPorts,
): Promise<Outcome> {
  const claim = await ledger.claim(event.eventID, clock.now(), lease);
  if (claim === 'delivered') return 'duplicate';
  const heard = detections
    .filter(({ id }) => gate.includes(id) && config.detections[id]?.mode !== 'shadow')
    .sort((a, b) => bySeverity(a.severity, b.severity));
  const [worst] = heard;
  if (worst !== undefined) {
    const { severity } = worst;
    // Held by another function, or by an attempt that did not end: either may have told it.
    const repeated = claim === 'new' ? {} : ({ possiblyRepeated: true } as const);
    await notifier.bare({
      version: 1,
      gate: heard.map(({ id }) => id),
      severity,
      ...event,
      reason,
      ...repeated,
    });
  }
  await ledger.record(event.eventID, 'dead-lettered');
  return 'dead-lettered';
}

/** Ends the windows that are over at `at` (ms) and says how many there were of what was not told one by one. */
export async function closeWindows(
  at: number,
  { ledger, notifier }: Pick<AlertPorts, 'ledger' | 'notifier'>,
): Promise<void> {
  await ledger.close(at, (word) => notifier.lastWord(word));
}

async function contextOf(event: CloudTrailEvent, ports: AlertPorts): Promise<DetectionContext> {
  const identity = identityOf(event);
  return {
    config: ports.config,
    identity,
    secrets: await resolved(event, isOwnRole(identity, ports.config) ? asNamedOnly : ports.directory),
    breakGlass: await followSession(event, identity, ports.ledger, ports.config),
    memory: ports.ledger,
  };
}

/** Only Secrets Manager's events name secrets in the fields that are read for them; Parameter Store refers to some. */
export function referencesIn(event: CloudTrailEvent): SecretReference[] {
  if (event.eventSource === 'secretsmanager.amazonaws.com') return secretsNamed(event);
  if (event.eventSource !== 'ssm.amazonaws.com') return [];
  return secretsReferredTo(event).map((name) => secretReference(name, event, 'typed'));
}

/** The secrets that an event names. A directory that is slow or fails costs the suffix of an ARN, never the alert. */
function resolved(event: CloudTrailEvent, directory: SecretDirectory): Secret[] | Promise<Secret[]> {
  const found = referencesIn(event).map((reference) => lookedUp(reference, event.time, directory));
  // A log's directory answers at once: a replay need not wait for each of tens of thousands of reads.
  return found.some(isAwaited) ? Promise.all(found.map(async (one) => await one)) : (found as Secret[]);
}

function isAwaited<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}

function lookedUp(
  reference: SecretReference,
  at: number,
  directory: SecretDirectory,
): Secret | Promise<Secret> {
  const asNamed: Secret = { arn: arnOf(reference), name: reference.id };
  try {
    const found = directory.resolve(reference, at);
    return isAwaited(found) ? inTime(found, asNamed) : found;
  } catch {
    return asNamed;
  }
}

async function inTime(found: Promise<Secret>, asNamed: Secret): Promise<Secret> {
  try {
    return await Promise.race([found, setTimeout(enrichmentLimitMs, asNamed, { ref: false })]);
  } catch {
    return asNamed;
  }
}

/** Our own lookups are calls like any others: one that is refused must not be looked up again, and again. */
export function isOwnRole(identity: Identity, config: Config): boolean {
  return identity.role !== null && identity.role === ownNames(config)?.alertRole;
}

const asNamedOnly: SecretDirectory = {
  resolve: (reference) => ({ arn: arnOf(reference), name: reference.id }),
};

/** The detections that match, worst first. */
async function confirmed(
  event: CloudTrailEvent,
  gate: readonly string[],
  context: DetectionContext,
  { config, detections }: AlertPorts,
): Promise<Match[]> {
  const matches: Match[] = [];
  for (const detection of detections) {
    if (!gate.includes(detection.id) || config.detections[detection.id]?.mode === 'off') continue;
    if (detection.ofBreakGlassOnly === true && context.breakGlass === null) continue;
    if (detection.confirm !== undefined && !(await detection.confirm(event, context))) continue;
    const description = await detection.describe(event, context);
    matches.push({ detection, description, severity: description.severity ?? detection.severity });
  }
  return matches.sort(
    (a, b) => bySeverity(a.severity, b.severity) || (a.detection.id < b.detection.id ? -1 : 1),
  );
}

/** Takes away what is suppressed and shadowed; the worst that remains speaks. */
async function tell(
  event: CloudTrailEvent,
  context: DetectionContext,
  matches: readonly Match[],
  possiblyRepeated: boolean,
  ports: AlertPorts,
): Promise<Disposition> {
  const heard = matches.filter((match) => !isSuppressed(match, event, context, ports));
  const inShadow = ({ detection }: Match) => ports.config.detections[detection.id]?.mode === 'shadow';
  const speakers = heard.filter((match) => !inShadow(match));
  const [speaking, ...also] = speakers.length > 0 ? speakers : heard;
  if (speaking === undefined) {
    const [worst, ...others] = matches;
    if (worst !== undefined)
      ports.onTold?.({
        alert: composeAlert(event, context, worst, others, 'alert'),
        disposition: 'suppressed',
      });
    return 'suppressed';
  }
  const shadowed = speakers.length === 0;
  const alert = composeAlert(event, context, speaking, also, shadowed ? 'shadow' : 'alert');
  if (shadowed) {
    await deliver(alert, ports.notifier);
    ports.onTold?.({ alert, disposition: 'shadowed' });
    return 'shadowed';
  }
  const counted = await count(alert, event, context, speaking, ports);
  if (counted.count !== null && !isTold(counted.count)) {
    ports.onTold?.({ alert, disposition: 'grouped' });
    return 'grouped';
  }
  await deliver({ ...counted, possiblyRepeated }, ports.notifier);
  ports.onTold?.({ alert, disposition: 'alerted' });
  return 'alerted';
}

async function deliver(alert: Alert, notifier: Notifier): Promise<void> {
  try {
    await notifier.alert(alert);
  } catch (error) {
    throw new DeliveryError(alert.eventID, error);
  }
}

function isSuppressed(
  { detection, severity }: Match,
  event: CloudTrailEvent,
  { identity, secrets }: DetectionContext,
  { config, clock }: AlertPorts,
): boolean {
  if (severity === 'critical') return false;
  return config.suppressions.some(
    (suppression) =>
      !isExpired(suppression, clock.now()) &&
      covers(suppression, { detection: detection.id, event, identity, secrets }),
  );
}

async function count(
  alert: Alert,
  event: CloudTrailEvent,
  context: DetectionContext,
  { detection, severity }: Match,
  { group, ledger }: AlertPorts,
): Promise<Alert> {
  if (!group) return alert;
  const kind = await detection.groupBy(event, context);
  if (kind === null) return { ...alert, count: 1 };
  const joined = await ledger.join({
    eventID: event.eventID,
    detection: detection.id,
    severity,
    kind,
    title: alert.title,
    at: event.time,
    window: groupWindowMs,
    lastWord: detection.neverFolded !== true,
    openKinds: detection.neverFolded === true ? Infinity : openKindsPerDetection,
  });
  return { ...alert, ...joined };
}
