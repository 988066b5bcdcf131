import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkerData, WorkerMessage } from './worker.ts';

/**
 * The worker as a script. Where the program is a bundle (local/start), it lies beside it; where the sources run as they
 * are, it is bundled anew: that takes a tenth of a second, and each worker would take five to load the sources.
 */
export async function workerScript(): Promise<URL> {
  const beside = new URL('worker.mjs', import.meta.url);
  if (existsSync(beside)) return beside;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return scriptOf(outputFiles[0]?.text ?? '');
}

/** A script that is given as text. */
export function scriptOf(text: string): URL {
  return new URL(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/**
 * Starts a worker; answers what it gathered at the end.
 * @throws what the worker threw
 */
export async function startWorker(
  script: URL,
  workerData: WorkerData,
  onFile: (index: number, result: unknown) => void,
): Promise<unknown> {
  const worker = new Worker(script, { workerData });
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
