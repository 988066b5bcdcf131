import { compilePattern, type EventPattern } from '../../../detections/pattern/matcher.ts';
import type { RuleState } from '../ports.ts';

/** Patterns of CloudTrail records that a rule lets in. */
export interface Admitted {
  readonly details: readonly object[];
  /** Whether read-only events are among them: their state decides (aws-facts, section 2). */
  readonly readOnly: boolean;
}

/** The envelopes that CloudTrail's records come in. */
const envelopes = [
  { source: 'aws.sts', 'detail-type': 'AWS API Call via CloudTrail' },
  { source: 'aws.secretsmanager', 'detail-type': 'AWS API Call via CloudTrail' },
  { source: 'aws.secretsmanager', 'detail-type': 'AWS Service Event via CloudTrail' },
  { source: 'aws.signin', 'detail-type': 'AWS Console Sign In via CloudTrail' },
];

/** What a rule lets in; nothing where it is off, has none of the targets that count, or asks for other envelopes. */
export function admittedBy(rule: RuleState, leadsOn: (target: string) => boolean): Admitted {
  const readOnly = rule.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  const nothing = { details: [], readOnly };
  if (!readOnly && rule.state !== 'ENABLED') return nothing;
  if (!rule.targets.some(leadsOn)) return nothing;
  const { detail = {}, ...envelope } = patternOf(rule);
  if (!takesEnvelopes(envelope)) return nothing;
  const { $or, ...others } = detail as { $or?: readonly object[] };
  if ($or === undefined) return { details: [detail], readOnly };
  return { details: $or.map((one) => ({ ...others, ...one })), readOnly };
}

function patternOf({ pattern }: RuleState): { detail?: object } {
  try {
    return JSON.parse(pattern ?? '') as { detail?: object };
  } catch {
    return { detail: { $or: [] } };
  }
}

function takesEnvelopes(envelope: object): boolean {
  if (Object.keys(envelope).length === 0) return true;
  try {
    return envelopes.every(compilePattern(envelope as EventPattern));
  } catch {
    return false;
  }
}
