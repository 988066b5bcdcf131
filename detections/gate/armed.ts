import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { EventPattern } from '../pattern/matcher.ts';
import { cutToFit } from './packing.ts';

/**
 * What CloudFormation says when a gate's stack was made, or the watch stack was made anew behind standing gates: the first
 * event that comes the way of every alert (CloudFormation user guide, "Stack Status Change event detail"). By whole names,
 * so that another's stack is not announced for ours. Empty where the config names no account.
 */
export function armedPatterns(config: Config): EventPattern[] {
  const own = ownNames(config);
  if (own === null) return [];
  const stacks = [...own.gateStacks, { region: own.homeRegion, name: own.stacks.watch }];
  return cutToFit({
    source: ['aws.cloudformation'],
    'detail-type': ['CloudFormation Stack Status Change'],
    detail: {
      // What follows the name is an id that CloudFormation makes.
      'stack-id': stacks.map(({ region, name }) => ({
        prefix: `arn:${own.partition}:cloudformation:${region}:${own.account}:stack/${name}/`,
      })),
      'status-details': { status: ['CREATE_COMPLETE'] },
    },
  });
}
