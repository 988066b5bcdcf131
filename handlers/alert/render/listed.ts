/**
 * Texts in one line, as many as fit into so many characters; those that do not are counted, so that none is cut in two. The
 * first always stands.
 */
export function listedWithin(room: number, texts: readonly string[], between = '; '): string {
  let used = 0;
  const end = texts.findIndex((text, index) => {
    used += text.length + between.length;
    return index > 0 && used > room;
  });
  if (end === -1) return texts.join(between);
  return [...texts.slice(0, end), `and ${texts.length - end} more`].join(between);
}
