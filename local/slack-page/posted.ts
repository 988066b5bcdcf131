import type { SlackMessage } from '../../handlers/alert/render/slack.ts';

/** One message as it would be posted to a webhook. */
export interface Posted {
  /** What it is an example of. */
  readonly about: string;
  /** When it is posted, ISO 8601 UTC; null where nobody can say. */
  readonly at: string | null;
  /** The body of the request, as it would be sent. */
  readonly payload: string;
}

/** A message as the webhook would be sent it. */
export function posted(about: string, at: string | null, message: SlackMessage): Posted {
  return { about, at, payload: JSON.stringify(message) };
}
