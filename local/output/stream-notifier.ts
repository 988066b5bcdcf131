import { once } from 'node:events';
import type { Writable } from 'node:stream';
import picocolors from 'picocolors';
import type { Notifier } from '../../handlers/alert/ports.ts';
import { alertLine, bareLine } from './ndjson.ts';
import { prettyAlert, prettyBare, prettyLastWord } from './pretty.ts';

/** How results are written. */
export const formats = ['pretty', 'ndjson'] as const;
export type Format = (typeof formats)[number];

/** Whether a stream shows colours: a terminal, unless NO_COLOR is set (no-color.org). */
export function showsColors(stream: Writable & { isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? '') === '';
}

/** The channel of a laptop: writes each alert to a stream, waiting where the reader is slower. */
export function streamNotifier(
  stream: Writable & { isTTY?: boolean; columns?: number },
  format: Format,
): Notifier {
  const colors = picocolors.createColors(showsColors(stream));
  const width = stream.columns ?? Infinity;
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  if (format === 'ndjson') {
    return {
      alert: (alert) => write(`${alertLine(alert)}\n`),
      bare: (alert) => write(`${bareLine(alert)}\n`),
      // A line is an event; how many there were stands in `count`.
      lastWord: () => Promise.resolve(),
    };
  }
  return {
    alert: (alert) => write(prettyAlert(alert, colors, width)),
    bare: (alert) => write(prettyBare(alert, colors, width)),
    lastWord: (word) => write(prettyLastWord(word, colors, width)),
  };
}
