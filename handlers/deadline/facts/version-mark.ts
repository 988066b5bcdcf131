import { createHash } from 'node:crypto';

/**
 * What stands for a version's id in facts: enough to tell versions apart. The id of a put is the caller's request token,
 * in which any text can stand; it is kept nowhere.
 */
export function versionMark(versionId: string): string {
  return createHash('sha256').update(versionId).digest('hex').slice(0, 32);
}
