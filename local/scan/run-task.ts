import { setImmediate } from 'node:timers/promises';
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

/** How long (ms) a thread may go on without looking at what else there is: Ctrl-C, or another worker's message. */
const breath = 50;

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
  let rested = performance.now();
  for (;;) {
    const index = Atomics.add(counter, 0, 1);
    const file = files[index];
    if (file === undefined) break;
    onFile(index, running.file(await scanFile(file, scanner, running.isKnown), file));
    if (performance.now() - rested < breath) continue;
    await setImmediate();
    rested = performance.now();
  }
  return await running.end();
}
