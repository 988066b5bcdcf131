import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeWholeFolder } from '../../../local/output/whole-folder.ts';
import { Folder } from '../cli/glasswatch.ts';
import { killedFiles, killedWholeFolder, leftBeside } from './killed.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

it('a process that is killed as it writes a folder leaves it whole, and the next run leaves nothing beside it', async () => {
  for (const seed of ['1', '2', '3', '4']) await killedWholeFolder(join(folder.path, `folder-${seed}`), seed);
}, 60_000);

it('a process that is killed as it writes a report leaves whole files, and the next run tidies up', async () => {
  for (const seed of ['1', '2', '3', '4']) await killedFiles(join(folder.path, `files-${seed}`), seed);
}, 60_000);

it('what another process is writing at the moment, or somebody named alike, is left alone', async () => {
  const out = join(folder.path, 'out');
  const alive = `${out}.partial-${process.ppid}-0123abcd`;
  const named = `${out}.partial-notes`;
  const { pid: ended } = spawnSync('true');
  const dead = `${out}.partial-${ended}-0123abcd`;
  for (const path of [alive, named, dead]) {
    mkdirSync(path);
    writeFileSync(join(path, 'report.md'), 'half');
  }
  await writeWholeFolder(out, () => Promise.resolve());
  expect(leftBeside(out).sort()).toEqual([alive, named].sort());
});
