// One Postgres for a whole run of tests, where one is installed. Tests get databases of their own from tests/support/databases.ts.
import type { TestProject } from 'vitest/node';
import { postgresPrograms, startPostgres } from '../lab/postgres.ts';
import { sharedByProjects } from './shared-by-projects.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the Postgres of this run, its owner's; null where none is installed (npm test installs it). */
    postgresUrl: string | null;
  }
}

/** Called by vitest before the first test of a project; what it returns is called after the last one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!postgresPrograms()) {
    project.provide('postgresUrl', null);
    return () => Promise.resolve();
  }
  const { running, release } = await sharedByProjects('postgres', startPostgres);
  project.provide('postgresUrl', running.url);
  return release;
}
