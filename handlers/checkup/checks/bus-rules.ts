import type { Check } from '../check.ts';
import { compareRules } from '../compare-rules.ts';
import { wrong } from '../finding.ts';

/** What the gates forward goes on from our own bus; read-only events need the state on this hop too. */
export const busRules: Check = {
  id: 'bus-rules',
  where: 'home',
  look: async (region, { deployment, ports }) => {
    const { bus, prefix } = deployment.names;
    const found = await ports.rules.rules(region, bus, prefix);
    if (found === null) {
      return [wrong(`there is no bus ${bus}: all gates forward to nothing`, 'Deploy the watch stack.')];
    }
    return compareRules(found, deployment.busRules, `the bus ${bus}`);
  },
};
