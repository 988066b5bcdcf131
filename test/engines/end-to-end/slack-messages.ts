import type { Post } from '../../handlers/channels/webhook-server.ts';

/** A message as people read it in Slack. */
export interface ReadMessage {
  readonly headline: string;
  /** Each part's label and text; a command is a line of its own. */
  readonly lines: readonly string[];
}

interface Block {
  readonly elements?: readonly { readonly elements: readonly { readonly text?: string }[] }[];
}

/** What a post shows, in its order; none for a post that is no message. */
export function messagesIn(posts: readonly Post[]): ReadMessage[] {
  return posts.flatMap(({ body }) => {
    const { text, blocks = [] } = JSON.parse(body) as { text?: string; blocks?: readonly Block[] };
    if (text === undefined) return [];
    const lines = blocks
      .flatMap(({ elements = [] }) => elements)
      .map(({ elements }) =>
        elements
          .map((one) => one.text ?? '')
          .join('')
          // The reader's own time, which Slack puts between the brackets.
          .replaceAll(' ()', '')
          .trimEnd(),
      );
    return [{ headline: text, lines }];
  });
}
