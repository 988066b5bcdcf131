import type { WebhookAnswer } from '../ports.ts';

/** More of an answer is not read, bytes. */
const answerBytes = 200;
const timeoutMs = 5_000;

/**
 * Asks a webhook with an empty message, which it refuses without posting anything. Nothing of the URL leaves this function:
 * it is a password.
 */
export async function probeWebhook(url: string): Promise<WebhookAnswer> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return { status: null, code: 'what is kept as the webhook’s URL is no URL' };
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = (await response.text()).slice(0, answerBytes).trim();
    return { status: response.status, code: /^[a-z_]{1,60}$/.test(text) ? text : '' };
  } catch {
    return { status: null, code: 'no answer' };
  }
}
