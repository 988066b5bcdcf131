import { parseConfig } from '../../config/parse.ts';
import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { parseEvent } from '../../detections/event/cloudtrail-event.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import { decide, type Outcome } from '../../handlers/alert/core.ts';
import { createGate, type Gate } from '../../handlers/alert/gate.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import type { DetectionCases, Truth } from './detection-cases.ts';
import type { Fields } from './event-builders.ts';

const now = Date.parse('2026-11-18T23:59:00Z');

/** A detection with its cases and the config that they suppose. */
export interface Subject {
  readonly detection: Detection;
  readonly cases: DetectionCases;
  readonly config: Config;
  /** The gate of all detections, as deployed with that config. */
  readonly gate: Gate;
}

/** A truth or a near miss, ready to be judged. */
export interface Case {
  readonly name: string;
  readonly event: Fields;
  readonly before: readonly Fields[];
  /** Whether the detection must match. */
  readonly expected: boolean;
}

/** Loads the cases that stand beside a detection. */
export async function loadSubject(detection: Detection): Promise<Subject> {
  const module = (await import(`./${detection.id}.events.ts`)) as { default: DetectionCases };
  const cases = module.default;
  const config = parseConfig(cases.config, { source: `${detection.id}.events.ts`, detections, now });
  return { detection, cases, config, gate: createGate(config, detections) };
}

/** All cases of a subject: its truths, and each near miss made from its truth. */
export function casesOf({ cases, detection }: Subject): Case[] {
  const truths = cases.truths.map(({ name, event, before = [] }) => ({
    name,
    event,
    before,
    expected: true,
  }));
  const nearMisses = cases.nearMisses.map((nearMiss) => {
    const truth = truthNamed(cases, nearMiss.of, detection.id);
    const before = 'before' in nearMiss ? nearMiss.before : (truth.before ?? []);
    const event = 'set' in nearMiss ? withField(truth.event, nearMiss.set, nearMiss.to) : truth.event;
    return { name: nearMiss.name, event, before, expected: false };
  });
  return [...truths, ...nearMisses];
}

/** The truth that a near miss is made from. */
export function truthNamed(cases: DetectionCases, name: string, detection: string): Truth {
  const truth = cases.truths.find((one) => one.name === name);
  if (truth === undefined) throw new Error(`${detection}.events.ts: no truth is named "${name}"`);
  return truth;
}

/** A copy of an event with one field changed; `undefined` takes the field away. */
export function withField(event: Fields, path: readonly string[], value: unknown): Fields {
  const copy = structuredClone(event) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((node, key) => node[key] as Record<string, unknown>, copy);
  const last = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

/** What became of a case. */
export interface Judgement {
  /** The outcome once the detection under test, and it alone, has let the event in. */
  readonly outcome: Outcome;
  readonly alert: Alert | null;
}

/**
 * Decides a case as the product does. What was seen before passes the gates of all detections; the event itself is
 * given to the detection under test, whatever its patterns say: they are judged apart, so that mutants of them can be.
 */
export async function judge(
  { detection, config, gate }: Subject,
  { event, before }: Pick<Case, 'event' | 'before'>,
  { group }: { group: boolean },
): Promise<Judgement> {
  const directory = new LogSecretDirectory();
  for (const record of [...before, event]) directory.learn(record);
  const alerts: Alert[] = [];
  const ports = {
    config,
    detections,
    directory,
    ledger: new MemoryLedger(),
    clock: { now: () => now },
    group,
    lease: 60_000,
    notifier: {
      alert: (alert: Alert) => Promise.resolve(void alerts.push(alert)),
      bare: () => Promise.resolve(),
      lastWord: () => Promise.resolve(),
    },
  };
  for (const earlier of before) {
    const admitting = gate(earlier);
    if (admitting.length > 0) await decide(parseEvent(earlier), admitting, ports);
  }
  const outcome = await decide(parseEvent(event), [detection.id], ports);
  return { outcome, alert: alerts.find(({ eventID }) => eventID === event.eventID) ?? null };
}

/** Whether the detection's own patterns let the event in. */
export function admits({ detection, gate }: Subject, event: Fields): boolean {
  return gate(event).includes(detection.id);
}
