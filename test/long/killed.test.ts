import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { Folder } from '../local/cli/glasswatch.ts';
import { killedFiles, killedWholeFolder } from '../local/output/killed.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
}, 120_000);

const rounds = 100;

it(`${rounds} processes killed as they write a folder, and ${rounds} as they write a report, leave nothing half`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    await killedWholeFolder(join(folder.path, `folder-${round}`), `long/folder/${round}`);
    await killedFiles(join(folder.path, `files-${round}`), `long/files/${round}`);
  }
});
