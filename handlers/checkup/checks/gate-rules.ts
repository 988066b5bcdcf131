import type { Check } from '../check.ts';
import { compareRules } from '../compare-rules.ts';
import { wrong } from '../finding.ts';

/** In each watched Region the rules on the default bus let in what the detections need. */
export const gateRules: Check = {
  id: 'gate-rules',
  where: 'watched',
  look: async (region, { deployment, ports }) => {
    const found = await ports.rules.rules(region, 'default', deployment.names.prefix);
    if (found === null || found.length === 0) {
      return [
        wrong(
          'there are no gate rules: nothing of this Region is seen',
          `Deploy the gate stack of ${region}.`,
        ),
      ];
    }
    return compareRules(found, deployment.gateRules(region), 'the default bus');
  },
};
