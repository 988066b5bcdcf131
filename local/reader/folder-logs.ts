import { readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { normalize, resolve, sep } from 'node:path';

import type { LogFile } from './reading.ts';
import { isLogName, isPassedOver } from './log-names.ts';

/** A log file and what tells it from all others: its path without symbolic links. */
export interface FoundFile extends LogFile {
  readonly identity: string;
}

interface Folder {
  readonly path: string;
  readonly identity: string;
}

/**
 * Finds the logs in a folder and all below it, through symbolic links too, each folder once.
 *
 * What cannot be looked at (a folder without permission, a link to nothing) is returned as a file: reading it tells the
 * reason, and nothing is left out without a word.
 *
 * Looks at one thing after the other: the turns that waiting for each takes cost ten times as much.
 */
export async function folderLogs(root: string): Promise<FoundFile[]> {
  const found: FoundFile[][] = [];
  const visited = new Set<string>();
  const pending: Folder[] = [{ path: root, identity: await identityOf(root) }];
  // Links wait until all else is seen, so that a file has its plain path wherever it has one.
  const linked: Folder[] = [];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop() ?? linked.shift()) {
    if (visited.has(folder.identity)) continue;
    visited.add(folder.identity);
    const seen = await contentsOf(folder);
    found.push(seen.files);
    for (const below of seen.folders) pending.push(below);
    for (const link of seen.linked) linked.push(link);
  }
  return found.flat();
}

/** The path without symbolic links; where the system cannot say (`/dev/fd/63`), the path itself. */
export async function identityOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

interface FolderContents {
  readonly files: FoundFile[];
  readonly folders: Folder[];
  readonly linked: Folder[];
}

async function contentsOf(folder: Folder): Promise<FolderContents> {
  const contents: FolderContents = { files: [], folders: [], linked: [] };
  let entries: Dirent[];
  try {
    entries = readdirSync(folder.path, { withFileTypes: true });
  } catch {
    contents.files.push({ ...folder, size: null });
    return contents;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const [path, identity] = [below(folder.path), below(folder.identity)];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (!isPassedOver(name)) contents.folders.push({ path: path + name, identity: identity + name });
    } else if (entry.isFile()) {
      if (isLogName(name)) {
        const size = statsOf(path + name)?.size ?? null;
        contents.files.push({ path: path + name, identity: identity + name, size });
      }
    } else if (entry.isSymbolicLink()) {
      await follow(name, path + name, contents);
    }
  }
  return contents;
}

/** What the paths of all that is in a folder begin with. */
function below(folder: string): string {
  const plain = normalize(folder);
  if (plain === '.') return '';
  return plain.endsWith(sep) ? plain : plain + sep;
}

async function follow(name: string, path: string, contents: FolderContents): Promise<void> {
  const stats = statsOf(path);
  if (stats?.isDirectory() === true) {
    if (!isPassedOver(name)) contents.linked.push({ path, identity: await identityOf(path) });
  } else if (isLogName(name) && (stats === null || stats.isFile())) {
    contents.files.push({ path, identity: await identityOf(path), size: stats?.size ?? null });
  }
}

/** Null for what cannot be looked at. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
