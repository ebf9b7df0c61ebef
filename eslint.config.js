// Lint as architecture: DESIGN.md section 2 is the table `layers` below, checked at every import. tests/layers.test.ts plants
// forbidden imports and sees that they are reported.
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

/** Every room with code in it. */
const rooms = [
  'contract',
  'steps',
  'workflows',
  'adapters',
  'activities',
  'worker',
  'api',
  'web',
  'cli',
  'lab',
  'bench',
  'tests',
];

const serverPackages = /^(node:|@temporalio\/|express$|helmet$|kysely$|libsql$|pino$|ssh2$|ssh-config$)/;

/**
 * What each room may import: other rooms (besides itself) and packages. `packages` is a pattern that the name must match; a
 * missing one allows all.
 */
export const layers = {
  // The client of our own API is for whoever may speak HTTP.
  contract: { rooms: [], packages: /^(zod|openapi-fetch)$/ },
  steps: { rooms: ['contract'], packages: /^zod$/ },
  workflows: { rooms: ['contract', 'steps'], packages: /^@temporalio\/(workflow|common)$/ },
  adapters: { rooms: ['contract'], packages: /^(?!@temporalio\/(activity|workflow|worker)$)/ },
  activities: { rooms: ['contract', 'steps', 'adapters'], packages: /^(?!@temporalio\/(client|worker|workflow)$)/ },
  // The workflows by path only.
  worker: { rooms: ['contract', 'adapters', 'activities'] },
  api: { rooms: ['contract', 'steps', 'adapters'], packages: /^(?!@temporalio\/(activity|worker|workflow)$)/ },
  web: { rooms: ['contract'], packages: new RegExp(`^(?!${serverPackages.source.slice(1)})`) },
  // `bringup up` reads the settings and finds and starts the Temporal server: with adapters, unlike the other commands.
  cli: { rooms: ['contract', 'adapters'], packages: /^(?!@temporalio\/(activity|worker|workflow)$)/ },
  lab: { rooms: ['contract', 'adapters'], packages: /^(?!@temporalio\/)/ },
};

const layerRules = Object.entries(layers).map(([room, { rooms: allowed, packages }]) => {
  const forbidden = rooms.filter((other) => other !== room && !allowed.includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
      message: `${room}/ may import ${[...allowed, 'itself'].join(', ')} (DESIGN.md, section 2).`,
    },
    ...(packages
      ? [{ regex: `^(?!\\.)(?!${packages.source})`, message: `${room}/ must not use this package (eslint.config.js).` }]
      : []),
  ];
  return {
    name: `bringup/layer-${room}`,
    files: [`${room}/**/*.{ts,vue}`],
    // Tests bring their own outside world, and configurations belong to the tools.
    ignores: ['**/*.test.ts', '**/test-*.ts', '**/testing/**', '**/*.config.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'tests/histories/', 'contract/api-types.ts'] },
  tseslint.configs.recommended,
  vue.configs['flat/recommended'],
  {
    name: 'bringup/all',
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', 400],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': 'error',
      'no-control-regex': 'error',
    },
  },
  {
    // Every text of the page stands in it, and no logic.
    name: 'bringup/texts',
    files: ['web/src/messages.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    name: 'bringup/typed',
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.vue'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // The nearest tsconfig is the sandbox's, without Node's types; tests of workflows belong to the one above.
    name: 'bringup/workflow-tests',
    files: ['workflows/*.test.ts', 'workflows/test-*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: './tsconfig.json' } },
  },
  {
    name: 'bringup/vue',
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  ...layerRules,
  prettier,
);
