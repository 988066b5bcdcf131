import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import type { GeneratedFile } from './generated-file.ts';

const folder = join(import.meta.dirname, '..', '..', 'local', 'scan', 'kernel', 'assembly');

/** The kernel of the scan (local/scan/kernel/assembly), compiled to WebAssembly. */
export const scanKernel: GeneratedFile = {
  path: 'local/scan/kernel/records.wasm',
  content: async () => {
    const written: Uint8Array[] = [];
    const { error, stderr } = await asc.main(
      `records.ts --outFile records.wasm --runtime stub -O3 --noAssert --enable simd --initialMemory 64`.split(
        ' ',
      ),
      {
        // The compiler adds an extension to imports that have one.
        readFile: (name) =>
          readFile(join(folder, name.replace(/\.ts\.ts$/, '.ts')), 'utf8').catch(() => null),
        writeFile: (_name, contents) => {
          if (typeof contents !== 'string') written.push(contents);
        },
      },
    );
    const [binary] = written;
    if (error !== null || binary === undefined)
      throw new Error(`the kernel does not compile: ${stderr.toString()}`);
    return binary;
  },
};
