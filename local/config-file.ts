import { readFileSync } from 'node:fs';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { ConfigError, parseConfig } from '../config/parse.ts';
import type { Config, KnownDetection } from '../config/schema.ts';

export const defaultConfigFile = 'cdk.json';

/**
 * Loads the config from a file that holds the config object itself, or from a cdk.json (context key `glasswatch`).
 * Comments and trailing commas are allowed.
 *
 * @throws ConfigError that names the file and every wrong key.
 */
export function loadConfig(file: string, detections: readonly KnownDetection[], now: number): Config {
  const value = configObject(file, parseFile(file));
  return parseConfig(value, { source: file, detections, now });
}

function parseFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const expected =
      code === 'ENOENT'
        ? 'no such file; name a config with --config FILE (docs/config.example.jsonc shows one)'
        : `cannot be read (${code})`;
    throw new ConfigError(file, [{ key: '(the file)', expected }]);
  }
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const before = text.slice(0, first.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  throw new ConfigError(file, [
    { key: `(${place})`, expected: `expected JSON: ${printParseErrorCode(first.error)}` },
  ]);
}

/** A cdk.json is told by its `app` or `context`: no config has such keys. */
function configObject(file: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('app' in value || 'context' in value)) return value;
  const context = 'context' in value ? value.context : undefined;
  if (typeof context === 'object' && context !== null && 'glasswatch' in context) return context.glasswatch;
  throw new ConfigError(file, [
    { key: 'context.glasswatch', expected: 'expected the config of Glasswatch here' },
  ]);
}
