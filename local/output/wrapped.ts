/**
 * Prose broken at spaces, so that no line is longer than `width` columns; a word that is longer stands on a line of its own,
 * whole. Lines after the first begin with `indent` spaces; the first is already so far in.
 */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** A line that may begin with spaces, broken so; what is broken off stands as far in as the line. */
export function wrappedLine(line: string, width: number): string {
  const text = line.trimStart();
  const indent = line.length - text.length;
  return `${' '.repeat(indent)}${wrapped(text, width, indent)}`;
}

/** The columns of a terminal; Infinity in a pipe. */
export function widthOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return stream.isTTY === true ? (stream.columns ?? Infinity) : Infinity;
}
