import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/engines/**', 'test/browser/**', 'test/long/**', 'node_modules/**'],
    testTimeout: 60_000,
  },
});
