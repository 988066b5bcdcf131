import type { Config } from '../../config/schema.ts';
import type { Detection } from '../catalogue/detection.ts';
import { labelUpdatedPattern } from '../ledger/ledger-patterns.ts';
import type { EventPattern } from '../pattern/matcher.ts';
import { admissions, type Admission } from './admission.ts';
import { armedPatterns } from './armed.ts';
import { hasWildcard, packPatterns } from './packing.ts';

/**
 * Read-only events pass only a rule in the longer state, and it is needed on every hop: on the default bus and on ours
 * (aws-facts, section 2).
 */
export type RuleState = 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** A rule as it is deployed. */
export interface Rule {
  /** Its physical name. */
  readonly name: string;
  readonly state: RuleState;
  readonly pattern: EventPattern;
}

/** Rules with wildcards that one bus may have; fixed by AWS (aws-facts, section 8). */
const mostWildcardRules = 30;

/** The rules on the default bus of every watched Region, which forward to our bus. */
export function gateRules(config: Config, detections: readonly Detection[]): Rule[] {
  const all = admissions(config, detections);
  const name = `${config.name}-gate`;
  return [...packed(name, all), labelRule(`${name}-label`), ...armedRules(`${name}-armed`, config)];
}

/** The rules on the default bus of every watched Region that send a copy straight to people. */
export function tamperRules(config: Config, detections: readonly Detection[]): Rule[] {
  // Also where the detection is off: the copy is outside of what the config says of it.
  const tampering = detections.filter(({ id }) => id === 'audit-tampering');
  const patterns = admissions({ ...config, detections: {} }, tampering).filter(({ by }) => by !== 'ledger');
  return packed(`${config.name}-tamper`, patterns);
}

/**
 * The rules on our own bus, by the queue that they feed. An event that a critical and another detection match goes to both:
 * patterns cannot say "and not those", and the claim makes the second a duplicate.
 */
export function queueRules(
  config: Config,
  detections: readonly Detection[],
): { readonly alert: Rule[]; readonly critical: Rule[] } {
  const all = admissions(config, detections);
  return {
    alert: [
      ...packed(
        `${config.name}-alert`,
        all.filter(({ critical }) => !critical),
      ),
      labelRule(`${config.name}-alert-label`),
      ...armedRules(`${config.name}-alert-armed`, config),
    ],
    critical: packed(
      `${config.name}-critical`,
      all.filter(({ critical }) => critical),
    ),
  };
}

function packed(name: string, all: readonly Admission[]): Rule[] {
  const patternsOf = (readOnly: boolean) =>
    packPatterns(all.filter((one) => one.readOnly === readOnly).map(({ pattern }) => pattern));
  const rules = [
    ...patternsOf(true).map((pattern) => ({
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' as const,
      pattern,
    })),
    ...patternsOf(false).map((pattern) => ({ state: 'ENABLED' as const, pattern })),
  ];
  const wildcards = rules.filter(({ pattern }) => hasWildcard(pattern)).length;
  if (wildcards > mostWildcardRules)
    throw new Error(
      `${name}: ${wildcards} rules with wildcards, and a bus takes ${mostWildcardRules}: name fewer break-glass roles, or with "*" at the end only`,
    );
  return rules.map((rule, index) => ({ name: `${name}-${index + 1}`, ...rule }));
}

function labelRule(name: string): Rule {
  return { name, state: 'ENABLED', pattern: labelUpdatedPattern };
}

function armedRules(name: string, config: Config): Rule[] {
  return armedPatterns(config).map((pattern, index) => ({
    name: `${name}-${index + 1}`,
    state: 'ENABLED',
    pattern,
  }));
}
