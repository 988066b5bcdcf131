import type picocolors from 'picocolors';
import type { Severity } from '../../config/severity.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** How a severity is coloured on a terminal; it also stands there as a word. */
export function severityPaint(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'critical':
      return (text) => colors.bgRed(colors.white(colors.bold(text)));
    case 'high':
      return (text) => colors.red(colors.bold(text));
    case 'medium':
      return colors.yellow;
    case 'low':
      return colors.cyan;
  }
}
