import { harmless } from '../../handlers/alert/render/harmless.ts';
import { widthOf, wrappedLine } from '../output/wrapped.ts';

/** Tells the user something beside the results: a line on standard error, broken at words where the terminal is narrower. */
export function say(line: string): void {
  process.stderr.write(`${wrappedLine(harmless(line), widthOf(process.stderr))}\n`);
}
