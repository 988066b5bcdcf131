import { detections } from '../detections/catalogue/catalogue.ts';
import type { Sign } from '../detections/pattern/necessity.ts';
import { createGate, gatePatterns } from '../handlers/alert/gate.ts';
import { loadConfig } from '../local/config-file.ts';
import { replayTask } from '../local/replay/replay-task.ts';
import { bearings, type Bearing } from '../local/scan/interest.ts';
import type { RecordKind } from '../local/scan/kernel/kernel.ts';
import type { BenchLog } from './logs.ts';
import { recordsOf } from './records.ts';

/** What a filter has to look for and to parse, as bench/programs/marker.mjs takes it. */
export interface Wanted {
  /** By `eventSource eventName errorCode`. */
  readonly kinds: Readonly<Record<string, Bearing>>;
  readonly otherwise: Bearing;
  /** Bit i of a bearing: the record holds text i. */
  readonly texts: readonly string[];
}

/** Of how many records of a log something is wanted. */
export interface Relevance {
  readonly records: number;
  /** By the least that speaks of secrets and sessions: the targets were measured with such a filter. */
  readonly least: number;
  /** By the shipped patterns, before anything is parsed. */
  readonly shipped: number;
  /** Those that pass a gate once they are parsed. */
  readonly passing: number;
}

export interface Floors {
  readonly least: Wanted;
  readonly shipped: Wanted;
  readonly relevance: Relevance;
}

/**
 * Measures what a filter has to look for: for the least, and for the shipped patterns, to which a break-glass user's calls of any
 * kind, denials of KMS, sign-ins and all that may be tampering count too.
 */
export async function floorsOf(log: BenchLog): Promise<Floors> {
  const config = loadConfig(log.config, detections, Date.now());
  const gate = createGate(config, detections);
  const signs: Sign[] = [];
  const interests = replayTask.interests({ config, gate: gatePatterns(config, detections) });
  const bearingOf = bearings(interests, (sign) => signs.push(sign) - 1);
  const least = { kinds: {} as Record<string, Bearing>, otherwise: 'never' as const, texts: [] };
  const shipped = {
    kinds: {} as Record<string, Bearing>,
    // No service has such a kind: what is asked of it is asked of every record.
    otherwise: bearingOf({ eventSource: '\0', eventName: '\0', errorCode: null }),
    texts: signs.map(textOf),
  };
  const relevance = { records: 0, least: 0, shipped: 0, passing: 0 };
  for (const record of await recordsOf(log.logs)) {
    const { eventSource = '', eventName = '', errorCode = null } = record as Partial<RecordKind>;
    const kind = `${eventSource} ${eventName} ${errorCode ?? ''}`;
    shipped.kinds[kind] ??= bearingOf({ eventSource, eventName, errorCode });
    if (eventSource === 'secretsmanager.amazonaws.com' || eventName === 'AssumeRole')
      least.kinds[kind] = 'always';
    const text = JSON.stringify(record);
    relevance.records += 1;
    relevance.least += Number(isWanted(kind, text, least));
    relevance.shipped += Number(isWanted(kind, text, shipped));
    relevance.passing += Number(gate(record).length > 0);
  }
  return { least, shipped, relevance };
}

function isWanted(kind: string, text: string, { kinds, otherwise, texts }: Wanted): boolean {
  const bearing = kinds[kind] ?? otherwise;
  if (typeof bearing === 'string') return bearing === 'always';
  const holds = (mask: number) =>
    texts.some((one, number) => (mask & (1 << number)) !== 0 && text.includes(one));
  return bearing.some((masks) => masks.every(holds));
}

/** As JSON holds the sign. */
function textOf(sign: Sign): string {
  return sign.in === 'value' ? `"${sign.text}` : `${sign.text}":`;
}
