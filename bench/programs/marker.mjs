// The least that a filter can do: unpacks, finds each record's eventSource, eventName and errorCode as bytes, and parses the
// records that are wanted by their kind, or by their kind and the texts that they hold. No safe filter: it takes CloudTrail's own
// writing for granted.
// usage: marker.mjs FOLDER WORKERS WANTED (JSON, as Wanted in bench/floors.ts)
import { readFileSync } from 'node:fs';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { logFiles } from './log-files.mjs';

const head = '{"eventVersion":"';
const source = '"eventSource":"';
const name = '"eventName":"';
const error = '"errorCode":"';

function filterAll({ files, next, wanted }) {
  const counter = new Int32Array(next);
  for (;;) {
    const file = files[Atomics.add(counter, 0, 1)];
    if (file === undefined) return;
    const packed = readFileSync(file);
    filter(gunzipSync(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) + 1 }), wanted);
  }
}

function filter(bytes, { kinds, otherwise, texts }) {
  const marks = [error, ...texts].map((text) => ({ text, at: bytes.indexOf(text) }));
  for (let start = bytes.indexOf(head); start >= 0;) {
    const following = bytes.indexOf(head, start + head.length);
    const end = following < 0 ? bytes.lastIndexOf(']') : following - 1;
    let held = 0;
    for (const [number, mark] of marks.entries()) {
      if (mark.at >= 0 && mark.at < start) mark.at = bytes.indexOf(mark.text, start);
      if (mark.at >= start && mark.at < end) held |= 1 << number;
    }
    const failed = (held & 1) === 1 ? valueAt(bytes, error, start) : '';
    const kind = `${valueAt(bytes, source, start)} ${valueAt(bytes, name, start)} ${failed}`;
    const bearing = kinds[kind] ?? otherwise;
    if (
      bearing === 'always' ||
      (bearing !== 'never' && bearing.some((all) => all.every((any) => (any << 1) & held)))
    )
      JSON.parse(bytes.utf8Slice(start, end));
    start = following;
  }
}

function valueAt(bytes, key, from) {
  const start = bytes.indexOf(key, from) + key.length;
  return bytes.latin1Slice(start, bytes.indexOf('"', start));
}

if (isMainThread) {
  const [folder, workers, wanted] = process.argv.slice(2);
  const share = { files: logFiles(folder), next: new SharedArrayBuffer(4), wanted: JSON.parse(wanted) };
  if (Number(workers) === 1) filterAll(share);
  else for (let i = 0; i < Number(workers); i++) new Worker(new URL(import.meta.url), { workerData: share });
} else {
  filterAll(workerData);
}
