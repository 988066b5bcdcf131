/**
 * What Slack documents of messages to incoming webhooks (aws-facts, section 12; docs.slack.dev, Block Kit), as strict as it
 * is read: an answer of `invalid_blocks` is an alert that nobody sees.
 */

type Json = Readonly<Record<string, unknown>>;

const limits = {
  topLevelText: 4_000,
  blocks: 50,
  header: 150,
  /** The documented limits of blocks, and the undocumented one of all blocks together, with room. */
  allBlocks: 13_000,
  url: 3_000,
};

/** What is wrong with a message, one line for each fault. */
export function slackFaults(message: unknown): string[] {
  const faults: string[] = [];
  const fault = (text: string) => faults.push(text);

  const object = (
    value: unknown,
    where: string,
    keys: readonly string[],
    optional: readonly string[],
  ): Json => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      fault(`${where}: no object`);
      return {};
    }
    for (const key of keys) if (!(key in value)) fault(`${where}: ${key} missing`);
    for (const key of Object.keys(value))
      if (!keys.includes(key) && !optional.includes(key)) fault(`${where}: ${key} unknown`);
    return value as Json;
  };
  const list = (value: unknown, where: string): readonly unknown[] => {
    if (!Array.isArray(value) || value.length === 0) fault(`${where}: no list, or an empty one`);
    return Array.isArray(value) ? value : [];
  };
  const text = (value: unknown, where: string, limit = Infinity): string => {
    if (typeof value !== 'string' || value === '') fault(`${where}: no text, or an empty one`);
    const found = typeof value === 'string' ? value : '';
    if (found.length > limit) fault(`${where}: ${found.length} characters`);
    if (/\p{Cs}/u.test(found)) fault(`${where}: half a surrogate pair`);
    return found;
  };
  const style = (value: unknown, where: string) => {
    if (value === undefined) return;
    const set = object(value, where, [], ['bold', 'italic', 'strike', 'code']);
    for (const [key, on] of Object.entries(set)) if (typeof on !== 'boolean') fault(`${where}: ${key}`);
  };

  const element = (value: unknown, where: string) => {
    const { type } = object(
      value,
      where,
      ['type'],
      ['text', 'style', 'url', 'timestamp', 'format', 'fallback'],
    );
    if (type === 'text') {
      const one = object(value, where, ['type', 'text'], ['style']);
      text(one.text, `${where}.text`);
      style(one.style, `${where}.style`);
    } else if (type === 'link') {
      const one = object(value, where, ['type', 'url'], ['text', 'style']);
      const url = text(one.url, `${where}.url`, limits.url);
      if (!/^https:\/\/[a-z0-9.-]+\/[\x21-\x7e]*$/.test(url)) fault(`${where}: no link`);
      if ('text' in one) text(one.text, `${where}.text`);
      style(one.style, `${where}.style`);
    } else if (type === 'date') {
      const one = object(value, where, ['type', 'timestamp', 'format'], ['url', 'fallback']);
      if (!Number.isInteger(one.timestamp)) fault(`${where}: no timestamp`);
      const tokens = text(one.format, `${where}.format`).match(/\{[^}]*\}/g) ?? [];
      if (tokens.length === 0 || !tokens.every((token) => dateTokens.has(token)))
        fault(`${where}: no format`);
      text(one.fallback, `${where}.fallback`);
    } else fault(`${where}: an element of type ${String(type)}`);
  };
  const richTextElement = (value: unknown, where: string) => {
    const { type } = object(value, where, ['type', 'elements'], []);
    if (type !== 'rich_text_section' && type !== 'rich_text_preformatted')
      fault(`${where}: rich text of type ${String(type)}`);
    const { elements } = object(value, where, ['type', 'elements'], []);
    for (const [index, one] of list(elements, where).entries()) {
      element(one, `${where}[${index}]`);
      if (type === 'rich_text_preformatted' && (one as Json).type !== 'text' && (one as Json).type !== 'link')
        fault(`${where}[${index}]: not in preformatted text`);
    }
  };
  const block = (value: unknown, where: string) => {
    const { type } = object(value, where, ['type'], ['text', 'elements']);
    if (type === 'header') {
      const header = object(value, where, ['type', 'text'], []);
      const plain = object(header.text, `${where}.text`, ['type', 'text'], ['emoji']);
      if (plain.type !== 'plain_text') fault(`${where}: not plain_text`);
      if (plain.emoji !== false) fault(`${where}: an emoji may be read in it`);
      const words = text(plain.text, `${where}.text.text`, limits.header);
      if (/[<>\n]/.test(words)) fault(`${where}: markup or a line break in a header`);
    } else if (type === 'rich_text') {
      const rich = object(value, where, ['type', 'elements'], []);
      for (const [index, one] of list(rich.elements, where).entries())
        richTextElement(one, `${where}/${index}`);
    } else fault(`${where}: a block of type ${String(type)}, in which Slack may read mrkdwn`);
  };

  const whole = object(message, 'message', ['text', 'blocks'], []);
  const top = text(whole.text, 'text', limits.topLevelText);
  if (/[<>]/.test(top)) fault('text: an angle bracket');
  if (/&(?!amp;|lt;|gt;)/.test(top)) fault('text: a bare ampersand');
  const blocks = list(whole.blocks, 'blocks');
  if (blocks.length > limits.blocks) fault(`blocks: ${blocks.length}`);
  for (const [index, one] of blocks.entries()) block(one, `block ${index}`);
  const characters = stringsIn(blocks).reduce((sum, { length }) => sum + length, 0);
  if (characters >= limits.allBlocks) fault(`blocks: ${characters} characters in all`);
  return faults;
}

/** docs.slack.dev, date formatting. */
const dateTokens = new Set(
  [
    'date_num',
    'date_slash',
    'date_long',
    'date_long_full',
    'date_long_pretty',
    'date',
    'date_pretty',
    'date_short',
    'date_short_pretty',
    'time',
    'time_secs',
    'ago',
    'day_divider_pretty',
  ].map((name) => `{${name}}`),
);

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The top-level text as Slack shows it: its three entities decoded, once. */
export function decodedEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '');
}

/** What a message shows below its header, in order: each labelled part, and each block to copy. */
export interface SlackPart {
  readonly label: string;
  readonly text: string;
  readonly command: string | null;
}

interface Shape {
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly text: string };
    readonly elements?: readonly {
      readonly type: string;
      readonly elements: readonly {
        readonly type: string;
        readonly text?: string;
        readonly style?: unknown;
      }[];
    }[];
  }[];
}

/** Reads a message as a person does. */
export function readSlack(message: unknown): { header: string; parts: SlackPart[] } {
  const [header, body] = (message as Shape).blocks;
  const parts: SlackPart[] = [];
  for (const { type, elements } of body?.elements ?? []) {
    if (type === 'rich_text_preformatted') {
      const before = parts.pop();
      if (before === undefined) throw new Error('a command before any part');
      parts.push({ ...before, command: elements.map(({ text }) => text ?? '').join('') });
    } else {
      const [label, words] = elements;
      parts.push({ label: (label?.text ?? '').trim(), text: words?.text ?? '', command: null });
    }
  }
  return { header: header?.text?.text ?? '', parts };
}
