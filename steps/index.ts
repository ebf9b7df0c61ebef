// The list of steps. Activities, validation, the page and the docs follow from it; a test compares it with the folder.
import { approve } from './approve.ts';
import { configureLinks } from './configure-links.ts';
import { download } from './download.ts';
import { getUiHome } from './get-ui-home.ts';
import { gitClone } from './git-clone.ts';
import { installBrowserAgent } from './install-browser-agent.ts';
import { installCustomNodes } from './install-custom-nodes.ts';
import { pushFiles } from './push-files.ts';
import { pythonPackages } from './python-packages.ts';
import { pythonVenv } from './python-venv.ts';
import { rebootInstance } from './reboot-instance.ts';
import { removeSyncedFiles } from './remove-synced-files.ts';
import { runCommand } from './run-command.ts';
import { setUiHome } from './set-ui-home.ts';
import { setupCivitdl } from './setup-civitdl.ts';
import type { StepSpec } from './step.ts';
import { syncInstance } from './sync-instance.ts';
import { testCivitdl } from './test-civitdl.ts';
import { testSsh } from './test-ssh.ts';
import { verifyDependencies } from './verify-dependencies.ts';
import { waitFor } from './wait-for.ts';
import { writeFile } from './write-file.ts';

export const steps = {
  test_ssh: testSsh,
  set_ui_home: setUiHome,
  get_ui_home: getUiHome,
  setup_civitdl: setupCivitdl,
  test_civitdl: testCivitdl,
  sync_instance: syncInstance,
  remove_synced_files: removeSyncedFiles,
  push_files: pushFiles,
  install_custom_nodes: installCustomNodes,
  verify_dependencies: verifyDependencies,
  reboot_instance: rebootInstance,
  configure_links: configureLinks,
  run_command: runCommand,
  approve,
  download,
  git_clone: gitClone,
  python_venv: pythonVenv,
  python_packages: pythonPackages,
  write_file: writeFile,
  wait_for: waitFor,
  install_browser_agent: installBrowserAgent,
} as const;

export type Action = keyof typeof steps;

/** Every action, in the order of the docs. */
export const actionNames = Object.keys(steps) as Action[];

export const isAction = (name: string): name is Action => Object.hasOwn(steps, name);

/**
 * The spec of an action that has been validated; throws for any other. `script` must only be given what the spec's own
 * `parameters` has parsed.
 */
export function stepSpec(action: string): StepSpec {
  if (!isAction(action)) throw new Error(`no such action: ${action}`);
  // Which type the parameters have is only known to the spec; whoever calls `script` has parsed them with it.
  return steps[action] as unknown as StepSpec;
}
