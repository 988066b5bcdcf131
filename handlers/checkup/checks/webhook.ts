import type { Check } from '../check.ts';
import { cannotTell, ok, wrong } from '../finding.ts';

/** What a living webhook says to an empty message, with HTTP 400 (aws-facts, section 12). */
const alive = ['no_text', 'invalid_payload', 'missing_text_or_fallback_or_attachments'];

/**
 * Slack's webhook lives. It is asked with an empty message, which a living one refuses and posts nowhere; a dead one
 * answers HTTP 401, 403, 404 or 410.
 */
export const webhook: Check = {
  id: 'webhook',
  where: 'home',
  look: async (_region, { ports }) => {
    if (ports.webhook === null) return [ok('no Slack channel is configured; alerts go by SNS')];
    const { status, code } = await ports.webhook.probe();
    const answer = status === null ? code : `HTTP ${status} ${code}`.trimEnd();
    if (status === 400 && alive.includes(code)) return [ok('the webhook answers')];
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
