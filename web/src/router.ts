// Which page an address shows. Pages are loaded when they are first needed. The server answers these paths with the page to whoever
// asks for HTML (PAGES in api/app.ts).
import { createRouter, createWebHistory, type Router, type RouterHistory } from 'vue-router';

export const createPages = (history: RouterHistory = createWebHistory()): Router =>
  createRouter({
    history,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
      {
        path: '/',
        // Links in notifications: /?run=<workflow_id>.
        redirect: ({ query: { run } }) =>
          typeof run === 'string' && run !== ''
            ? { name: 'run', params: { workflowId: run }, query: {} }
            : { name: 'runs', query: {} },
      },
      { path: '/runs', name: 'runs', component: () => import('./pages/RunsPage.vue') },
      { path: '/runs/:workflowId', name: 'run', component: () => import('./pages/RunPage.vue'), props: true },
      {
        path: '/runs/:workflowId/log/:step(\\d+)/:attempt(\\d+)',
        name: 'log',
        component: () => import('./pages/LogPage.vue'),
        props: ({ params }) => ({ ...params, step: Number(params['step']), attempt: Number(params['attempt']) }),
      },
      { path: '/start', name: 'start', component: () => import('./pages/StartPage.vue') },
      { path: '/instances', name: 'instances', component: () => import('./pages/InstancesPage.vue') },
      {
        path: '/instances/:instanceKey',
        name: 'instance',
        component: () => import('./pages/InstancePage.vue'),
        props: true,
      },
      { path: '/groups', name: 'groups', component: () => import('./pages/GroupsPage.vue') },
      { path: '/groups/new', name: 'new-group', component: () => import('./pages/NewGroupPage.vue') },
      { path: '/groups/:id', name: 'group', component: () => import('./pages/GroupPage.vue'), props: true },
      { path: '/templates', name: 'templates', component: () => import('./pages/TemplatesPage.vue') },
      { path: '/templates/:id', name: 'template', component: () => import('./pages/TemplatePage.vue'), props: true },
      { path: '/settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
      { path: '/audit', name: 'audit', component: () => import('./pages/AuditPage.vue') },
      { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
    ],
  });
