import { resolve } from 'node:path';

/** True for the names that a folder's logs have: .json, .jsonl, .ndjson, each also with .gz, and .gz alone. */
export function isLogName(name: string): boolean {
  return !name.startsWith('.') && /\.(?:json|jsonl|ndjson|gz)$/i.test(name);
}

/** True for folders that are not looked into: hidden ones and node_modules. */
export function isPassedOver(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}

// CloudTrail user guide: what a trail's bucket holds beside CloudTrail/. CloudTrail-NetworkActivity/ is not among them:
// it holds records as CloudTrail/ does.
const SIBLINGS = ['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-Aggregated'];

/** The folder on a file's path in which CloudTrail keeps something else than records; null if none is. */
export function siblingFolder(path: string): string | null {
  const folders = resolve(path).split(/[\\/]/).slice(0, -1);
  return folders.find((folder) => SIBLINGS.includes(folder)) ?? null;
}
