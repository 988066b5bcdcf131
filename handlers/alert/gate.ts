import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { isAdmitted } from '../../detections/gate/admission.ts';
import { compilePatterns } from '../../detections/pattern/matcher.ts';

/** Decides by patterns alone which detections may have something to say of a record; their ids. */
export type Gate = (record: Record<string, unknown>) => string[];

/**
 * Compiles the patterns of all detections that are admitted, as the gate rules of the deployed stacks hold them. A record
 * that passes no gate is unmatched, and nobody looks at it again.
 */
export function createGate(config: Config, detections: readonly Detection[]): Gate {
  const patterns = detections
    .filter(({ id }) => isAdmitted(id, config))
    .flatMap((detection) => detection.patterns(config).map((pattern) => [detection.id, pattern] as const));
  const matching = compilePatterns(patterns);
  return (record) => matching({ detail: record });
}
