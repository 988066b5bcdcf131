import { isDeepStrictEqual } from 'node:util';
import type { ExpectedRule } from './deployment.ts';
import { ok, wrong, type Verdict } from './finding.ts';
import type { RuleState } from './ports.ts';

const again = 'Deploy again, then find out who changed it.';

/** Compares the rules of a bus with those that were deployed: state, pattern, targets. `bus` is for the words. */
export function compareRules(
  found: readonly RuleState[],
  expected: readonly ExpectedRule[],
  bus: string,
): Verdict[] {
  const faults = expected.flatMap((rule) => {
    const there = found.find(({ name }) => name === rule.name);
    if (there === undefined) return [wrong(`rule ${rule.name} is missing on ${bus}`, again)];
    return [...stateOf(there, rule), ...patternOf(there, rule), ...targetsOf(there)];
  });
  if (faults.length > 0) return faults;
  return [ok(`${expected.length} rules on ${bus} are on, unchanged and have targets`)];
}

function stateOf({ name, state }: RuleState, expected: ExpectedRule): Verdict[] {
  if (state === expected.state) return [];
  const blind =
    state === 'DISABLED'
      ? 'it lets nothing in'
      : expected.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'
        ? 'it sees no reads and no AssumeRole'
        : `${expected.state} was deployed`;
  return [wrong(`rule ${name} is ${state}: ${blind}`, again)];
}

function patternOf({ name, pattern }: RuleState, expected: ExpectedRule): Verdict[] {
  if (pattern !== null && isDeepStrictEqual(parsed(pattern), expected.pattern)) return [];
  return [wrong(`rule ${name} has another pattern than the one that the config makes`, again)];
}

function targetsOf({ name, targets }: RuleState): Verdict[] {
  return targets.length > 0 ? [] : [wrong(`rule ${name} has no target: what it lets in goes nowhere`, again)];
}

function parsed(pattern: string): unknown {
  try {
    return JSON.parse(pattern);
  } catch {
    return null;
  }
}
