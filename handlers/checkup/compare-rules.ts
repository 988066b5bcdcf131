import { isDeepStrictEqual } from 'node:util';
import { counted, nounOf } from '../../config/counted.ts';
import type { ExpectedRule } from './deployment.ts';
import { ok, wrong, type Verdict } from './finding.ts';
import type { RuleState } from './ports.ts';

const todo = 'Deploy again, then find out who changed it.';

/** Compares the rules of a bus with those that were deployed: state, pattern, target. `bus` is for the words. */
export function compareRules(
  found: readonly RuleState[],
  expected: readonly ExpectedRule[],
  bus: string,
): Verdict[] {
  const faults = expected.flatMap((rule) => {
    const there = found.find(({ name }) => name === rule.name);
    if (there === undefined) return [wrong(`rule ${rule.name} is missing on ${bus}`, todo)];
    return [...stateOf(there, rule), ...patternOf(there, rule), ...targetOf(there, rule)];
  });
  if (faults.length > 0) return faults;
  return [
    ok(
      `${counted(expected.length, 'rule')} on ${bus} ${nounOf(expected.length, 'is on, unchanged, and leads', 'are on, unchanged, and lead')} on`,
    ),
  ];
}

function stateOf({ name, state }: RuleState, expected: ExpectedRule): Verdict[] {
  if (state === expected.state) return [];
  // A rule that sees more than it needs is not blind, but it is not what was deployed either.
  const blind =
    state === 'DISABLED'
      ? 'it lets nothing in'
      : state === 'ENABLED'
        ? 'it sees no reads of secrets and no AssumeRole'
        : 'it sees more than was deployed';
  return [wrong(`rule ${name} is ${state}, not ${expected.state}: ${blind}`, todo)];
}

function patternOf({ name, pattern }: RuleState, expected: ExpectedRule): Verdict[] {
  if (pattern !== null && isDeepStrictEqual(parsed(pattern), expected.pattern)) return [];
  return [wrong(`rule ${name} has another pattern than the one that the config makes`, todo)];
}

function targetOf({ name, targets }: RuleState, { target }: ExpectedRule): Verdict[] {
  if (targets.includes(target)) return [];
  return [wrong(`rule ${name} does not lead to ${target}: what it lets in is lost`, todo)];
}

function parsed(pattern: string): unknown {
  try {
    return JSON.parse(pattern);
  } catch {
    return null;
  }
}
