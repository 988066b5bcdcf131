import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { basename, normalize, resolve } from 'node:path';

import type { FoundFile } from './folder-logs.ts';
import type { LogFile } from './reading.ts';
import { endsOpen, isDeep, isPattern, matches, patternParts } from './path-patterns.ts';
import { errorCode } from './unreadable.ts';
import { folderLogs, identityOf } from './folder-logs.ts';
import { isLogName } from './log-names.ts';

/** The PATH that stands for standard input. */
export const STANDARD_INPUT = '-';

// EINVAL: on Windows, a name with * or ?. ERR_INVALID_ARG_VALUE: a zero byte in it.
const NO_SUCH_PATH = ['ENOENT', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

const LOG_NAMES = '.json, .jsonl, .ndjson or .gz';

/** A PATH that leads to no log: wrong usage. The message is for the user: which PATH, and what was expected. */
export class PathError extends Error {
  override readonly name = 'PathError';
  /** As the user gave it. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/**
 * Finds the log files that the PATHs mean: files, folders with all below them, patterns, `-` for standard input.
 * Each file comes once, whatever ways lead to it; sorted by path, whatever the order of the PATHs.
 * @throws PathError for a PATH that does not exist, a pattern without match, a folder without logs, a second `-`
 */
export async function findLogFiles(paths: readonly string[]): Promise<LogFile[]> {
  const byIdentity = new Map<string, LogFile>();
  let fromStandardInput = false;
  for (const path of paths) {
    if (path === STANDARD_INPUT) {
      if (fromStandardInput) throw new PathError(path, 'standard input (-) can be read only once');
      fromStandardInput = true;
      continue;
    }
    for (const { path: shown, size, identity } of await filesOf(path)) {
      const known = byIdentity.get(identity);
      if (known === undefined || isPlainer(shown, known.path, identity)) {
        byIdentity.set(identity, { path: shown, size });
      }
    }
  }
  const files = [...byIdentity.values()];
  if (fromStandardInput) files.push({ path: STANDARD_INPUT, size: null });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

// Which of two ways to a file is told must not depend on the order in which they were found: the one without links,
// then the shorter.
function isPlainer(path: string, than: string, identity: string): boolean {
  const isDirect = resolve(path) === identity;
  if (isDirect !== (resolve(than) === identity)) return isDirect;
  return path.length === than.length ? path < than : path.length < than.length;
}

async function filesOf(path: string): Promise<FoundFile[]> {
  const stats = await statsOf(path);
  if (stats === null) {
    if (isPattern(path)) return await filesOfPattern(path);
    throw new PathError(path, `${quoted(path)} does not exist: expected a file, a folder, a pattern or -`);
  }
  if (stats === 'hidden' || !stats.isDirectory()) return [await fileAt(path, stats)];
  const files = await folderLogs(path);
  if (files.length > 0) return files;
  throw new PathError(path, `no logs in the folder ${quoted(path)}: expected files that end in ${LOG_NAMES}`);
}

async function filesOfPattern(path: string): Promise<FoundFile[]> {
  const exists = async (folder: string) => (await statsOf(folder)) !== null;
  const parts = await patternParts(path, process.platform === 'win32', exists);
  const open = endsOpen(parts);
  const matching = await matches(parts);
  const found: FoundFile[][] = [];
  for (const match of matching) {
    const stats = await statsOf(match);
    if (stats !== null && stats !== 'hidden' && stats.isDirectory()) {
      // `**` at the end has matched what is in the folder too, unless it is a link.
      const isListed = open && isDeep(parts) && !(await lstat(match)).isSymbolicLink();
      if (!isListed) found.push(await folderLogs(match));
    } else if (!open || isLogName(basename(match))) {
      found.push([await fileAt(match, stats ?? 'hidden')]);
    }
  }
  const files = found.flat();
  if (files.length > 0) return files;
  throw new PathError(
    path,
    matching.length === 0
      ? `nothing matches the pattern ${quoted(path)}: expected log files or folders`
      : `what matches the pattern ${quoted(path)} holds no logs: expected files that end in ${LOG_NAMES}`,
  );
}

async function fileAt(path: string, stats: Stats | 'hidden'): Promise<FoundFile> {
  const size = stats !== 'hidden' && stats.isFile() ? stats.size : null;
  return { path: plainPath(path), size, identity: await identityOf(resolve(path)) };
}

// `./-` is a file of that name, and must not turn into standard input.
function plainPath(path: string): string {
  const plain = normalize(path);
  return plain === STANDARD_INPUT ? path : plain;
}

/** Null for what does not exist; `hidden` for what may exist but cannot be looked at: reading it will tell why. */
async function statsOf(path: string): Promise<Stats | 'hidden' | null> {
  try {
    return await stat(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    return NO_SUCH_PATH.includes(code) ? null : 'hidden';
  }
}

function quoted(path: string): string {
  // A name may hold what would move the terminal's cursor.
  return `"${path.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')}"`;
}
