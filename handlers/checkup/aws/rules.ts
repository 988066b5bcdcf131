import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import type { CheckupPorts, RuleState } from '../ports.ts';
import { perRegion } from './clients.ts';
import { looking, lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new EventBridgeClient(options));

/** Rules, from EventBridge. */
export const eventBridge: CheckupPorts['rules'] = {
  rules: async (region, bus, prefix) => {
    const listed = await lookingFor(
      { action: 'events:ListRules', region },
      ['ResourceNotFoundException'],
      () => allRules(region, bus, prefix),
    );
    if (listed === null) return null;
    const states: RuleState[] = [];
    // One after the other: a Region takes few of these calls a second.
    for (const { Name: name = '', State: state = '', EventPattern: pattern } of listed) {
      const { Targets = [] } = await looking({ action: 'events:ListTargetsByRule', region }, () =>
        clientOf(region).send(new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus })),
      );
      const targets = Targets.flatMap(({ Arn }) => Arn ?? []);
      states.push({ name, state, pattern: pattern ?? null, targets });
    }
    return states;
  },
};

async function allRules(region: string, bus: string, prefix: string): Promise<Rule[]> {
  const rules: Rule[] = [];
  let next: string | undefined;
  do {
    const page = await clientOf(region).send(
      new ListRulesCommand({ EventBusName: bus, NamePrefix: prefix, ...(next && { NextToken: next }) }),
    );
    rules.push(...(page.Rules ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return rules;
}
