import type { Check } from '../check.ts';
import { cannotTell, ok, wrong } from '../finding.ts';

/**
 * Slack's webhook lives. It is asked with an empty message, which a living one refuses with HTTP 400 (`no_text` or
 * `invalid_payload`) and posts nowhere; a dead one answers 401, 403, 404 or 410 (aws-facts, section 12).
 */
export const webhook: Check = {
  id: 'webhook',
  where: 'home',
  look: async (_region, { ports }) => {
    if (ports.webhook === null) return [ok('no Slack channel is configured; alerts go by SNS')];
    const { status, code } = await ports.webhook.probe();
    const answer = status === null ? code : `HTTP ${status} ${code}`.trimEnd();
    if (status === 400 || status === 200) return [ok('the webhook answers')];
    if (status === null || status === 429 || status >= 500) {
      return [
        cannotTell(
          `the webhook gave no verdict: ${answer}`,
          'Run it again in some minutes; see status.slack.com.',
        ),
      ];
    }
    return [
      wrong(
        `the webhook takes no messages: ${answer}`,
        'Make a new incoming webhook in Slack and put its URL into the secret; alerts go by SNS alone meanwhile.',
      ),
    ];
  },
};
