import { join } from 'node:path';

import { glob } from 'tinyglobby';

/** A pattern in two: the folder it starts from, and what is to match below it (always with `/`). */
export interface PatternParts {
  readonly base: string;
  readonly pattern: string;
}

/** True for a PATH that may be a pattern: it holds a character that means something in one. */
export function isPattern(path: string): boolean {
  return /[*?[{(]/.test(path);
}

/**
 * Parts a pattern at its first folder that is not a plain name. On Windows `\` parts folders as `/` does, elsewhere it
 * takes a character's meaning away.
 * @param exists says whether a folder exists; one that does, is meant by its name, whatever characters it holds
 */
export async function patternParts(
  path: string,
  windows: boolean,
  exists: (folder: string) => Promise<boolean>,
): Promise<PatternParts> {
  const segments = (windows ? path.replaceAll('\\', '/') : path).split('/');
  let plain = 0;
  while (plain < segments.length - 1) {
    if (isPattern(segments[plain] ?? '') && !(await exists(baseOf(segments.slice(0, plain + 1))))) break;
    plain++;
  }
  const pattern = segments.slice(plain).join('/');
  return { base: baseOf(segments.slice(0, plain)), pattern: pattern.replace(/^!(?!\()/, '\\!') };
}

/**
 * Files and folders that a pattern matches. Hidden ones and node_modules only where it names them. `**` does not go
 * through symbolic links, as in bash: where links go round, the ways through them have no end.
 */
export async function matches(parts: PatternParts): Promise<string[]> {
  const { base, pattern } = parts;
  const found = await glob(pattern, {
    cwd: base,
    followSymbolicLinks: !isDeep(parts),
    onlyFiles: false,
    expandDirectories: false,
    caseSensitiveMatch: process.platform !== 'win32',
    ignore: pattern.includes('node_modules') ? [] : ['**/node_modules/**'],
  });
  return found.map((path) => join(base, path));
}

/** True for a pattern whose end names no kind of file (`logs/*`, `logs/**`): it means what a folder's logs are. */
export function endsOpen({ pattern }: PatternParts): boolean {
  return /(?:^|\/)\*+$/.test(pattern);
}

/** True for a pattern with `**`. */
export function isDeep({ pattern }: PatternParts): boolean {
  return pattern.includes('**');
}

function baseOf(segments: readonly string[]): string {
  const base = segments.join('/');
  if (segments.length === 0) return '.';
  // "C:" alone would be the drive's current folder.
  return base === '' || /^[a-z]:$/i.test(base) ? `${base}/` : base;
}
