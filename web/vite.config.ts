import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the API's content security policy allows files of its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes in one file: two dozen small ones cost more to ask for than to read.
        codeSplitting: {
          groups: [
            {
              name: 'page',
              test: /web\/src\/(design|runs|live|access|hands)\/|node_modules\/(@?vue|vue-router|@tanstack\/(query-core|vue-query)|@lucide|@vueuse)\//,
              minShareCount: 4,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/workflow', '/templates', '/config', '/ssh', '/healthz', '/api'].map((path) => [path, 'http://127.0.0.1:5000']),
    ),
  },
});
