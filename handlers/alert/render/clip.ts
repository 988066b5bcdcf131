const ellipsis = '…';

/**
 * Shortens text to at most `limit` UTF-16 units, never inside a surrogate pair; what is cut is marked by an ellipsis.
 * Names keep their beginning: it is what tells them.
 */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - ellipsis.length;
  const whole = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole)}${ellipsis}`;
}
