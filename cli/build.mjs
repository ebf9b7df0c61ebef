// Builds what is stale, one part after the other (a small machine has two cores and both are needed for one).
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { fingerprint, isFresh, markFresh } from './fingerprint.mjs';
import { Refusal, root } from './install.mjs';

const at = (...parts) => path.join(root, ...parts);
const server = ['contract', 'steps', 'adapters', 'activities', 'worker', 'api', 'cli', 'lab'];
const builder = ['package-lock.json', 'cli/build.mjs'];

const entries = {
  cli: 'cli/main.ts',
  worker: 'worker/main.ts',
  api: 'api/main.ts',
  'practice-box': 'lab/practice-box/main.ts',
};

/** The parts: what they are made of, what proves that they exist, how they are built. */
const parts = [
  {
    name: 'server',
    title: 'server',
    sources: [...server, ...builder],
    outputs: Object.keys(entries).map((name) => `dist/${name}.js`),
    needs: Object.values(entries),
    build: buildServer,
  },
  {
    name: 'workflows',
    title: 'workflows',
    sources: ['workflows', 'contract', 'steps', ...builder],
    outputs: ['dist/workflow-bundle.js'],
    needs: ['workflows/index.ts'],
    build: buildWorkflows,
  },
  {
    name: 'web',
    title: 'web page',
    sources: ['web', 'contract', ...builder],
    outputs: ['dist/web/index.html'],
    needs: ['web/index.html'],
    build: buildWeb,
  },
];

/** Builds every part that is stale; `force` builds all. Throws a Refusal that names the part. */
async function buildAll({ say = console.log, force = false } = {}) {
  // A shell, or a test runner, that sets another one would get a page with Vue's development build, marked as fresh.
  process.env.NODE_ENV = 'production';
  for (const part of parts) {
    const hash = fingerprint(part.sources);
    const isThere = part.outputs.every((output) => existsSync(at(output)));
    if (!force && isThere && isFresh(part.name, hash)) continue;
    const missing = part.needs.filter((file) => !existsSync(at(file)));
    if (missing.length > 0) throw new Refusal(`The ${part.title} cannot be built: ${missing.join(', ')} is missing.`);
    const start = Date.now();
    await part.build();
    markFresh(part.name, hash);
    say(`Built the ${part.title} in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
  }
}

async function buildServer() {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node20',
      outDir: at('dist'),
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, at(file)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', format: 'es' },
      },
    },
  });
  removeOldChunks(result.output.map(({ fileName }) => path.basename(fileName)));
}

// Names of chunks carry a hash, so those of earlier builds would pile up.
function removeOldChunks(kept) {
  const folder = at('dist', 'chunks');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name.replace(/\.map$/, ''))) rmSync(path.join(folder, name));
  }
}

async function buildWorkflows() {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(at('dist'), { recursive: true });
  // A worker that starts in this moment must find a whole file.
  writeFileSync(at('dist', 'workflow-bundle.js.part'), code);
  renameSync(at('dist', 'workflow-bundle.js.part'), at('dist', 'workflow-bundle.js'));
}

async function buildWeb() {
  const { build } = await import('vite');
  await build({
    configFile: at('web', 'vite.config.ts'),
    root: at('web'),
    logLevel: 'warn',
    build: { rolldownOptions: { checks: { pluginTimings: false } } },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  buildAll({ force: process.argv.includes('--force') }).then(
    () => process.exit(0),
    (error) => {
      console.error(error instanceof Error ? stripVTControlCharacters(error.message) : error);
      process.exit(1);
    },
  );
}
