import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { WorkerData, WorkerMessage } from './worker.ts';

/**
 * The worker as one script. Made anew each time, so that it cannot be stale: it takes a tenth of a second, and each
 * worker would take five to load the sources as this thread does.
 */
export async function workerScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * Starts a worker; answers what it gathered at the end.
 * @throws what the worker threw
 */
export async function startWorker(
  script: string,
  workerData: WorkerData,
  onFile: (index: number, result: unknown) => void,
): Promise<unknown> {
  const url = new URL(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`);
  const worker = new Worker(url, { workerData });
  return await new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if ('end' in message) resolve(message.end);
      else onFile(message.index, message.result);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a worker ended early (${code})`));
    });
  });
}
