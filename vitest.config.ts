import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/engines/**', 'test/browser/**', 'test/long/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest's own choice leaves a core idle, which on two cores is half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
