import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { LogFile } from './delivery.ts';
import { iso } from './clock.ts';
import { account } from './places.ts';
import type { CloudTrailRecord } from './record.ts';

const compress = promisify(gzip);

/** Fast rather than small, and large enough pieces that a file needs few turns. */
const compression = { level: 3, chunkSize: 1 << 18 } as const;

/** The path below the bucket at which CloudTrail puts a file. The last part is random. */
export function pathOf({ region, delivered }: LogFile, random: string): string {
  const at = iso(delivered);
  const minute = `${at.slice(0, 16).replace(/[-:]/g, '')}Z`;
  const folder = join('AWSLogs', account, 'CloudTrail', region, ...at.slice(0, 10).split('-'));
  return join(folder, `${account}_CloudTrail_${region}_${minute}_${random}.json.gz`);
}

/** A file's bytes: compact JSON, compressed at one level and without the operating system's mark. */
export async function bytesOf(records: readonly CloudTrailRecord[]): Promise<Buffer> {
  const bytes = await compress(JSON.stringify({ Records: records }), compression);
  bytes[9] = 255;
  return bytes;
}

/** Writes files below a folder, whose folders it makes as they are needed. */
export class FolderWriter {
  readonly #root: string;
  readonly #made = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    const full = join(this.#root, path);
    const folder = dirname(full);
    if (!this.#made.has(folder)) await mkdir(folder, { recursive: true });
    this.#made.add(folder);
    await writeFile(full, bytes);
  }
}
