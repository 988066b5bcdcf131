import { configExampleFile } from './config-example.ts';
import { configSchemaFile } from './config-schema.ts';
import { costPageFile } from './cost-page.ts';
import { detectionsPage } from './detections-page.ts';
import type { GeneratedFile } from './generated-file.ts';
import { queriesPage } from './queries-page.ts';
import { scanKernel } from './scan-kernel.ts';
import { terminalPicture } from './terminal-picture.ts';

/** Everything that `npm run generate` writes. */
export const generatedFiles: readonly GeneratedFile[] = [
  configSchemaFile,
  configExampleFile,
  detectionsPage,
  costPageFile,
  queriesPage,
  scanKernel,
  terminalPicture,
];
