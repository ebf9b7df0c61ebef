// Every setting of config.yaml as a field of a form: what it takes, and what it is without one. A test compares this table with the
// schema, which stays on the server.
import type { Settings } from '../../../contract/settings.ts';

/** Places of single values, like `limits.kill_grace_s`. */
type Leaves<Node, At extends string = ''> = {
  [Key in keyof Node & string]-?: NonNullable<Node[Key]> extends readonly unknown[]
    ? `${At}${Key}`
    : NonNullable<Node[Key]> extends object
      ? Leaves<NonNullable<Node[Key]>, `${At}${Key}.`>
      : `${At}${Key}`;
}[keyof Node & string];
export type SettingPath = Leaves<Settings>;

export type SettingValue = string | number | boolean | readonly (string | number)[] | null;

export interface SettingField {
  /** `targets`: none, all, or a list of lines. */
  kind: 'number' | 'whole' | 'text' | 'choice' | 'switch' | 'lines' | 'numbers' | 'targets';
  /** What counts where config.yaml says nothing; null: nothing. */
  standard: SettingValue;
  unit?: 's' | 'min' | 'days' | 'GB' | 'runs';
  min?: number;
  max?: number;
  choices?: readonly string[];
  /** The variable of the environment that wins. */
  variable?: string;
}

export const settingFields: Record<SettingPath, SettingField> = {
  workflow_step_delay: { kind: 'number', standard: 5, unit: 's', min: 0, max: 3600 },
  'limits.unreachable_s': { kind: 'number', standard: 1800, unit: 's', min: 1, max: 86_400 },
  'limits.kill_grace_s': { kind: 'number', standard: 5, unit: 's', min: 0, max: 300 },
  'limits.starts_per_minute': { kind: 'whole', standard: 240, min: 1, max: 100_000 },
  'limits.keep_jobs_days': { kind: 'whole', standard: 7, unit: 'days', min: 0, max: 3650 },
  'history.keep_days': { kind: 'whole', standard: 0, unit: 'days', min: 0, max: 36_500 },
  'history.keep_runs': { kind: 'whole', standard: 0, unit: 'runs', min: 0, max: 1_000_000_000 },
  'audit.keep_days': { kind: 'whole', standard: 365, unit: 'days', min: 0, max: 36_500 },
  'logs.keep_days': { kind: 'whole', standard: 90, unit: 'days', min: 0, max: 36_500 },
  'logs.keep_gb': { kind: 'number', standard: 10, unit: 'GB', min: 0, max: 1_000_000 },
  'notify.reminders_min': { kind: 'numbers', standard: [5, 15, 60], unit: 'min' },
  'notify.unreachable_after_s': { kind: 'number', standard: 60, unit: 's', min: 0, max: 86_400 },
  'notify.allow_private_targets': { kind: 'targets', standard: false },
  public_url: { kind: 'text', standard: null },
  'ssh.identity_file': { kind: 'text', standard: null },
  sync_folder: { kind: 'text', standard: null },
  push_folders: { kind: 'lines', standard: [] },
  vast_url: { kind: 'text', standard: 'https://console.vast.ai', variable: 'VAST_URL' },
  host: { kind: 'text', standard: '127.0.0.1', variable: 'HOST' },
  port: { kind: 'whole', standard: 5000, min: 1, max: 65_535, variable: 'PORT' },
  log_level: {
    kind: 'choice',
    standard: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error'],
    variable: 'LOG_LEVEL',
  },
  database_url: { kind: 'text', standard: null },
  'temporal.port': { kind: 'whole', standard: 0, min: 0, max: 65_535 },
  'temporal.ui_port': { kind: 'whole', standard: 0, min: 0, max: 65_535 },
  'temporal.encrypt_payloads': { kind: 'switch', standard: false },
  'temporal.ui_url': { kind: 'text', standard: null },
};

export const settingPaths = Object.keys(settingFields) as SettingPath[];

/** In which part of the form each stands. */
export const settingGroups = {
  runs: [
    'workflow_step_delay',
    'limits.unreachable_s',
    'limits.kill_grace_s',
    'limits.starts_per_minute',
    'limits.keep_jobs_days',
  ],
  keeping: ['history.keep_days', 'history.keep_runs', 'logs.keep_days', 'logs.keep_gb', 'audit.keep_days'],
  notifications: ['notify.reminders_min', 'notify.unreachable_after_s', 'notify.allow_private_targets', 'public_url'],
  files: ['ssh.identity_file', 'sync_folder', 'push_folders'],
  server: [
    'host',
    'port',
    'log_level',
    'vast_url',
    'database_url',
    'temporal.port',
    'temporal.ui_port',
    'temporal.ui_url',
    'temporal.encrypt_payloads',
  ],
} as const satisfies Record<string, readonly SettingPath[]>;
