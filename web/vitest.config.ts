import vue from '@vitejs/plugin-vue';
import { defineProject } from 'vitest/config';

export default defineProject({
  root: import.meta.dirname,
  plugins: [vue()],
  test: { name: 'web', environment: 'happy-dom', include: ['src/**/*.test.ts'], testTimeout: 15_000 },
});
