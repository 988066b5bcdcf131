import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The suites that need a real engine (Java). They install what they need into .cache/engines. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/engines/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    // Two installations at once would write the same folders.
    fileParallelism: false,
  },
});
