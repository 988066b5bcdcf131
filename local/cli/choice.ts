import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../../config/nearest.ts';

/** An option that takes one of a few words, the first of them by default; a mistyped one is answered with what was meant. */
export function choice(flags: string, says: string, words: readonly [string, ...string[]]): Option {
  return new Option(flags, says)
    .choices(words)
    .default(words[0])
    .argParser((text) => known(text, words));
}

/** The same for an option that may be given several times, or with several words. None by default. */
export function choices(flags: string, says: string, words: readonly string[]): Option {
  return new Option(flags, says)
    .choices(words)
    .argParser((text, earlier: readonly string[] | undefined) => [...(earlier ?? []), known(text, words)]);
}

function known(text: string, words: readonly string[]): string {
  if (words.includes(text)) return text;
  throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}${didYouMean(text, words) || '.'}`);
}
