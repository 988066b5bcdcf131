import { parentPort, workerData } from 'node:worker_threads';
import { runTask, type Share } from './run-task.ts';
import { taskNamed, type TaskName } from './tasks.ts';

/** What a worker is given. */
export interface WorkerData extends Share {
  readonly name: TaskName;
  readonly options: unknown;
}

/** What a worker tells. */
export type WorkerMessage = { readonly index: number; readonly result: unknown } | { readonly end: unknown };

// Bundled into one script (workers.ts): it runs in a worker thread.
const { name, options, ...share } = workerData as WorkerData;
const tell = (message: WorkerMessage) => parentPort?.postMessage(message);
const end = await runTask(taskNamed(name), options, share, (index, result) => {
  tell({ index, result });
});
tell({ end });
