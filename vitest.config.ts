import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// One Temporal server and one Postgres for all tests that need them: `inject('temporalAddress')`, `inject('postgresUrl')`.
const servers = ['./tests/temporal-server.ts', './tests/postgres-server.ts'];

// What crosses folders, too, but measures no time: these may run beside others.
const CHECKS = [
  'tests/{deploy,docs,layers}.test.ts',
  'tests/stories/{groups-page,host-keys,keyboard,log-viewer,run-page,settings-pages,sign-in,start-page,survives}.test.ts',
  'tests/schemathesis/*.test.ts',
  'tests/stories/hostile-values.test.ts',
];

// Tests that need the network for minutes, or a whole set of things: `npm run test:full`, and nothing else then.
const isFull = process.env['BRINGUP_TEST_FULL'] === '1';
const FULL = '**/*.full.test.ts';
const exclude = [...configDefaults.exclude, 'dist/**'];

// Vitest waits a second for an event where a test names no limit, which is short on a machine that is busy.
const WAIT_LIMIT_MS = 10_000;
export const waits = {
  setupFiles: [`${import.meta.dirname}/tests/wait-limit.ts`],
  provide: { waitLimitMs: WAIT_LIMIT_MS },
  expect: { poll: { timeout: WAIT_LIMIT_MS } },
} satisfies TestProjectInlineConfiguration['test'];

const full: TestProjectInlineConfiguration = {
  test: {
    ...waits,
    name: 'full',
    environment: 'node',
    pool: 'forks',
    include: [FULL],
    exclude,
    globalSetup: servers,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
};

export default defineConfig({
  test: {
    // Two cores are what this is built and checked on; a third file is at work while others wait for a limit or a box.
    maxWorkers: 3,
    exclude,
    projects: isFull
      ? [full]
      : [
          {
            test: {
              ...waits,
              name: 'node',
              environment: 'node',
              pool: 'forks',
              include: ['{contract,steps,adapters,activities,workflows,worker,api,cli,lab,bench}/**/*.test.ts'],
              exclude: [...exclude, FULL],
              globalSetup: servers,
              testTimeout: 30_000,
              hookTimeout: 60_000,
            },
          },
          'web/vitest.config.ts',
          {
            test: {
              ...waits,
              name: 'checks',
              environment: 'node',
              pool: 'forks',
              include: CHECKS,
              exclude,
              globalSetup: servers,
              testTimeout: 180_000,
              hookTimeout: 180_000,
            },
          },
          {
            test: {
              ...waits,
              name: 'stories',
              environment: 'node',
              pool: 'forks',
              include: ['tests/**/*.test.ts'],
              exclude: [...exclude, ...CHECKS, FULL],
              globalSetup: servers,
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
