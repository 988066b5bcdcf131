import type { Tone } from '../../page/tone.ts';

/** Text that whoever is reported on may have written; each renderer shows it so that nothing in it becomes markup. */
export interface Quoted {
  readonly quoted: string;
}

/** Sentences of ours that hold names of others, put together elsewhere. */
export interface Words {
  readonly words: string;
}

/** A word of ours that stands out. */
export interface Mark {
  readonly mark: string;
  readonly tone: Tone;
}

/** A piece of running text; bare strings are ours. */
export type Inline = string | Quoted | Words | Mark;
export type Text = readonly Inline[];

export type Fact = readonly [label: string, value: Text];

/** A report in parts that every renderer knows. */
export type Block =
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** A command to copy, in one line, whole. */
  | { readonly kind: 'command'; readonly command: string }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
    };

/** As tables of pages know them (handlers/page/table.ts). */
export interface Column {
  readonly label: string;
  readonly kind: 'text' | 'name' | 'id' | 'number' | 'time';
}

export interface Section {
  /** Names the section in links. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface IncidentDocument {
  readonly title: Text;
  readonly summary: Text;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
}

/** What stands where there is nothing to say. */
export const nothing = '—';

const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z)?$/;

/**
 * Text with values in it. A string between `${` and `}` is taken for somebody else's and quoted, unless it is a plain time;
 * `null` is a dash; numbers, marks and texts made here stand as they are.
 */
export function say(
  ours: TemplateStringsArray,
  ...values: readonly (string | number | null | Words | Mark | Text)[]
): Text {
  const parts: Inline[] = [];
  for (const [index, text] of ours.entries()) {
    if (text !== '') parts.push(text);
    const value = values[index];
    if (value === undefined) continue;
    if (value === null) parts.push(nothing);
    else if (typeof value === 'number') parts.push(value.toLocaleString('en-US'));
    else if (typeof value === 'string') parts.push(instant.test(value) ? value : { quoted: value });
    else if ('mark' in value || 'words' in value) parts.push(value);
    else parts.push(...value);
  }
  return parts;
}

/** Texts with a separator of ours between them; of none, a dash. */
export function joined(texts: readonly Text[], separator = ', '): Text {
  if (texts.length === 0) return [nothing];
  return texts.flatMap((text, index) => (index === 0 ? text : [separator, ...text]));
}

export function heading(text: Text): Block {
  return { kind: 'heading', text };
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}

export function list(items: readonly Text[]): Block {
  return { kind: 'list', items };
}

export function command(text: string): Block {
  return { kind: 'command', command: text };
}

export function facts(...rows: readonly Fact[]): Block {
  return { kind: 'facts', facts: rows };
}

/** Columns as `kind label`, such as `time Last read`. */
export function table(
  caption: string,
  columns: readonly `${Column['kind']} ${string}`[],
  rows: readonly (readonly Text[])[],
): Block {
  const parted = columns.map((column) => {
    const at = column.indexOf(' ');
    return { kind: column.slice(0, at) as Column['kind'], label: column.slice(at + 1) };
  });
  return { kind: 'table', caption, columns: parted, rows };
}
