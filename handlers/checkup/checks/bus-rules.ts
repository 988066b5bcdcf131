import type { Check } from '../check.ts';
import { wrong } from '../finding.ts';
import { blindness } from '../rules/blind.ts';

/** What the gates forward goes on from our own bus; read-only events need the state on this hop too. */
export const busRules: Check = {
  id: 'bus-rules',
  where: 'home',
  look: async (region, { deployment, ports }) => {
    const found = await ports.rules.rules(region, deployment.bus, deployment.prefix);
    if (found === null) {
      return [
        wrong(`there is no bus ${deployment.bus}: all gates forward to nothing`, 'Deploy the watch stack.'),
      ];
    }
    return blindness(found, deployment.admissions, (target) => target.includes(':sqs:'));
  },
};
