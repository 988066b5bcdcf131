import type { Telling } from '../../incident/telling.ts';
import type { FactStore, ToldStore } from '../ledger/ports.ts';
import type { DeadlineLog, KeptEvidence } from '../ports.ts';
import { keptTellingSchema, type KeptTelling } from './kept-telling.ts';
import { keptState } from './kept-told.ts';
import { toldAgain } from './told-again.ts';

const dayMs = 86_400_000;
/** The log is asked for so much at a time, ms, so that one question ends in time. */
const stretchMs = 7 * dayMs;
/** No session lasts longer: stretches overlap by it, so that each holds the beginning of what it shows. */
const sessionMs = dayMs;

export interface RebuildPorts {
  readonly log: Pick<DeadlineLog, 'facts'>;
  readonly kept: KeptEvidence;
  readonly facts: FactStore;
  readonly told: ToldStore;
  /** Notes an alert as delivered. */
  readonly noteAlert: (alert: Telling) => Promise<void>;
  /** ms */
  readonly now: number;
  /** Told of each object that is no telling; it is left out. */
  readonly unreadable: (key: string) => void;
}

/** What a rebuilding put into the ledger. */
export interface RebuildSummary {
  readonly facts: number;
  /** Messages; states of the ledger that no message was about are not counted. */
  readonly tellings: number;
  readonly incidents: number;
  readonly alerts: number;
  readonly unreadable: number;
}

/**
 * Rebuilds the ledger from the log since `from` (ms; without it, since a day before the first incident that the evidence
 * tells of) and from the evidence: exposures, their first terms, and what was told. Claims are gone: what is delivered again
 * can be told again. Doing it twice, or with a ledger that is whole, loosens nothing.
 *
 * @throws RangeError where neither `from` nor any evidence says how far back to look.
 */
export async function rebuildLedger(ports: RebuildPorts, from: number | null): Promise<RebuildSummary> {
  const { kept, told: store, now } = ports;
  const { tellings, messages, unreadable } = await keptTellings(ports);
  const told = toldAgain(tellings, recordedAt(await kept.keys('incidents/')));
  const begin = from ?? Math.min(...told.map((one) => one.from)) - dayMs;
  if (!Number.isFinite(begin)) throw new RangeError('no evidence tells how far back to look: name "from"');
  let facts = 0;
  for (let at = begin; at <= now; at += stretchMs) {
    const found = await ports.log.facts({ from: at - sessionMs, to: Math.min(at + stretchMs, now + 1) });
    await ports.facts.add(found);
    facts += found.length;
  }
  // After the log's: a name that was found out at the time takes precedence over how it was typed.
  await ports.facts.add(tellings.flatMap((one) => one.facts));
  const standing = new Map((await store.all()).map((one) => [one.incident, one]));
  for (const one of told) await store.put(one, standing.get(one.incident) ?? null);
  const alerts = new Map(
    tellings.flatMap((one) => one.alerts.map((alert) => [alert.eventID, alert] as const)),
  );
  for (const alert of alerts.values()) await ports.noteAlert(alert);
  return { facts, tellings: messages, incidents: told.length, alerts: alerts.size, unreadable };
}

async function keptTellings({ kept, unreadable: tell }: RebuildPorts) {
  const tellings: KeptTelling[] = [];
  let messages = 0;
  let unreadable = 0;
  for (const key of await kept.keys('tellings/')) {
    const telling = keptTellingSchema.safeParse(await kept.read(key));
    if (telling.success) {
      tellings.push(telling.data);
      if (keptState(key) === null) messages += 1;
    } else {
      unreadable += 1;
      tell(key);
    }
  }
  return { tellings, messages, unreadable };
}

/** Records lie at `incidents/INCIDENT/TIME/evidence.json`. */
function recordedAt(keys: readonly string[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const key of keys) {
    const [, incident = '', time = ''] = /^incidents\/([^/]+)\/([^/]+)\/evidence\.json$/.exec(key) ?? [];
    const at = Date.parse(time);
    if (!Number.isNaN(at)) latest.set(incident, Math.max(at, latest.get(incident) ?? 0));
  }
  return latest;
}
