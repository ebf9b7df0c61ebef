import { configDefaults, defineConfig } from 'vitest/config';

// One Temporal server for all tests that need one: `inject('temporalAddress')`.
const temporal = './tests/temporal-server.ts';

export default defineConfig({
  test: {
    // Two cores are what this is built and checked on.
    maxWorkers: 2,
    exclude: [...configDefaults.exclude, 'dist/**'],
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          pool: 'forks',
          include: ['{contract,steps,adapters,activities,workflows,worker,api,cli,lab,bench}/**/*.test.ts'],
          globalSetup: [temporal],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      'web/vitest.config.ts',
      {
        test: {
          name: 'stories',
          environment: 'node',
          pool: 'forks',
          include: ['tests/**/*.test.ts'],
          globalSetup: [temporal],
          // After the others, one file at a time: stories start whole systems and measure time.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
