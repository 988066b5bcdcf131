import { harmless } from '../../handlers/alert/render/harmless.ts';

/** Tells the user something beside the results: one line on standard error. */
export function say(line: string): void {
  process.stderr.write(`${harmless(line)}\n`);
}
