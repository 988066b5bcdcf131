import { ownNames } from '../../../config/names.ts';
import type { Check } from '../check.ts';
import { wrong } from '../finding.ts';
import { blindness } from '../rules/blind.ts';

/** In each watched Region the rules on the default bus forward to our bus what the detections need. */
export const gateRules: Check = {
  id: 'gate-rules',
  where: 'watched',
  look: async (region, { deployment, ports }) => {
    const found = await ports.rules.rules(region, 'default', deployment.prefix);
    if (found === null || found.length === 0) {
      return [
        wrong(
          'there are no gate rules: nothing of this Region is seen',
          `Deploy the gate stack of ${region}.`,
        ),
      ];
    }
    const bus = ownNames(deployment.config)?.busArn;
    return blindness(found, deployment.admissions, (target) => target === bus);
  },
};
