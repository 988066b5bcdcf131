/** Thrown inside the reader for a file that cannot be read; its message is the reason told to the user. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The reason for a failed system call, by its code alone: the system's own message repeats the path. */
export function systemReason(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case null:
      throw error;
    case 'ENOENT':
    case 'ENOTDIR':
      return 'it does not exist (any more)';
    case 'EACCES':
    case 'EPERM':
      return `permission denied (${code})`;
    case 'EISDIR':
      return 'it is a folder';
    case 'ELOOP':
      return 'its symbolic links go round in a circle';
    case 'EMFILE':
    case 'ENFILE':
      return `too many open files (${code})`;
    default:
      return `it could not be read (${code})`;
  }
}

/** The code of a Node system error such as `ENOENT`; null for any other value. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
