import { counted } from '../../../config/counted.ts';
import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';

/** Nothing was left undelivered. */
export const deadLetterQueues: Check = {
  id: 'dead-letter-queues',
  where: 'watched',
  look: async (region, { deployment, ports }) => {
    const here = deployment.deadLetterQueues(region);
    const verdicts = await Promise.all(
      here.map(async (name) => {
        const messages = await ports.queues.messages(region, name);
        if (messages === null) {
          return wrong(`dead-letter queue ${name} does not exist: what fails is lost`, 'Deploy again.');
        }
        if (messages === 0) return null;
        return wrong(
          `dead-letter queue ${name} holds ${counted(messages, 'event')} that nobody may have been told of`,
          'Look at them (docs/runbook.md, dead-letter-queues), mend what stopped them, then move them back.',
        );
      }),
    );
    const faults = verdicts.filter((verdict) => verdict !== null);
    return faults.length > 0 ? faults : [ok(`${here.length} dead-letter queues are empty`)];
  },
};
