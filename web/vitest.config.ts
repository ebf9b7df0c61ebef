import vue from '@vitejs/plugin-vue';
import { defineProject } from 'vitest/config';
import { waits } from '../vitest.config.ts';

export default defineProject({
  root: import.meta.dirname,
  plugins: [vue()],
  test: { ...waits, name: 'web', environment: 'happy-dom', include: ['src/**/*.test.ts'], testTimeout: 15_000 },
});
