// What single-step calls answer, in the words of the seed's line (shared/API.md, 1.3).
import { failures } from '../contract/failure.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { StepState } from '../contract/run-state.ts';
import type { ApiDependencies } from './dependencies.ts';
import { installCounts } from './install-progress.ts';
import type { StepEnd } from './single-step.ts';

/** One call: which step it is, and what it says. */
export interface Call {
  action: string;
  /** Fields of a step that is done. */
  done: (step: StepState) => JsonObject;
  /** Its message; or the message and more fields. */
  failed: string | ((step: StepState) => JsonObject);
  timedOut: string;
}

/** POST /ssh/<path>. */
export const calls: Record<string, Call> = {
  '/test': {
    action: 'test_ssh',
    done: ({ result }) => ({
      message: 'SSH connection successful',
      output: 'SSH connection successful\n',
      ...(result as JsonObject),
    }),
    failed: 'SSH connection failed',
    timedOut: 'SSH connection test timed out',
  },
  '/set-ui-home': {
    action: 'set_ui_home',
    done: ({ result }) => ({
      message: 'UI_HOME set successfully',
      ui_home: result,
      output: `UI_HOME=${String(result)}\nUI_HOME set to: ${String(result)}\n`,
    }),
    failed: 'Failed to set UI_HOME',
    timedOut: 'Set UI_HOME request timed out',
  },
  '/get-ui-home': {
    action: 'get_ui_home',
    done: ({ result }) => ({
      message: 'UI_HOME retrieved successfully',
      ui_home: result,
      output: `${String(result)}\n`,
    }),
    failed: 'Failed to get UI_HOME',
    timedOut: 'Get UI_HOME request timed out',
  },
  '/configure-links': {
    action: 'configure_links',
    done: () => ({ message: 'Model links configured successfully' }),
    failed: 'Failed to configure model links',
    timedOut: 'SSH command timed out',
  },
  '/install-browser-agent': {
    action: 'install_browser_agent',
    done: ({ result }) => ({ message: 'BrowserAgent installed and verified successfully', ...(result as JsonObject) }),
    failed: ({ tasks }) => ({
      message: `BrowserAgent installation failed: ${tasks.find(({ status }) => status === 'failed')?.name ?? 'unknown part'}`,
    }),
    timedOut: 'SSH command timed out during BrowserAgent installation',
  },
  '/setup-civitdl': {
    action: 'setup_civitdl',
    done: ({ result }) => {
      const { version, api_key_configured } = result as JsonObject;
      return {
        message: 'CivitDL installed and configured successfully',
        version: String(version),
        api_key_configured: api_key_configured ?? false,
      };
    },
    failed: ({ tasks }) => {
      const row = (name: string) => tasks.find((task) => task.name === name && task.status === 'failed');
      if (row('key')) return { message: 'CivitDL installed but API key configuration failed', phase: 'config' };
      if (row('install')?.note?.includes('--version'))
        return { message: 'CivitDL verification failed', phase: 'verify' };
      return { message: 'CivitDL installation failed', phase: 'install' };
    },
    timedOut: 'CivitDL setup timed out',
  },
  '/test-civitdl': {
    action: 'test_civitdl',
    done: ({ result, warnings }) => {
      const { cli, config, api, api_status } = result as JsonObject;
      const hasWarning = warnings.length > 0;
      return {
        message: hasWarning ? 'CivitDL tests passed with warnings' : 'CivitDL tests passed',
        has_warning: hasWarning,
        tests: { cli: cli === 'ok', config: config === 'ok', api: api === 'ok' },
        api_status: api_status ?? null,
        api_note: warnings.join(' ') || null,
      };
    },
    failed: ({ tasks }) => {
      const verdict = (name: string) => {
        const status = tasks.find((task) => task.name === name)?.status;
        return status === 'success' ? true : status === 'failed' ? false : null;
      };
      const tests = { cli: verdict('cli'), config: verdict('config'), api: verdict('api') };
      return { message: tests.cli === false ? 'CivitDL CLI test failed' : 'CivitDL test failed', tests };
    },
    timedOut: 'CivitDL test timed out',
  },
  '/install-custom-nodes': {
    action: 'install_custom_nodes',
    done: (step) => ({ message: 'Installation completed', ...installCounts(step) }),
    failed: (step) => ({ message: 'Installation failed', ...installCounts(step) }),
    timedOut: 'Installation timed out',
  },
  '/verify-dependencies': {
    action: 'verify_dependencies',
    done: ({ result }) => {
      const { installed } = result as { installed: string[] };
      return {
        message:
          installed.length === 0
            ? 'All dependencies are satisfied'
            : `Installed ${installed.length} missing dependencies`,
        installed,
        missing_modules: [],
        failed: [],
        failed_nodes: [],
      };
    },
    failed: ({ tasks }) => {
      const broken = tasks.filter(({ status }) => status === 'failed');
      const failed = broken.flatMap(({ note }) => (note ?? '').split('; ').filter(Boolean));
      return {
        message: failed.length > 0 ? `Failed ${failed.length} of the dependencies` : 'The application is not ready',
        // A row of a node that cannot be imported names no requirement.
        missing_modules: failed
          .filter((line) => !/^(cannot be imported|set aside)\b/.test(line))
          .map((line) => line.replace(/: .*/, '')),
        installed: [],
        failed,
        failed_nodes: broken.map(({ name }) => name),
      };
    },
    timedOut: 'Dependency verification timed out',
  },
};

/** POST /ssh/reboot-instance. */
export const rebootCall = (instanceId: Json | undefined): Call => ({
  action: 'reboot_instance',
  done: ({ completion_note: note }) => ({
    message: instanceId ? `Instance ${String(instanceId)} is rebooting` : 'The box is rebooting',
    instance_id: instanceId ?? null,
    note,
  }),
  failed: 'Failed to initiate instance reboot',
  timedOut: 'Reboot instance timed out',
});

/** A step of a template by its name. */
export const executedStep = (action: string, name: string): Call => ({
  action,
  done: ({ completion_note: note }) => ({ message: note ?? `${name} is done` }),
  failed: `Error executing step: ${name}`,
  timedOut: `${name} timed out`,
});

const LOG_LINES = 200;

/** The answer to a step that has ended. */
export async function inWords({ store }: ApiDependencies, call: Call, { run, step }: StepEnd) {
  const id = { ...run, step: 0, attempt: Math.max(1, step.attempt) };
  const output = (await store.logs.tail(store.logs.file(id, call.action), LOG_LINES)).join('\n');
  const common = { output, workflow_id: run.workflow_id, task_id: run.workflow_id };
  if (step.status === 'completed')
    return { status: 200, body: { success: true, ...common, ...call.done(step), warnings: step.warnings } };
  const { code, hint, message: error, facts } = step.failure ?? stoppedByHand;
  const isTimeout = code === 'step_timed_out' || code === 'step_quiet';
  const said = typeof call.failed === 'string' ? { message: call.failed } : call.failed(step);
  const message = isTimeout ? call.timedOut : String(said['message']);
  return {
    status: failures[code].http,
    body: { success: false, ...common, ...facts, ...said, message, error, code, hint },
  };
}

const stoppedByHand = {
  code: 'step_killed',
  hint: 'Start it again.',
  message: 'The run was stopped.',
  facts: {},
} as const;
