import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFolder } from '../../../local/output/whole-folder.ts';
import { writeFiles } from '../../../local/report/write-files.ts';
import { filesOf } from './versions.ts';

/** A process that writes a folder again and again, each time as another version, until it is killed. */
const [, , how, folder = ''] = process.argv;
for (let version = 1; ; version += 1) {
  const files = filesOf(version);
  if (how === 'files') writeFiles(folder, files);
  else {
    await writeWholeFolder(folder, (partial) => {
      for (const { name, text } of files) writeFileSync(join(partial, name), text);
      return Promise.resolve();
    });
  }
  process.stdout.write(`${version}\n`);
  await new Promise(setImmediate);
}
