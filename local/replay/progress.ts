import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';

/** Tells how far a long work is. Draws on a terminal only: in a pipe it is silent. */
export interface Progress {
  /** `bytes` of all bytes are done; `records` were read so far. */
  update(files: number, bytes: number, records: number): void;
  stop(): void;
}

/** Tells nothing. */
export const silent: Progress = { update: () => undefined, stop: () => undefined };

/** A bar over the bytes of all files, with files, records, rate and time left; `what` says for what they are read. */
export function showProgress(
  files: number,
  bytes: number,
  stream: Writable & { isTTY?: boolean; columns?: number },
  what = '',
): Progress {
  if (stream.isTTY !== true || bytes === 0) return silent;
  const started = Date.now();
  const bar = new cliProgress.SingleBar(
    {
      format: `${what === '' ? '' : `${what}  `}{bar} {percentage}%  {done}/{files} files  {records} records  {rate}/s  {eta_formatted} left`,
      stream,
      // The words beside it take about 70 columns; a terminal that has fewer shows the first of them.
      barsize: Math.max(10, Math.min(40, (stream.columns ?? 120) - 70)),
      clearOnComplete: true,
      hideCursor: true,
      fps: 5,
      etaBuffer: 50,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(bytes, 0, { done: 0, files, records: 0, rate: 0 });
  return {
    update: (done, doneBytes, records) => {
      const seconds = Math.max(0.001, (Date.now() - started) / 1000);
      bar.update(doneBytes, {
        done,
        records: records.toLocaleString('en-US'),
        rate: Math.round(records / seconds).toLocaleString('en-US'),
      });
    },
    stop: () => {
      bar.stop();
    },
  };
}

/** The same over log files. */
export function showProgressOver(files: readonly { readonly size: number | null }[], what = ''): Progress {
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return showProgress(files.length, bytes, process.stderr, what);
}
