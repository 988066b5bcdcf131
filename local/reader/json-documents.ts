/** Why a text stops being JSON, and where (offsets in UTF-16 units). */
export interface JsonFailure {
  /** Where the document begins that is not whole. */
  readonly documentStart: number;
  readonly at: number;
  readonly kind: 'end' | 'unexpected';
}

/** The JSON documents of a text, one after the other. */
export interface JsonDocuments {
  readonly documents: readonly { readonly start: number; readonly end: number }[];
  /** Null when the whole text is documents and whitespace. */
  readonly failure: JsonFailure | null;
}

/**
 * Finds the JSON documents that stand in a text one after the other, with or without whitespace between.
 *
 * A scanner of our own, because JSON.parse knows only one document, and its messages quote the text: what a log
 * holds must not reach the terminal by way of an error message.
 */
export function findDocuments(text: string): JsonDocuments {
  const documents: { start: number; end: number }[] = [];
  let start = betweenDocuments(text, 0);
  try {
    while (start < text.length) {
      const end = endOfDocument(text, start);
      documents.push({ start, end });
      start = betweenDocuments(text, end);
    }
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return {
      documents,
      failure: { documentStart: start, at: error.at, kind: error.at < text.length ? 'unexpected' : 'end' },
    };
  }
  return { documents, failure: null };
}

/** The failure in words, without a character of the text: `line 3, column 14: unexpected character`. */
export function describeFailure(text: string, failure: JsonFailure): string {
  const lineStart = text.lastIndexOf('\n', failure.at - 1) + 1;
  const place = `line ${lineOf(text, failure.at)}, column ${failure.at - lineStart + 1}`;
  return failure.kind === 'end'
    ? `${place}: the text ends before the JSON is complete`
    : `${place}: unexpected character`;
}

/** The line of an offset, counted from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

const [TAB, NEWLINE, RETURN, SPACE, BYTE_ORDER_MARK] = [0x09, 0x0a, 0x0d, 0x20, 0xfeff];
const [QUOTE, COMMA, COLON, BACKSLASH, LETTER_U] = [0x22, 0x2c, 0x3a, 0x5c, 0x75];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

class NotJson extends Error {
  readonly at: number;
  constructor(at: number) {
    super('not JSON');
    this.at = at;
  }
}

// The grammar of RFC 8259, with a stack of our own: the depth of a document must not break the call stack.
function endOfDocument(text: string, start: number): number {
  const open: number[] = [];
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      const close = code === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      at = afterWhitespace(text, at + 1);
      if (text.charCodeAt(at) !== close) {
        open.push(close);
        if (close === CLOSE_BRACE) at = afterKey(text, at);
        continue;
      }
      at++;
    } else {
      at = endOfScalar(text, at);
    }
    for (;;) {
      const close = open.at(-1);
      if (close === undefined) return at;
      at = afterWhitespace(text, at);
      const next = text.charCodeAt(at);
      if (next === close) {
        open.pop();
        at++;
        continue;
      }
      if (next !== COMMA) throw new NotJson(at);
      at = afterWhitespace(text, at + 1);
      if (close === CLOSE_BRACE) at = afterKey(text, at);
      break;
    }
  }
}

function afterKey(text: string, start: number): number {
  if (text.charCodeAt(start) !== QUOTE) throw new NotJson(start);
  const at = afterWhitespace(text, endOfString(text, start));
  if (text.charCodeAt(at) !== COLON) throw new NotJson(at);
  return afterWhitespace(text, at + 1);
}

function endOfScalar(text: string, start: number): number {
  if (text.charCodeAt(start) === QUOTE) return endOfString(text, start);
  for (const word of ['true', 'false', 'null']) {
    if (text[start] === word[0]) return endOfWord(text, start, word);
  }
  return endOfNumber(text, start);
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at = endOfEscape(text, at + 1);
    else if (!(code >= SPACE)) throw new NotJson(at); // NaN, past the end, is not >= either
  }
}

function endOfEscape(text: string, start: number): number {
  if (text.charCodeAt(start) !== LETTER_U) {
    if (start >= text.length || !'"\\/bfnrt'.includes(text.charAt(start))) throw new NotJson(start);
    return start;
  }
  for (let at = start + 1; at <= start + 4; at++) {
    if (!/[0-9a-f]/i.test(text.charAt(at))) throw new NotJson(at);
  }
  return start + 4;
}

function endOfWord(text: string, start: number, word: string): number {
  for (let at = 0; at < word.length; at++) if (text[start + at] !== word[at]) throw new NotJson(start + at);
  return start + word.length;
}

function endOfNumber(text: string, start: number): number {
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  number.lastIndex = start;
  if (number.test(text)) return number.lastIndex;
  throw new NotJson(text.startsWith('-', start) ? start + 1 : start);
}

function afterWhitespace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== NEWLINE && code !== RETURN && code !== TAB) return at;
    at++;
  }
}

// Files put one after the other bring their byte order marks along.
function betweenDocuments(text: string, start: number): number {
  let at = afterWhitespace(text, start);
  while (text.charCodeAt(at) === BYTE_ORDER_MARK) at = afterWhitespace(text, at + 1);
  return at;
}
