import { counted } from '../../../config/counted.ts';
import type { Check } from '../check.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { SubscriptionState } from '../ports.ts';

/** Someone confirmed listens to each topic. */
export const subscriptions: Check = {
  id: 'subscriptions',
  where: 'watched',
  look: async (region, { deployment, ports }) =>
    Promise.all(
      deployment
        .topics(region)
        .map(async (topic) => verdictOf(topic, await ports.topics.subscriptions(region, topic))),
    ),
};

function verdictOf(topic: string, found: readonly SubscriptionState[] | null): Verdict {
  const name = topic.slice(topic.lastIndexOf(':') + 1);
  if (found === null) return wrong(`topic ${name} does not exist`, 'Deploy again.');
  const waiting = found.filter(({ confirmed }) => !confirmed);
  if (waiting.length > 0) {
    return wrong(
      `topic ${name}: ${waiting.length} of ${counted(found.length, 'subscription')} not confirmed`,
      'Whoever got the message "Subscription Confirmation" has to follow its link within two days; after that subscribe again.',
    );
  }
  if (found.length === 0) {
    return wrong(
      `topic ${name} has no subscription: nobody hears it`,
      'Set email and deploy, or subscribe someone.',
    );
  }
  return ok(`topic ${name}: ${counted(found.length, 'confirmed subscription')}`);
}
