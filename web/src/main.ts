import { createApp } from 'vue';
import './design/tokens.css';
import './design/base.css';
import SetUpPage from './pages/SetUpPage.vue';
import { createApi } from './runs/api.ts';

createApp(SetUpPage, { api: createApi() }).mount('#app');
