import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import './design/tokens.css';
import './design/base.css';
import App from './App.vue';
import { createQueries } from './live/query-client.ts';
import { keepCache } from './live/stored-cache.ts';
import { createPages } from './router.ts';

const queryClient = createQueries();
// The file's name changes with the page's code: another page's cache is not read.
keepCache(queryClient, import.meta.url);
createApp(App).use(createPages()).use(VueQueryPlugin, { queryClient }).mount('#app');
