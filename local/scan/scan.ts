import { availableParallelism } from 'node:os';
import { STANDARD_INPUT, type LogFile } from '../reader/reader.ts';
import { InOrder } from './in-order.ts';
import { kernelModule } from './kernel/kernel.ts';
import { runTask, type Share } from './run-task.ts';
import { taskNamed, type tasks, type TaskName } from './tasks.ts';
import { startWorker, workerScript } from './workers.ts';

type OptionsOf<Name extends TaskName> = Parameters<(typeof tasks)[Name]['begin']>[0];
type Running<Name extends TaskName> = ReturnType<(typeof tasks)[Name]['begin']>;
type OfFile<Name extends TaskName> = ReturnType<Running<Name>['file']>;
type AtEnd<Name extends TaskName> = Awaited<ReturnType<Running<Name>['end']>>;

export interface ScanOptions<Name extends TaskName> {
  readonly files: readonly LogFile[];
  /** Threads; 1: this one. Default: as many as the machine has cores, and this one where there is little to read. */
  readonly workers?: number | undefined;
  /** Each file once, in their order, whatever thread read it when. */
  readonly onFile: (file: LogFile, result: OfFile<Name>) => void;
}

/** Less than this (bytes on disk) is read before a worker has started. */
const worthWorkers = 8 * 1024 * 1024;

/** Does a task with all files; answers what each thread gathered. */
export async function scan<Name extends TaskName>(
  name: Name,
  options: OptionsOf<Name>,
  { files, workers = defaultWorkers(files), onFile }: ScanOptions<Name>,
): Promise<AtEnd<Name>[]> {
  const results = new InOrder<OfFile<Name>>((index, result) => {
    const file = files[index];
    if (file !== undefined) onFile(file, result);
  });
  const share: Share = { kernel: kernelModule(), files, next: new SharedArrayBuffer(4) };
  // Standard input belongs to this thread.
  if (workers <= 1 || files.some(({ path }) => path === STANDARD_INPUT)) {
    const end = await runTask(taskNamed(name), options, share, (index, result) => {
      results.put(index, result as OfFile<Name>);
    });
    return [end as AtEnd<Name>];
  }
  const script = await workerScript();
  const started = Array.from({ length: Math.min(workers, files.length) }, () =>
    startWorker(script, { name, options, ...share }, (index, result) => {
      results.put(index, result as OfFile<Name>);
    }),
  );
  return (await Promise.all(started)) as AtEnd<Name>[];
}

function defaultWorkers(files: readonly LogFile[]): number {
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return bytes < worthWorkers ? 1 : availableParallelism();
}
