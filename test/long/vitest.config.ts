import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Suites that take minutes: more of what `npm test` does. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/long/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
