import { wrapped } from './wrapped.ts';

/**
 * Text of a command's help, for a terminal of `width` columns: paragraphs are broken at words. Lines that begin with a space
 * stay as they are: the options are broken already, and whoever copies an example needs it whole. In a pipe (Infinity)
 * nothing changes.
 */
export function fitted(text: string, width: number): string {
  if (width === Infinity) return text;
  const paragraphs: string[] = [];
  for (const line of text.split('\n')) {
    const before = paragraphs.at(-1) ?? '';
    if (isProse(line) && isProse(before) && !/[.:]$/.test(before)) {
      paragraphs[paragraphs.length - 1] = `${before} ${line}`;
    } else paragraphs.push(line);
  }
  return paragraphs.map((one) => (isProse(one) ? wrapped(one, width, 0) : one)).join('\n');
}

function isProse(line: string): boolean {
  return /^\S/.test(line);
}
