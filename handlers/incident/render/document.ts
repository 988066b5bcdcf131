import type { State } from '../../deadline/verdict.ts';

/** Text that whoever is reported on may have written; each renderer shows it so that nothing in it becomes markup. */
export interface Quoted {
  readonly quoted: string;
}

/** What became of a secret, as a mark that stands out. */
export interface Mark {
  readonly state: State;
}

/** A piece of running text; bare strings are ours. */
export type Inline = string | Quoted | Mark;
export type Text = readonly Inline[];

/** A report in parts that every renderer knows. */
export type Block =
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: Text])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Text[])[];
    };

export interface Section {
  /** Names the section in links. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface IncidentDocument {
  readonly title: string;
  readonly summary: Text;
  readonly sections: readonly Section[];
}

const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z)?$/;

/**
 * Text with values in it. A string between `${` and `}` is taken for somebody else's and quoted, unless it is a plain time;
 * `null` is a dash; numbers, marks and texts made here stand as they are.
 */
export function say(
  ours: TemplateStringsArray,
  ...values: readonly (string | number | null | Mark | Text)[]
): Text {
  const parts: Inline[] = [];
  for (const [index, text] of ours.entries()) {
    if (text !== '') parts.push(text);
    const value = values[index];
    if (value === undefined) continue;
    if (value === null) parts.push('—');
    else if (typeof value === 'number') parts.push(value.toLocaleString('en-US'));
    else if (typeof value === 'string') parts.push(instant.test(value) ? value : { quoted: value });
    else if ('state' in value) parts.push(value);
    else parts.push(...value);
  }
  return parts;
}

/** Texts with a separator of ours between them; of none, a dash. */
export function joined(texts: readonly Text[], separator = ', '): Text {
  if (texts.length === 0) return ['—'];
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

export function facts(...rows: readonly (readonly [label: string, value: Text])[]): Block {
  return { kind: 'facts', facts: rows };
}

export function table(columns: readonly string[], rows: readonly (readonly Text[])[]): Block {
  return { kind: 'table', columns, rows };
}
