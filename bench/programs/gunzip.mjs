// The floor of everything that reads the log: Node's own gunzip, in one piece, and nothing else.
// usage: gunzip.mjs FOLDER WORKERS
import { readFileSync } from 'node:fs';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { logFiles } from './log-files.mjs';

function unpackAll({ files, next }) {
  const counter = new Int32Array(next);
  for (;;) {
    const file = files[Atomics.add(counter, 0, 1)];
    if (file === undefined) return;
    const bytes = readFileSync(file);
    gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 1 });
  }
}

if (isMainThread) {
  const [folder, workers] = process.argv.slice(2);
  const share = { files: logFiles(folder), next: new SharedArrayBuffer(4) };
  if (Number(workers) === 1) unpackAll(share);
  else for (let i = 0; i < Number(workers); i++) new Worker(new URL(import.meta.url), { workerData: share });
} else {
  unpackAll(workerData);
}
