import { describe, expect, it } from 'vitest';
import { busRules } from '../../../handlers/checkup/checks/bus-rules.ts';
import { gateRules } from '../../../handlers/checkup/checks/gate-rules.ts';
import type { RuleState } from '../../../handlers/checkup/ports.ts';
import { away, contextWith, deploymentWith, home, standingRules } from './standing.ts';

const longState = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** What the gate of a Region says when its rules are changed. */
async function gateSays(change: (rules: RuleState[]) => RuleState[] | null) {
  const rules = change(standingRules(deploymentWith(), home, 'default'));
  const verdicts = await gateRules.look(
    home,
    contextWith({ rules: { rules: () => Promise.resolve(rules) } }),
  );
  return verdicts.map(({ state, says }) => `${state}: ${says}`);
}

/** Changes the first rule in a state. */
function first(state: string, change: (rule: RuleState) => RuleState) {
  return (rules: RuleState[]) => {
    const at = rules.findIndex((rule) => rule.state === state);
    expect(at).toBeGreaterThanOrEqual(0);
    return rules.map((rule, index) => (index === at ? change(rule) : rule));
  };
}

describe('gate rules', () => {
  it('are asked for on the default bus of each Region, by our prefix', async () => {
    const asked: string[] = [];
    const context = contextWith({
      rules: {
        rules: (region, bus, prefix) => {
          asked.push(`${region} ${bus} ${prefix}`);
          return Promise.resolve(standingRules(deploymentWith(), region, bus));
        },
      },
    });
    expect((await gateRules.look(away, context)).map(({ state }) => state)).toEqual(['ok']);
    expect(asked).toEqual(['us-east-1 default glasswatch-']);
  });

  it.each<[string, (rules: RuleState[]) => RuleState[] | null, RegExp]>([
    ['there are none', () => [], /there are no gate rules: nothing of this Region is seen/],
    [
      'one is disabled',
      first(longState, (rule) => ({ ...rule, state: 'DISABLED' })),
      /is DISABLED, not ENABLED_WITH_ALL.*it lets nothing in/,
    ],
    [
      'one sees no reads',
      first(longState, (rule) => ({ ...rule, state: 'ENABLED' })),
      /is ENABLED, not ENABLED_WITH_ALL.*it sees no reads of secrets and no AssumeRole/,
    ],
    [
      'one has another pattern',
      first('ENABLED', (rule) => ({ ...rule, pattern: '{"source":["aws.ec2"]}' })),
      /has another pattern/,
    ],
    ['one has a schedule', first('ENABLED', (rule) => ({ ...rule, pattern: null })), /has another pattern/],
    [
      'one leads nowhere',
      first(longState, (rule) => ({ ...rule, targets: [] })),
      /does not lead to arn:aws:events:eu-central-1:111122223333:event-bus\/glasswatch-bus/,
    ],
    ['one is missing', (rules) => rules.slice(1), /rule glasswatch-gate-1 is missing on the default bus/],
  ])('are wrong when %s', async (_, change, says) => {
    const lines = await gateSays(change);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(says);
    expect(lines[0]).toMatch(/^wrong: /);
  });

  it('are right whatever order of keys EventBridge answers a pattern in', async () => {
    const reordered = (rule: RuleState) => {
      const pattern = JSON.parse(rule.pattern ?? '') as Record<string, unknown>;
      return { ...rule, pattern: JSON.stringify(Object.fromEntries(Object.entries(pattern).reverse())) };
    };
    expect((await gateSays((rules) => rules.map(reordered)))[0]).toMatch(/^ok: /);
  });
});

describe('rules of our bus', () => {
  it('are wrong when there is no bus', async () => {
    const verdicts = await busRules.look(
      home,
      contextWith({ rules: { rules: () => Promise.resolve(null) } }),
    );
    expect(verdicts.map(({ state }) => state)).toEqual(['wrong']);
    expect(verdicts[0]?.says).toMatch(/there is no bus glasswatch-bus/);
  });

  it('need the longer state on this hop too', async () => {
    const rules = standingRules(deploymentWith(), home, 'glasswatch-bus').map((rule) => ({
      ...rule,
      state: 'ENABLED',
    }));
    const verdicts = await busRules.look(
      home,
      contextWith({ rules: { rules: () => Promise.resolve(rules) } }),
    );
    expect(verdicts.length).toBeGreaterThan(0);
    for (const { state, says } of verdicts) {
      expect(state).toBe('wrong');
      expect(says).toMatch(/it sees no reads/);
    }
  });
});
