import type { LogFile } from '../reader/reader.ts';
import { RecordScanner } from './record-scanner.ts';
import { scanFile } from './scan-file.ts';
import type { ScanTask } from './scan-task.ts';

/** The files, and the number of the next one that nobody has taken: shared by all threads. */
export interface Share {
  readonly kernel: WebAssembly.Module;
  readonly files: readonly LogFile[];
  /** One Int32. */
  readonly next: SharedArrayBuffer;
}

/** So many files are under way at once in one thread: while one is worked on, the next is read from disk. */
const underWay = 2;

/** Does a task with the files that no other thread has taken. */
export async function runTask<Options, OfFile, AtEnd>(
  task: ScanTask<Options, OfFile, AtEnd>,
  options: Options,
  { kernel, files, next }: Share,
  onFile: (index: number, result: OfFile) => void,
): Promise<AtEnd> {
  const scanner = new RecordScanner(kernel, task.interests(options));
  const running = task.begin(options);
  const counter = new Int32Array(next);
  const takeFiles = async () => {
    for (;;) {
      const index = Atomics.add(counter, 0, 1);
      const file = files[index];
      if (file === undefined) return;
      onFile(index, running.file(await scanFile(file, scanner), file));
    }
  };
  await Promise.all(Array.from({ length: underWay }, takeFiles));
  return await running.end();
}
