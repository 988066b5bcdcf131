import type { Config } from '../../config/schema.ts';
import type { Detection } from '../catalogue/detection.ts';
import { ledgerPatterns } from '../ledger/ledger-patterns.ts';
import type { EventPattern } from '../pattern/matcher.ts';

/** One pattern of CloudTrail records that the gates let in, and on whose behalf. */
export interface Admission {
  /** Id of the detection, or `ledger`. */
  readonly by: string;
  readonly pattern: EventPattern;
  /** Whether read-only events are among what it matches: the rule's state depends on it. */
  readonly readOnly: boolean;
  readonly critical: boolean;
}

/** Admitted though it is off: what happens in a chained session is known to belong to an emergency by this alone. */
const neededByOthers = 'break-glass-chained';

/** Whether what a detection's patterns match passes the gates; what is off does not, unless others need it. */
export function isAdmitted(detection: string, config: Config): boolean {
  return detection === neededByOthers || config.detections[detection]?.mode !== 'off';
}

/** All that the gates let in: what detections look at, and what the ledger must hear of. */
export function admissions(config: Config, detections: readonly Detection[]): Admission[] {
  return [
    ...detections
      .filter(({ id }) => isAdmitted(id, config))
      .flatMap((detection) => {
        const { id: by, readOnly, criticalPatterns = [] } = detection;
        const critical = detection.severity === 'critical';
        return [
          ...detection.patterns(config).map((pattern) => ({ by, pattern, readOnly, critical })),
          ...criticalPatterns.map((pattern) => ({ by, pattern, readOnly, critical: true })),
        ];
      }),
    ...ledgerPatterns.map((pattern) => ({ by: 'ledger', pattern, readOnly: false, critical: false })),
  ];
}
