import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { Random } from '../../../local/incident/random.ts';
import { writeWholeFolder } from '../../../local/output/whole-folder.ts';
import { writeFiles } from '../../../local/report/write-files.ts';
import { filesOf, versionsIn } from './versions.ts';

/** Lets a process write a folder again and again, and kills it at a moment that the seed tells. */
async function killedWhileWriting(how: string, folder: string, seed: string): Promise<void> {
  const program = join(import.meta.dirname, 'rewriting.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, how, folder]);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      resolve();
    });
    child.stdout.once('data', () => {
      // Within a few writings, at any point of one.
      setTimeout(() => child.kill('SIGKILL'), new Random(seed).below(120));
    });
  });
}

/** What lies beside a folder under temporary names. */
export function leftBeside(folder: string): string[] {
  const mine = readdirSync(dirname(folder)).filter((name) => name.startsWith(`${basename(folder)}.`));
  return mine.map((name) => join(dirname(folder), name));
}

/**
 * Kills a process that writes a folder whole: one whole version stands there, or, between two renames, lies beside; the
 * next run takes away what is left.
 */
export async function killedWholeFolder(folder: string, seed: string): Promise<void> {
  await killedWhileWriting('folder', folder, seed);
  const standing = existsSync(folder)
    ? folder
    : leftBeside(folder).find((path) => path.includes('.earlier-'));
  const [version, ...others] = versionsIn(standing ?? '');
  expect({ seed, version, others }).toEqual({
    seed,
    version: expect.stringMatching(/^version \d+$/) as string,
    others: [],
  });
  const failing = writeWholeFolder(folder, () => Promise.reject(new Error('the disk is full')));
  await expect(failing).rejects.toThrow('the disk is full');
  expect([...versionsIn(folder)]).toEqual([version]);
  expect(leftBeside(folder)).toEqual([]);
}

/** Kills a process that writes files into a folder: each is whole, of one version or the next; the next run tidies up. */
export async function killedFiles(folder: string, seed: string): Promise<void> {
  await killedWhileWriting('files', folder, seed);
  const versions = [...versionsIn(folder)].map((version) => Number(version.replace('version ', '')));
  const [from = 0, to = from] = versions.sort((a, b) => a - b);
  expect({ seed, count: versions.length <= 2, apart: to - from <= 1 }).toEqual({
    seed,
    count: true,
    apart: true,
  });
  writeFiles(folder, filesOf(0));
  expect([...versionsIn(folder)]).toEqual(['version 0']);
  expect(leftBeside(folder)).toEqual([]);
}
