import { readFileSync } from 'node:fs';
import { ConfigError } from '../../config/parse.ts';
import { waiversSchema, type Waiver } from '../../handlers/deadline/waiver.ts';

/**
 * Reads waivers: a JSON array of {exposure, reason, author, expires}.
 * @throws ConfigError that names the file and every wrong key.
 */
export function readWaivers(file: string): Waiver[] {
  const result = waiversSchema.safeParse(jsonOf(file));
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => ({
    key:
      path.length === 0
        ? '(the whole file)'
        : path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join(''),
    expected: message,
  }));
  throw new ConfigError(file, wrong);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const expected = code === undefined ? 'expected a JSON array of waivers' : `cannot be read (${code})`;
    throw new ConfigError(file, [{ key: '(the file)', expected }]);
  }
}
