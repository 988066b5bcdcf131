import type { Post } from '../../handlers/channels/webhook-server.ts';

/** A message as people read it in Slack. */
export interface ReadMessage {
  readonly headline: string;
  /** Each part's label and text; a command is a line of its own. */
  readonly lines: readonly string[];
}

interface Element {
  readonly type: string;
  readonly text?: string;
}
interface Block {
  readonly elements?: readonly { readonly elements: readonly Element[] }[];
}

/** What a post shows, in its order; none for a post that is no message. */
export function messagesIn(posts: readonly Post[]): ReadMessage[] {
  return posts.flatMap(({ body }) => {
    const { text, blocks = [] } = JSON.parse(body) as { text?: string; blocks?: readonly Block[] };
    if (text === undefined) return [];
    const lines = blocks
      .flatMap(({ elements = [] }) => elements)
      .map(({ elements }) => elements.map(shown).join('').replaceAll(` (${readersTime})`, '').trimEnd());
    return [{ headline: text, lines }];
  });
}

/** The time of day that Slack shows to each reader beside ours: left out. */
const readersTime = '\u0000';

function shown({ type, text = '' }: Element): string {
  return type === 'date' ? readersTime : text;
}
