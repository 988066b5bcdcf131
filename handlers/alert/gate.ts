import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { isAdmitted } from '../../detections/gate/admission.ts';
import { compilePatterns, type EventPattern } from '../../detections/pattern/matcher.ts';

/** Decides by patterns alone which detections may have something to say of a record; their ids. */
export type Gate = (record: Record<string, unknown>) => string[];

/**
 * Compiles the patterns of all detections that are admitted, as the gate rules of the deployed stacks hold them. A record
 * that passes no gate is unmatched, and nobody looks at it again.
 */
export function createGate(config: Config, detections: readonly Detection[]): Gate {
  return gateOf(gatePatterns(config, detections));
}

/** The patterns of the gates, each with the id of its detection: plain data, which another thread can be given. */
export type GatePatterns = readonly (readonly [id: string, pattern: EventPattern])[];

export function gatePatterns(config: Config, detections: readonly Detection[]): GatePatterns {
  return detections
    .filter(({ id }) => isAdmitted(id, config))
    .flatMap((detection) => detection.patterns(config).map((pattern) => [detection.id, pattern] as const));
}

export function gateOf(patterns: GatePatterns): Gate {
  const matching = compilePatterns(patterns);
  return (record) => matching({ detail: record });
}
