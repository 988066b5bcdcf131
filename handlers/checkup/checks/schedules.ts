import { counted, nounOf } from '../../../config/counted.ts';
import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';

/** Deadline, report and checkup are started when they should. */
export const schedules: Check = {
  id: 'schedules',
  where: 'home',
  look: async (_region, { deployment, ports }) => {
    const { schedules: expected, names } = deployment;
    const verdicts = await Promise.all(
      expected.map(async (name) => {
        const state = await ports.schedules.state(names.homeRegion, names.scheduleGroup, name);
        if (state === null) return wrong(`schedule ${name} does not exist`, 'Deploy the watch stack.');
        if (state === 'ENABLED') return null;
        return wrong(`schedule ${name} is ${state}`, 'Deploy again, then find out who turned it off.');
      }),
    );
    const faults = verdicts.filter((verdict) => verdict !== null);
    return faults.length > 0
      ? faults
      : [ok(`${counted(expected.length, 'schedule')} ${nounOf(expected.length, 'is', 'are')} on`)];
  },
};
