import type { SlackMessage } from '../../handlers/alert/render/slack.ts';

/** What Slack takes (docs.slack.dev; of all characters together a third party reports about 13,200). */
const limits = { blocks: 50, header: 150, text: 4_000, all: 13_200 } as const;

/** How much of one of Slack's limits a message uses. */
export interface Use {
  readonly of: string;
  readonly used: number;
  readonly limit: number;
}

/** How near a message comes to what Slack takes. */
export function usesOf({ text, blocks }: SlackMessage): readonly Use[] {
  const headers = blocks.flatMap((block) => (block.type === 'header' ? [block.text.text.length] : []));
  return [
    { of: 'blocks', used: blocks.length, limit: limits.blocks },
    ...headers.map((used) => ({ of: 'characters in the header', used, limit: limits.header })),
    { of: 'characters in the notification', used: text.length, limit: limits.text },
    { of: 'characters in all', used: charactersIn(blocks), limit: limits.all },
  ];
}

function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + charactersIn(part), 0);
}
