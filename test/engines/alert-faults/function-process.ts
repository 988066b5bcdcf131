import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Kills the process, a child of `parent`, that holds the other end of a connection: SIGKILL, as Lambda ends what it has no
 * more use for. Throws where there is none: then nothing was killed that should have been.
 *
 * @param port the port of the other end, on 127.0.0.1.
 */
export function killOtherEnd(port: number, parent: number): void {
  const inode = inodeOf(port);
  const holder = childrenOf(parent).find((pid) => holds(pid, inode));
  if (holder === undefined) throw new Error(`no function of ${parent} holds port ${port}`);
  process.kill(holder, 'SIGKILL');
}

/** The socket whose own port this is (proc(5), /proc/net/tcp). */
function inodeOf(port: number): string {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] === local && fields[9] !== '0') return fields[9] ?? '';
  }
  throw new Error(`no socket has port ${port}`);
}

function childrenOf(parent: number): number[] {
  const threads = `/proc/${parent}/task`;
  return readdirSync(threads)
    .flatMap((thread) => childrenIn(`${threads}/${thread}/children`))
    .filter((pid) => pid > 0);
}

function childrenIn(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ').map(Number);
  } catch {
    // The thread ended meanwhile.
    return [];
  }
}

function holds(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((file) => readlinkSync(`${folder}/${file}`) === `socket:[${inode}]`);
  } catch {
    // It ended meanwhile, or closed what it had open.
    return false;
  }
}
