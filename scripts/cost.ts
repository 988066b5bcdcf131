import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costPage } from '../bench/cost/page.ts';

const page = costPage();
writeFileSync(join(import.meta.dirname, '..', 'docs', 'cost.md'), page);
process.stdout.write(page);
