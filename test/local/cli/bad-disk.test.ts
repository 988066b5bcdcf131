import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Folder, glasswatch, program, type Ended } from './glasswatch.ts';

const folder = new Folder();
const isRoot = process.getuid?.() === 0;
let logs: string;
let config: string;

beforeAll(async () => {
  const demo = join(folder.path, 'demo');
  expect((await glasswatch(['demo', '--out', demo, '--records', '0'])).code).toBe(0);
  logs = join(demo, 'logs');
  config = join(demo, 'glasswatch.json');
}, 60_000);
afterAll(() => {
  folder.remove();
});

/** The commands that write, each into a folder of its own below `place`. */
function commands(place: string): readonly (readonly [string, string[]])[] {
  const over = [logs, '--config', config];
  return [
    ['demo', ['demo', '--records', '0', '--out', join(place, 'a-demo')]],
    ['report', ['report', ...over, '--out', join(place, 'a-report')]],
    ['incident', ['incident', ...over, '--now', '2026-11-19T12:00:00Z', '--out', join(place, 'incidents')]],
  ];
}

/** Runs the command line where no file grows beyond `blocks` of 512 bytes: a write fails as on a full disk. */
function withSmallFiles(args: readonly string[], blocks: number): Promise<Ended> {
  // Ignored, the signal of the limit makes a failed write of it, for every user.
  const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script, process.execPath, program, ...args], {
      env: { ...process.env, NO_COLOR: '1', TSX_DISABLE_CACHE: '1' },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

function expectOneError({ code, stderr }: Ended, words: RegExp): void {
  const errors = stderr.split('\n').filter((line) => line.startsWith('glasswatch: '));
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(words)] });
  expect(stderr).not.toMatch(/^\s+at /m);
}

describe('a disk that takes no more', () => {
  it('is told in one sentence by each command that writes, which leaves what was there as it was', async () => {
    const place = join(folder.path, 'full');
    mkdirSync(place);
    for (const [, args] of commands(place)) expect((await glasswatch(args)).code).toBe(0);
    const before = textsIn(place);
    for (const [name, args] of commands(place)) {
      // The report's smallest tables fit, its page does not.
      expectOneError(await withSmallFiles(args, 4), /EFBIG: file too large/);
      expect({ name, texts: textsIn(place) }).toEqual({ name, texts: before });
    }
  }, 120_000);

  it.runIf(canMount())(
    'is told as full where it is a small one',
    async () => {
      const place = join(folder.path, 'small');
      mkdirSync(place);
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'none', place]);
      try {
        for (const [, args] of commands(place).slice(0, 1)) {
          expectOneError(await glasswatch(args), /ENOSPC: no space left on device/);
          expect(filesIn(place)).toEqual([]);
        }
      } finally {
        spawnSync('umount', [place]);
      }
    },
    120_000,
  );
});

describe('a place that cannot be written', () => {
  // Root may write everywhere but in what is no disk.
  const place = isRoot ? '/sys' : join(folder.path, 'read-only');

  it('is told in one sentence by demo and report', async () => {
    if (!isRoot) mkdirSync(place, { mode: 0o555 });
    try {
      for (const [, args] of commands(place).slice(0, 2)) {
        expectOneError(await glasswatch(args), /^glasswatch: (EPERM|EACCES|EROFS): .*, mkdir /);
      }
    } finally {
      if (!isRoot) chmodSync(place, 0o755);
    }
  }, 60_000);
});

it('Ctrl-C while the demo writes its logs ends with 130, and leaves nothing behind', async () => {
  const out = join(folder.path, 'interrupted');
  const child = spawn(process.execPath, [program, 'demo', '--records', '2000000', '--out', out]);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const partial = () => readdirSync(folder.path).some((name) => name.startsWith('interrupted.partial-'));
  while (!partial()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(readdirSync(folder.path).filter((name) => name.startsWith('interrupted'))).toEqual([]);
}, 60_000);

function filesIn(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function textsIn(place: string): Record<string, string> {
  return Object.fromEntries(filesIn(place).map((path) => [path, readFileSync(path, 'base64')]));
}

/** Whether this user may mount: the other tests of a full disk need no right. */
function canMount(): boolean {
  if (!isRoot) return false;
  const place = join(folder.path, 'try');
  mkdirSync(place);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', place]).status === 0;
  if (mounted) spawnSync('umount', [place]);
  return mounted;
}
