import { createContext, runInContext } from 'node:vm';

/** A search that takes longer than this, ms, hangs. */
const hang = 60_000;

/** Whether a search through a text comes to its end. */
export function ends(source: string, flags: string, text: string, timeout = hang): boolean {
  const context = createContext({ source, flags, text });
  try {
    runInContext('new RegExp(source, flags.replace("y", "")).exec(text)', context, { timeout });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

/** Long texts of each word of an expression, and of what is everywhere, over and over; at the end what fits nothing. */
export function pumped(source: string, length: number): string[] {
  const words = source.replace(/\\[a-zA-Z](\{[\d,]+\})?|[()[\]{}|?*+^$\\]/g, '\u0000').split('\u0000');
  const pumps = new Set(['a', '0', ' ', '\n', '-', '/', ':', ',', '.', 'aA0', "'", "' ,'", ...words]);
  return [...pumps]
    .filter((pump) => pump !== '')
    .map((pump) => `${words[0] ?? ''}${pump.repeat(Math.ceil(length / pump.length))}\u0001`);
}
