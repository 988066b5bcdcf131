import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The suite that needs a browser. It installs Debian's chromium if there is none. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    // Two installations at once would stand in each other's way, and so would two browsers on two cores.
    fileParallelism: false,
  },
});
