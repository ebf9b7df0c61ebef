// How names are made of other names. Callers choose workflow ids freely, so whatever becomes a file name is encoded.

/** A workflow id as a file name: readable where it can be, never a path. Different ids give different names. */
export const fileNameOf = (workflowId: string): string =>
  encodeURIComponent(workflowId).replace(
    /[.*!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** Prefix of the references of secrets that people have named. */
export const NAMED_SECRETS = 'named/';
export const namedSecretRef = (name: string): string => NAMED_SECRETS + name;

/** Prefix of the references of all secrets that a run holds. */
export const runSecretPrefix = (workflowId: string): string => `run/${fileNameOf(workflowId)}/`;

/** Prefix of the Temporal ids of what a schedule starts; the rest is the run's own id. */
export const SCHEDULE_PREFIX = 'schedule/';
/** Temporal's id of a schedule. */
export const scheduleTemporalId = (id: string): string => `bringup-${id}`;
/** Stands for a schedule where a run's id would stand, in the references of its secrets. */
export const scheduleSecretsId = (id: string): string => `schedule-${id}`;

/** Temporal's id of the workflow that applies the limits of history and logs. */
export const RETENTION_ID = 'bringup-retention';

/** Temporal's id of a round over the boxes of a group. */
export const groupWorkflowId = (groupId: string, round: number): string => `group/${groupId}/${round}`;
/** Id of the run of a group's nth box. */
export const groupRunId = (groupId: string, n: number): string => `${groupId}-${n}`;
