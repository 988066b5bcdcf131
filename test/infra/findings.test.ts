import { Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { configs, type ConfigName } from './configs.ts';
import { appOf } from './deployed.ts';

interface Acknowledgement {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

function acknowledgementsIn(construct: IConstruct): Acknowledgement[] {
  const here = construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, unknown>))
    .map(([id, reason]) => ({
      path: construct.node.path,
      id: id.replace(/^annotation::/i, ''),
      reason: JSON.stringify(reason),
    }));
  return [...here, ...construct.node.children.flatMap(acknowledgementsIn)];
}

/** What AwsSolutions finds as `rule at path`; with nothing acknowledged, all of it. */
function findingsOf(app: App, { acknowledged }: { acknowledged: boolean }): { id: string; path: string }[] {
  const pack = new AwsSolutionsChecks(app);
  if (!acknowledged) Object.assign(pack, { isAcknowledged: () => false });
  return pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, path: constructPath ?? '' })),
    );
}

describe.each(Object.keys(configs) as ConfigName[])('cdk-nag, AwsSolutions, over the %s config', (name) => {
  const app = appOf(configs[name]);

  it('finds nothing that is not acknowledged', () => {
    expect(findingsOf(app, { acknowledged: true })).toEqual([]);
  });

  it('would find something: every acknowledgement answers a finding that is there', () => {
    const findings = findingsOf(app, { acknowledged: false });
    const acknowledgements = acknowledgementsIn(app);
    expect(acknowledgements.length).toBeGreaterThan(10);
    const stale = acknowledgements.filter(
      ({ id, path }) => !findings.some((one) => one.id === id && `${one.path}/`.startsWith(`${path}/`)),
    );
    expect(stale).toEqual([]);
  });

  it('is answered with reasons that say something', () => {
    for (const { reason } of acknowledgementsIn(app)) expect(reason.length).toBeGreaterThan(40);
  });
});

it("CloudFormation's own rules find nothing", () => {
  expect(() => appOf(configs.full, { validation: true }).synth()).not.toThrow();
});
