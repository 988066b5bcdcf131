import { join } from 'node:path';
import { installPython } from '../python.ts';

/** Installs the emulator (160 MB) and answers the path of the Python that has it. */
export function installEmulator(): string {
  return installPython('emulator', join(import.meta.dirname, 'requirements.txt'));
}
