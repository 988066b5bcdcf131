import { errorName } from './error-name.ts';

/** `at f (file:1:2)`, `at file:1:2`: what V8 writes, and no text of a message. */
const aFrame = /^ {4}at (?:async )?(?:[\w$.<>#[\] ]+ \()?([\w./:@+~ -]*):(\d+):(\d+)\)?$/;

/**
 * Where an error came from: the lines of its stack behind its message. A message can look like lines of a stack, so that
 * where the message is not found, nothing is told.
 */
export function errorFrames({ message, stack = '' }: Error): string[] {
  const at = stack.indexOf(message);
  if (at < 0) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => aFrame.test(line))
    .map((line) => line.trim());
}

/** An error's name and the line of code that it came from: `TypeError in matcher.ts:12:5`. */
export function errorNameAndPlace(error: unknown): string {
  const [frame = ''] = error instanceof Error ? errorFrames(error) : [];
  const from = Math.max(...['/', '(', ' '].map((before) => frame.lastIndexOf(before))) + 1;
  const place = frame.slice(from, frame.endsWith(')') ? -1 : undefined);
  return place === '' ? errorName(error) : `${errorName(error)} in ${place}`;
}
