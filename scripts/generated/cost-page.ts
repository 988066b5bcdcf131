import { costPage } from '../../bench/cost/page.ts';
import type { GeneratedFile } from './generated-file.ts';

/** What Glasswatch costs, by the model in bench/cost. */
export const costPageFile: GeneratedFile = { path: 'docs/cost.md', content: costPage };
