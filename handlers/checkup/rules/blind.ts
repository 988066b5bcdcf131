import type { Admission } from '../../../detections/gate/admission.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { RuleState } from '../ports.ts';
import { admittedBy } from './admitted.ts';
import { isCovered } from './coverage.ts';

/**
 * What a bus's rules do not let through to where it must go, detection by detection: rules that are missing, off, in a state
 * that sees no reads, changed, or without the target.
 */
export function blindness(
  found: readonly RuleState[],
  admissions: readonly Admission[],
  leadsOn: (target: string) => boolean,
): Verdict[] {
  const admitted = found.map((rule) => admittedBy(rule, leadsOn));
  const all = admitted.flatMap(({ details }) => details);
  const readOnly = admitted.flatMap((one) => (one.readOnly ? one.details : []));
  const blind = new Map<string, { lost: number; reads: boolean }>();
  for (const { by, pattern, readOnly: reads } of admissions) {
    const { detail } = pattern as { detail: object };
    if (isCovered(detail, reads ? readOnly : all)) continue;
    const before = blind.get(by) ?? { lost: 0, reads: true };
    blind.set(by, { lost: before.lost + 1, reads: before.reads && reads && isCovered(detail, all) });
  }
  if (blind.size > 0) return [...blind].map(([by, { lost, reads }]) => verdictOf(by, lost, reads, found));
  return [
    ok(`${found.length} rules let in what ${new Set(admissions.map(({ by }) => by)).size} detections need`),
  ];
}

function verdictOf(by: string, lost: number, onlyState: boolean, found: readonly RuleState[]): Verdict {
  const off = found.filter(({ state }) => state === 'DISABLED').map(({ name }) => name);
  const why = onlyState
    ? 'the rules for it are not in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, so they see no reads and no AssumeRole'
    : off.length > 0
      ? `switched off: ${off.join(', ')}`
      : 'no rule with a target has these patterns';
  return wrong(
    `${by} is blind to ${lost} of its patterns: ${why}`,
    'Deploy again, then find out who changed the rules.',
  );
}
