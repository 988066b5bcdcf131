import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { gateRules, queueRules, tamperRules, type Rule } from '../../../detections/gate/rules.ts';
import { compilePattern } from '../../../detections/pattern/matcher.ts';
import { createdStack, envelopeOf } from '../../../handlers/alert/envelope.ts';

const account = '111122223333';

function configOf(regions: readonly string[]) {
  return parseConfig({ account, regions, breakGlass: {} }, { source: 'x', detections, now: 0 });
}

function stackArn(name: string, region = 'eu-central-1', owner = account): string {
  return `arn:aws:cloudformation:${region}:${owner}:stack/${name}/6f1e0c50-c5f6-11f0-9d1a-0a1b2c3d4e5f`;
}

/** What CloudFormation tells of a stack (user guide, "Stack Status Change event detail"). */
function statusChange(stack: string, status = 'CREATE_COMPLETE', more: object = {}) {
  return {
    version: '0',
    source: 'aws.cloudformation',
    account,
    id: '5b7e3e1a-0c0e-4bb0-9a6e-0d15ea5e0001',
    region: 'eu-central-1',
    'detail-type': 'CloudFormation Stack Status Change',
    time: '2026-11-20T09:00:00Z',
    resources: [stack],
    detail: {
      'stack-id': stack,
      'status-details': { status, 'status-reason': '' },
      'client-request-token': 'a1b2',
    },
    ...more,
  };
}

function admitting(rules: readonly Rule[]): (event: unknown) => boolean {
  const matchers = rules.map(({ pattern }) => compilePattern(pattern));
  return (event) => matchers.some((matches) => matches(event));
}

const config = configOf(['eu-central-1', 'eu-west-1']);
const queues = queueRules(config, detections);
const hops = [
  ['of the gates', admitting(gateRules(config, detections))],
  ['of our bus to the alert queue', admitting(queues.alert)],
] as const;

describe.each(hops)('the rules %s', (_hop, admits) => {
  it.each([
    stackArn('glasswatch-gate-eu-central-1'),
    stackArn('glasswatch-gate-eu-west-1', 'eu-west-1'),
    stackArn('glasswatch-gate-us-east-1', 'us-east-1'),
    stackArn('glasswatch-watch'),
  ])('let in that %s was made, which the alert function takes for just that', (stack) => {
    const event = statusChange(stack);
    expect(admits(event)).toBe(true);
    const envelope = envelopeOf(JSON.stringify(event));
    expect(envelope === null ? null : createdStack(envelope)).toBe(stack);
  });

  it.each([
    ["another's stack", statusChange(stackArn('payroll'))],
    ['a stack whose name extends ours', statusChange(stackArn('glasswatch-gate-eu-central-1-copy'))],
    ["a stack of another deployment's", statusChange(stackArn('glasswatch-test-gate-eu-central-1'))],
    ['a stack of that name in another Region', statusChange(stackArn('glasswatch-watch', 'eu-west-1'))],
    [
      'a stack of that name in another account',
      statusChange(stackArn('glasswatch-watch', 'eu-central-1', '444455556666')),
    ],
    ['a stack of ours that was changed', statusChange(stackArn('glasswatch-watch'), 'UPDATE_COMPLETE')],
    ['a stack of ours that is not whole', statusChange(stackArn('glasswatch-watch'), 'CREATE_IN_PROGRESS')],
    [
      'what another service says',
      statusChange(stackArn('glasswatch-watch'), 'CREATE_COMPLETE', { source: 'aws.config' }),
    ],
    [
      'what CloudFormation says of a single resource',
      statusChange(stackArn('glasswatch-watch'), 'CREATE_COMPLETE', {
        'detail-type': 'CloudFormation Resource Status Change',
      }),
    ],
  ])('do not let in %s', (_what, event) => {
    expect(admits(event)).toBe(false);
  });
});

describe('that a stack was made', () => {
  it('comes neither to the critical queue nor as a copy of tampering', () => {
    const event = statusChange(stackArn('glasswatch-gate-eu-central-1'));
    expect(admitting([...queues.critical, ...tamperRules(config, detections)])(event)).toBe(false);
  });

  it('is heard from every Region, of more than one pattern can name', () => {
    const regions = ['us', 'eu', 'ap', 'ca'].flatMap((part) =>
      Array.from({ length: 8 }, (_, n) => `${part}-southeast-${n + 1}`),
    );
    const rules = gateRules(configOf(regions), detections);
    for (const { pattern } of rules) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
    const admits = admitting(rules);
    const unheard = regions.filter(
      (region) => !admits(statusChange(stackArn(`glasswatch-gate-${region}`, region))),
    );
    expect(unheard).toEqual([]);
  });

  it('has no rule where the config names no account', () => {
    const nowhere = parseConfig({ breakGlass: {} }, { source: 'x', detections, now: 0 });
    expect(gateRules(nowhere, detections).map(({ name }) => name)).not.toContain('glasswatch-gate-armed-1');
  });
});
