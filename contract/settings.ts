// config.yaml in BRINGUP_HOME. Environment variables win over it; adapters/settings reads both.
import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);

/** The settings file; unknown keys are refused so that a misspelt one is noticed. */
export const settingsSchema = z.strictObject({
  /** Seconds between two steps when a client of the façade sends none. */
  workflow_step_delay: z.number().min(0).max(3600).default(5),
  /** Where the API and the page listen. PORT and HOST win. */
  port: port.default(5000),
  host: z.string().min(1).default('127.0.0.1'),
  log_level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  ssh: z
    .strictObject({
      /** A key file to use instead of the usual ones. */
      identity_file: z.string().min(1).optional(),
    })
    .prefault({}),
  /** Where synced media goes; default is sync/ in BRINGUP_HOME. */
  sync_folder: z.string().min(1).optional(),
  /** Folders of this computer that push_files may send from, besides push/ in BRINGUP_HOME. */
  push_folders: z.array(z.string().min(1)).max(50).default([]),
  limits: z
    .strictObject({
      /** Seconds a box may be silent before a step gives up. */
      unreachable_s: z.number().min(1).max(86_400).default(1800),
      /** Seconds between TERM and KILL. */
      kill_grace_s: z.number().min(0).max(300).default(5),
      /** Runs that one caller may start in a minute. */
      starts_per_minute: z.number().int().min(1).max(100_000).default(240),
      /** Days for which the job folders of runs that are over stay on a box. */
      keep_jobs_days: z.number().int().min(0).max(3650).default(7),
    })
    .prefault({}),
  /** How long facts are kept: runs with their steps and attempts, their groups and what was told of them. 0 is for ever. */
  history: z
    .strictObject({
      /** Days after a run has ended. */
      keep_days: z.number().int().min(0).max(36_500).default(0),
      /** Newest runs. */
      keep_runs: z.number().int().min(0).max(1_000_000_000).default(0),
    })
    .prefault({}),
  /** How long it is known who changed what. */
  audit: z
    .strictObject({
      /** Days; 0 is for ever. */
      keep_days: z.number().int().min(0).max(36_500).default(365),
    })
    .prefault({}),
  /** How long the bytes of step logs are kept; that an attempt was, and how it went, is known for as long as its run. 0 is no limit. */
  logs: z
    .strictObject({
      /** Days after the run has ended. */
      keep_days: z.number().int().min(0).max(36_500).default(90),
      /** Gigabytes of all logs together; the oldest go first. */
      keep_gb: z.number().min(0).max(1_000_000).default(10),
    })
    .prefault({}),
  temporal: z
    .strictObject({
      /** Ports of the embedded server; 0 means a free one. */
      port: z.number().int().min(0).max(65_535).default(0),
      ui_port: z.number().int().min(0).max(65_535).default(0),
      /** Encrypt what Temporal stores, with a key made of the key of the secrets. Its Web UI shows no texts then. */
      encrypt_payloads: z.boolean().default(false),
      /** Address of the Web UI when the server is not ours. */
      ui_url: z.string().optional(),
    })
    .prefault({}),
  /** Postgres for the store; without it, a file of the data folder. The API shows the settings, so no password stands here. */
  database_url: z
    .string()
    .regex(/^postgres(ql)?:\/\/([^/:@\s]+@)?[^@\s]*$/, {
      error:
        'must be like postgres://user@host:5432/bringup; its password belongs into BRINGUP_DATABASE_URL or PGPASSWORD',
    })
    .refine((address) => !/[?&]password=/i.test(address), {
      error: 'must not hold the password: that belongs into BRINGUP_DATABASE_URL or PGPASSWORD',
    })
    .optional(),
  vast_url: z.url().default('https://console.vast.ai'),
  /** Under which address people reach the page: where links in notifications lead. Default is the address we listen at. */
  public_url: z.url({ protocol: /^https?$/ }).optional(),
  notify: z
    .strictObject({
      /** Targets in a private network or on this computer: none, all, or these hosts, addresses and networks (10.0.0.0/8). */
      allow_private_targets: z.union([z.boolean(), z.array(z.string().min(1).max(300)).max(100)]).default(false),
      /** Minutes after which a run that waits for a person is told again. */
      reminders_min: z.array(z.number().min(0.001).max(10_080)).max(20).default([5, 15, 60]),
      /** Seconds of silence after which a box is told as unreachable. */
      unreachable_after_s: z.number().min(0).max(86_400).default(60),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
