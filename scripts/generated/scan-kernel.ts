import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GeneratedFile } from './generated-file.ts';

const root = join(import.meta.dirname, '..', '..');
const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const source = join(root, 'local', 'scan', 'kernel', 'assembly', 'records.ts');
const options = '--runtime stub -O3 --noAssert --enable simd --initialMemory 64'.split(' ');

/** The kernel of the scan, compiled from AssemblyScript to WebAssembly. */
export const scanKernel: GeneratedFile = {
  path: 'local/scan/kernel/records.wasm',
  content: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'glasswatch-kernel-'));
    try {
      const out = join(folder, 'records.wasm');
      await promisify(execFile)(process.execPath, [compiler, source, '--outFile', out, ...options], {
        cwd: root,
      });
      return await readFile(out);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
