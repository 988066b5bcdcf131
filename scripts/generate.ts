import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated/all.ts';

for (const file of generatedFiles) {
  writeFileSync(join(import.meta.dirname, '..', file.path), await file.content());
  console.log(file.path);
}
