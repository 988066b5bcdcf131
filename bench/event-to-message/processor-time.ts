import { readdirSync, readFileSync } from 'node:fs';

/** Processor time, ms. */
export interface ProcessorTime {
  /** Of the emulator's server, a single process. */
  readonly emulator: number;
  /** Of the functions, its children. */
  readonly functions: number;
}

/** What one tick of /proc is, ms (proc(5): USER_HZ is 100). */
const tickMs = 10;

/** What a process and its children have used so far; null where there is no /proc. */
export function processorTime(pid: number): ProcessorTime | null {
  const server = statOf(String(pid));
  if (server === null) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid);
  return { emulator: server.used, functions: children.reduce((sum, stat) => sum + (stat?.used ?? 0), 0) };
}

function statOf(pid: string): { parent: number; used: number } | null {
  try {
    // The name of the program may hold spaces and brackets: what comes after it is counted.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { parent: Number(fields[1]), used: (Number(fields[11]) + Number(fields[12])) * tickMs };
  } catch {
    return null;
  }
}
