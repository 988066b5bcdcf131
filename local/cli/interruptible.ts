import { writeSync } from 'node:fs';
import { exit } from './exit.ts';

/** Does a work that Ctrl-C ends at once: what it had begun to write is taken away as the process exits. */
export async function interruptible<Value>(work: () => Promise<Value>): Promise<Value> {
  const interrupted = () => {
    writeSync(2, 'interrupted\n');
    process.exit(exit.interrupted);
  };
  process.once('SIGINT', interrupted);
  try {
    return await work();
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
}
