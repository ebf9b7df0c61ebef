// Written by docs/generate-api-types.ts. To change it, change the routes, then run: npx tsx docs/generate-api-types.ts
export interface paths {
  '/api/v1/actions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every action a step can have, with the JSON Schema of its parameters */
    get: operations['listActions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/actions/{action}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One action */
    get: operations['getAction'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every call that changed something or tried to, newest first */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dry-runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a start would do: every text with secrets blanked; nothing is started or kept */
    post: operations['dryRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The runs that have not ended, then every run that changes, as items of a list */
    get: operations['followRuns'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Groups, newest first */
    get: operations['listGroups'];
    put?: never;
    /** Start the same steps, or a template, on several boxes; all is checked before anything starts */
    post: operations['startGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/groups/{group_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A group with each of its boxes and their runs */
    get: operations['getGroup'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/groups/{group_id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start no more boxes of a group and cancel the runs that are at work */
    post: operations['cancelGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/groups/{group_id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Continue the boxes that failed where they stopped, and start those that were refused */
    post: operations['retryGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether a start would work: store, Temporal and a worker that polls */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/host-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The same for every host that had a run or showed a key */
    get: operations['listHostKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/host-keys/{host}/{port}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is trusted for a host and port, what was shown, and who decided what */
    get: operations['getHostKeys'];
    put?: never;
    post?: never;
    /** Forget the host’s keys in Bringup’s own file; the next connection asks again */
    delete: operations['removeHostKeys'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/host-keys/{host}/{port}/replace': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Put the key that was shown as changed in the place of the known one */
    post: operations['replaceHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/host-keys/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Trust exactly the key that was shown; a changed one is never accepted so */
    post: operations['acceptHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/host-keys/show': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask a box for its host key, to compare it */
    post: operations['showHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/instances': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Boxes that had a run, the one with the newest run first */
    get: operations['listInstances'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/instances/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One box */
    get: operations['getInstance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/node-lists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A CSV, snapshot or workflow as a list of nodes; nothing is run or kept */
    post: operations['convertNodeList'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where notifications go */
    get: operations['listChannels'];
    put?: never;
    /** Have somebody told of events from now on */
    post: operations['createChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/channels/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One channel */
    get: operations['getChannel'];
    /** Change a channel; its kind stays, and its secret where none is sent */
    put: operations['replaceChannel'];
    post?: never;
    /** Tell nothing there any more; its delivery log stays */
    delete: operations['deleteChannel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/channels/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a test message now and say what the receiver answered */
    post: operations['testChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was told, newest first */
    get: operations['listDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/deliveries/{id}/redeliver': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send an event to its channel once more, with the same event id */
    post: operations['redeliver'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/notifications/event-kinds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a channel can be told */
    get: operations['listEventKinds'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Runs, newest first */
    get: operations['listRuns'];
    put?: never;
    /** Start a run: steps in order on one box */
    post: operations['startRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One run with its steps */
    get: operations['getRun'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/approval': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Answer a step that waits for an approval */
    post: operations['answerApproval'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All attempts of all steps of a run, in order */
    get: operations['listAttempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask a run to stop; it is cancelled only when its processes on the box are gone */
    post: operations['cancelRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/confirm-host-key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Trust exactly the host key that a blocked run has shown, and let the run go on */
    post: operations['confirmHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/continue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a failed or cancelled run again at the step that was not done; earlier steps are carried over */
    post: operations['continueRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/continue/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What continuing with this body would do: which steps are carried, run, left out, and what is changed */
    post: operations['previewContinue'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The state of a run, now and whenever it changes, until it has ended */
    get: operations['followRun'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/extend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a limit of the step at work more time; without `limit`, the one that is running out */
    post: operations['extendLimit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stop at the next boundary between two steps */
    post: operations['pauseRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Go on after a pause, or take a pause back that was asked for */
    post: operations['resumeRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/retry-now': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin the next try of a step at once; without `step`, of all that wait for theirs */
    post: operations['retryNow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/run-again': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start the same steps on the same box as a new run */
    post: operations['runAgain'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/start-body': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The body of a start like that of this run, secrets left out, to be changed and sent to POST /api/v1/runs */
    get: operations['getStartBody'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The steps of a run, in order */
    get: operations['listSteps'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One step of a run */
    get: operations['getStep'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One attempt of a step */
    get: operations['getAttempt'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A part of the log, by byte offset; of a row’s lines at least one, found in at most 64 MiB: ask on from next_offset */
    get: operations['readLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/download': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The bytes of the log as they are, as a file; without times it understands Range and If-Range */
    get: operations['downloadLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The log as it grows, until it has ended */
    get: operations['followLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The lines that match, in the whole log; lines of more than 1 MiB are looked at in pieces */
    get: operations['searchLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/tail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The last lines of the log, at most 1 MiB of them; of a row’s lines those in the last 64 MiB */
    get: operations['readLogTail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{workflow_id}/undo': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What undoing would do with each step: undo it, or leave what it did as it is */
    get: operations['previewUndo'];
    put?: never;
    /** Put back what a run has done, last step first; a run at work is cancelled first */
    post: operations['undoRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedule-times': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The next five times of a cron expression in a time zone, as Temporal counts them */
    post: operations['previewSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All schedules, oldest first */
    get: operations['listSchedules'];
    put?: never;
    /** Start a run by cron in a time zone, or once at a time */
    post: operations['createSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One schedule */
    get: operations['getSchedule'];
    /** Change a schedule; whether it is paused stays as it is */
    put: operations['changeSchedule'];
    post?: never;
    /** Remove a schedule; runs that it has started go on and stay */
    delete: operations['deleteSchedule'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}/backfill': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start it once for each of its times between two moments that have passed, one after the other */
    post: operations['backfillSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start nothing until somebody says go on */
    post: operations['pauseSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Go on after a pause */
    post: operations['resumeSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}/run-now': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start it now, whatever its times are; after the one at work, if there is one */
    post: operations['runScheduleNow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/{schedule_id}/skip-next': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Leave the next time out */
    post: operations['skipNextTime'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The names of all secrets that steps can name, never a value */
    get: operations['listSecrets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/secrets/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Set or replace a secret; runs that name it use the new value from their next step on */
    put: operations['putSecret'];
    post?: never;
    /** Remove a secret; a step that names it fails then */
    delete: operations['deleteSecret'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who I am, and what I may do */
    get: operations['getSession'];
    put?: never;
    /** Sign this browser in: sets a cookie (HttpOnly, SameSite=Strict) for a week at most */
    post: operations['signIn'];
    /** Sign this browser out */
    delete: operations['signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The settings in force; secrets are no settings */
    get: operations['getSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change config.yaml (JSON merge patch); counts from the next start of Bringup */
    patch: operations['changeSettings'];
    trace?: never;
  };
  '/api/v1/template-checks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** All mistakes of a text with line and column; nothing is kept */
    post: operations['checkTemplate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/template-imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a template of a file’s text; also of one in the format of the seed’s line (templates_<id>.yml) */
    post: operations['importTemplate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All templates; a broken file is listed with its mistake */
    get: operations['listTemplates'];
    put?: never;
    /** Make a template */
    post: operations['createTemplate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One template with its parameters, its steps and its text */
    get: operations['getTemplate'];
    /** Make a text, or what a form holds, the next version of a template */
    put: operations['changeTemplate'];
    post?: never;
    /** Delete a template; its versions can still be read, and a shipped one of its id comes back */
    delete: operations['deleteTemplate'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/diff': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What changed from one version to another */
    get: operations['compareTemplateVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/dry-run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a run of a template would do: every text with secrets blanked; nothing is started or kept */
    post: operations['dryRunTemplate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The text of a version, exactly as it was saved */
    get: operations['exportTemplate'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a run of a template; the run notes its version */
    post: operations['startTemplateRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All versions, newest first; those of a deleted template, too */
    get: operations['listTemplateVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/templates/{id}/versions/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The template as it was in a version */
    get: operations['getTemplateVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All tokens, with their last use */
    get: operations['listTokens'];
    put?: never;
    /** Make a token; read may look, run may drive runs, admin may do everything */
    post: operations['createToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tokens/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take a token back, with all browsers that have signed in with it */
    delete: operations['removeToken'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/usual-durations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How long the steps of a template took in its newest runs; a step that was never done is not listed */
    get: operations['listUsualDurations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/config/workflow': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The pause between two steps, and what the page needs to know of this server */
    get: operations['getWorkflowConfig'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether this process lives; asks nobody, and needs no token */
    get: operations['healthz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Counts and gauges in Prometheus’ text format */
    get: operations['metrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document: every route of both doors */
    get: operations['openapi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether a start would work: store, Temporal and a worker that polls, each by its name */
    get: operations['readyz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/configure-links': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes folders of models known under a second name, by links. What lay under that name is moved, never deleted. */
    post: operations['stepConfigureLinks'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/get-ui-home': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reads UI_HOME back the way a login shell sees it. */
    post: operations['stepGetUiHome'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/host-keys/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What OpenSSH’s warning about a changed key says, as fields */
    post: operations['checkHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/host-keys/remove': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Forget the host’s keys in our own file; the next connection asks again */
    post: operations['removeHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/host-keys/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Put the key that was shown as changed in the place of the known one; refused when the box shows another by now */
    post: operations['resolveHostKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/install-browser-agent': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Clones BrowserAgent, installs it with an environment and a browser of its own, and tries it; one row per part. */
    post: operations['stepInstallBrowserAgent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/install-custom-nodes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Clones the template’s nodes side by side and installs their requirements in one pass; one row per node. */
    post: operations['stepInstallCustomNodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/install-custom-nodes/progress': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** How far the installation of nodes on a box is; of the newest one where no task_id is given */
    post: operations['installProgress'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/reboot-instance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reboots the box through its provider or by a command, and proves that it went away and came back. */
    post: operations['stepRebootInstance'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/set-ui-home': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes UI_HOME known to later steps and to login shells, in marked blocks that a second run replaces. */
    post: operations['stepSetUiHome'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/setup-civitdl': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Installs civitdl into an environment of its own and stores the API key where civitdl looks for it. */
    post: operations['stepSetupCivitdl'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Logs in, runs a command and reports host name, uptime, operating system, GPU and free disk. */
    post: operations['stepTest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/test-civitdl': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Checks civitdl’s command, its configuration and the API, each with its own verdict. */
    post: operations['stepTestCivitdl'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/verify-dependencies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Installs what the nodes’ requirements lack, imports every node, restarts the application and waits until it is ready. */
    post: operations['stepVerifyDependencies'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ssh/verify-host': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Show the host key of a box, or accept exactly the one that was shown; a changed key is never accepted so */
    post: operations['verifyHost'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sync/active': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The syncs that have not ended */
    get: operations['listActiveSyncs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sync/latest': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far the sync is that was started last */
    get: operations['getLatestSync'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sync/progress/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a sync is */
    get: operations['getSyncProgress'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sync/vastai-connection': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Bring media home; nothing is ever deleted: `cleanup` changes nothing */
    post: operations['syncMedia'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All templates, a broken file with its mistake */
    get: operations['getTemplates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/templates/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One template with its steps, and the buttons that clients of the seed’s line make of them */
    get: operations['getTemplateDetail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/templates/{id}/execute-step': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Run one step of a template by itself; other fields go before the template’s parameters */
    post: operations['executeTemplateStep'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/clear': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Hide the run started last (or the one that is named) from the view without an id */
    post: operations['clearWorkflow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/extend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a limit of the step at work more time */
    post: operations['extendWorkflow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a run that is blocked on a host key go on */
    post: operations['resumeWorkflow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a run */
    post: operations['startWorkflow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/state': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The state of a run; without an id, of the one started last that was not cleared */
    get: operations['getWorkflowState'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/state/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The same in short; no run is an answer here and no error */
    get: operations['getWorkflowSummary'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workflow/stop': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask a run to stop; it is cancelled only when its processes on the box are gone */
    post: operations['stopWorkflow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AcceptedHostKey: {
      already_known: boolean;
      /** @description As ssh-keygen -lf prints them */
      fingerprints: string[];
    };
    /** @description What a step can do, with its limits and the schema of its parameters */
    Action: {
      action: string;
      /** @description It only looks: there is nothing to undo */
      changes_nothing: boolean;
      description: string;
      /** @description Whether the box can be asked if what it did still holds */
      has_probe: boolean;
      no_output_s: number | null;
      /** @description JSON Schema (2020-12) of the parameters: forms can be made of it */
      parameters: {
        [key: string]: unknown;
      };
      /** @description What nothing beside it may use meanwhile; null: everything */
      resources: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
      retry: {
        attempts: number;
        delay_s: number;
      };
      /** @enum {string} */
      runner: 'script' | 'sync' | 'reboot' | 'human';
      /** @description Fields that take a value or {"secret": name}; `named` is the secret that is taken by itself */
      secrets: {
        field: string;
        name: string;
        named: string;
        required: boolean;
      }[];
      /** @description Its parameter `secrets`, {variable: name of a secret}, gives them to its command */
      takes_secrets: boolean;
      timeout_s: number;
      title: string;
      /** @description What undoing it puts back; null where it has no way back */
      undo: string | null;
      usual_s: number;
      wait_s: number | null;
    };
    /** @description The connection is there; whether a start would work */
    Alive: {
      at: components['schemas']['Time'];
      checks: {
        store: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
        temporal: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
        worker: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
      };
    };
    /** @description One try of a step: how far it came, and how much log it left */
    Attempt: {
      action: string;
      /** @description From 1; 0 asked whether a step that was carried over still holds */
      attempt: number;
      ended_at: components['schemas']['Time'] | null;
      execution_id: string;
      /** @description How its command ended where that was seen: the exit code, and the signal it stands for */
      exit: {
        code: number;
        signal: string | null;
      } | null;
      failure: components['schemas']['StepFailure'] | null;
      /** @description What its failure probably comes from, read from its last lines; null where nothing is known */
      likely_cause: components['schemas']['LikelyCause'] | null;
      log_bytes: number;
      log_ended: boolean;
      /** @description When and by which limit of the settings the bytes of the log were removed */
      log_removed: {
        at: components['schemas']['Time'];
        /** @enum {string} */
        why: 'age' | 'size';
      } | null;
      note: string | null;
      /** @description Null while it is at work; `lost`: nobody saw its end */
      outcome: ('done' | 'warning' | 'failed' | 'cancelled' | 'nothing_to_undo' | 'lost') | null;
      /** @enum {string} */
      phase:
        | 'pending'
        | 'running'
        | 'retrying'
        | 'unreachable'
        | 'waiting'
        | 'done'
        | 'warning'
        | 'failed'
        | 'cancelled'
        | 'skipped'
        | 'undoing'
        | 'undone';
      progress: components['schemas']['StepProgress'] | null;
      /** @enum {string} */
      purpose: 'run' | 'probe' | 'undo';
      result: components['schemas']['Json'];
      /** @description Null in what was kept before this was */
      started_at: components['schemas']['Time'] | null;
      step: number;
      tasks: components['schemas']['Task'][];
      updated_at: components['schemas']['Time'];
      warnings: string[];
    };
    /** @description A call that changes something */
    AuditEntry: {
      after: components['schemas']['Json'];
      at: components['schemas']['Time'];
      before: components['schemas']['Json'];
      /** @description Network address */
      from: string;
      id: number;
      /** @description operationId of this document */
      operation: string;
      /** @description HTTP status of the answer; 0 at work (or the process died), 499 the caller went away */
      status: number;
      /** @description What the path and the body named */
      target: {
        [key: string]: string;
      };
      /** @description `local`, `nobody`, or how somebody came in and the token’s name */
      who: string;
    };
    /** @description Where notifications go; what is secret of it is never given back */
    Channel: {
      boxes: string[] | null;
      created_at: components['schemas']['Time'];
      created_by: string;
      enabled: boolean;
      events: (
        | 'done'
        | 'done_with_warnings'
        | 'failed'
        | 'cancelled'
        | 'undone'
        | 'blocked'
        | 'waiting'
        | 'unreachable'
        | 'over_time'
        | 'recovered'
      )[];
      id: string;
      /** @enum {string} */
      kind: 'email' | 'webhook' | 'slack' | 'discord' | 'ntfy';
      name: string;
      /** @description As it was given, without what is secret; of Slack and Discord the host */
      target: {
        [key: string]: string | number | string[] | null;
      };
      templates: string[] | null;
      updated_at: components['schemas']['Time'];
    };
    ChannelBody:
      | {
          /**
           * @description Only these boxes, by key; null: all
           * @default null
           */
          boxes?: string[] | null;
          /** @default true */
          enabled?: boolean;
          events: (
            | 'done'
            | 'done_with_warnings'
            | 'failed'
            | 'cancelled'
            | 'undone'
            | 'blocked'
            | 'waiting'
            | 'unreachable'
            | 'over_time'
            | 'recovered'
          )[];
          /** @constant */
          kind: 'email';
          name: string;
          /** @description The user’s password. Kept as it is where a channel is replaced without it */
          secret?: string;
          target: {
            from: string;
            host: string;
            port: number;
            /**
             * @description TLS from the first byte, STARTTLS required, none
             * @enum {string}
             */
            security: 'tls' | 'starttls' | 'none';
            to: string[];
            /** @description null: the server wants no login */
            user: string | null;
          };
          /**
           * @description Only runs of these templates, by id; null: all runs
           * @default null
           */
          templates?: string[] | null;
        }
      | {
          /**
           * @description Only these boxes, by key; null: all
           * @default null
           */
          boxes?: string[] | null;
          /** @default true */
          enabled?: boolean;
          events: (
            | 'done'
            | 'done_with_warnings'
            | 'failed'
            | 'cancelled'
            | 'undone'
            | 'blocked'
            | 'waiting'
            | 'unreachable'
            | 'over_time'
            | 'recovered'
          )[];
          /** @constant */
          kind: 'webhook';
          name: string;
          /** @description What the signature is made with. Made where none is given, and told once. Kept as it is where a channel is replaced without it */
          secret?: string;
          target: {
            url: string;
          };
          /**
           * @description Only runs of these templates, by id; null: all runs
           * @default null
           */
          templates?: string[] | null;
        }
      | {
          /**
           * @description Only these boxes, by key; null: all
           * @default null
           */
          boxes?: string[] | null;
          /** @default true */
          enabled?: boolean;
          events: (
            | 'done'
            | 'done_with_warnings'
            | 'failed'
            | 'cancelled'
            | 'undone'
            | 'blocked'
            | 'waiting'
            | 'unreachable'
            | 'over_time'
            | 'recovered'
          )[];
          /** @enum {string} */
          kind: 'slack' | 'discord';
          name: string;
          /** @description The incoming webhook’s whole address. Kept as it is where a channel is replaced without it */
          secret?: string;
          /**
           * @description Only runs of these templates, by id; null: all runs
           * @default null
           */
          templates?: string[] | null;
        }
      | {
          /**
           * @description Only these boxes, by key; null: all
           * @default null
           */
          boxes?: string[] | null;
          /** @default true */
          enabled?: boolean;
          events: (
            | 'done'
            | 'done_with_warnings'
            | 'failed'
            | 'cancelled'
            | 'undone'
            | 'blocked'
            | 'waiting'
            | 'unreachable'
            | 'over_time'
            | 'recovered'
          )[];
          /** @constant */
          kind: 'ntfy';
          name: string;
          /** @description An access token, where the topic wants one. Kept as it is where a channel is replaced without it */
          secret?: string;
          target: {
            /** @description https://ntfy.sh or your own */
            server: string;
            topic: string;
          };
          /**
           * @description Only runs of these templates, by id; null: all runs
           * @default null
           */
          templates?: string[] | null;
        };
    ChannelTest: {
      /** @description Beginning of what the receiver said */
      answer: string | null;
      /** @description HTTP or SMTP status; null: no answer */
      answer_status: number | null;
      code:
        | (
            | 'ssh_unreachable'
            | 'ssh_auth_refused'
            | 'ssh_key_encrypted'
            | 'ssh_no_key'
            | 'host_key_unknown'
            | 'host_key_changed'
            | 'host_key_not_shown'
            | 'host_key_elsewhere'
            | 'approval_refused'
            | 'approval_expired'
            | 'approval_not_asked'
            | 'approval_not_yours'
            | 'undo_failed'
            | 'step_failed'
            | 'step_timed_out'
            | 'step_quiet'
            | 'step_killed'
            | 'step_lost'
            | 'box_not_usable'
            | 'box_locked'
            | 'disk_full'
            | 'path_not_found'
            | 'ui_home_mismatch'
            | 'tool_missing'
            | 'download_failed'
            | 'download_refused'
            | 'download_not_found'
            | 'download_wrong'
            | 'civitdl_broken'
            | 'api_key_rejected'
            | 'nodes_failed'
            | 'dependencies_missing'
            | 'imports_failed'
            | 'not_ready'
            | 'name_clash'
            | 'folder_occupied'
            | 'browser_agent_broken'
            | 'sync_failed'
            | 'reboot_not_started'
            | 'reboot_not_finished'
            | 'provider_refused'
            | 'provider_unavailable'
            | 'secret_missing'
            | 'input_invalid'
            | 'unknown_action'
            | 'reboot_impossible'
            | 'run_active'
            | 'run_not_found'
            | 'run_lost'
            | 'run_ended'
            | 'limit_not_extendable'
            | 'run_not_blocked'
            | 'template_not_found'
            | 'template_version_not_found'
            | 'template_exists'
            | 'template_shipped'
            | 'template_changed'
            | 'if_match_missing'
            | 'step_not_found'
            | 'route_not_found'
            | 'not_signed_in'
            | 'not_allowed'
            | 'method_not_allowed'
            | 'rate_limited'
            | 'too_many_streams'
            | 'body_too_large'
            | 'idempotency_key_reused'
            | 'idempotency_key_in_use'
            | 'schedule_not_found'
            | 'schedule_exists'
            | 'schedule_over'
            | 'group_not_found'
            | 'group_exists'
            | 'group_active'
            | 'group_ended'
            | 'group_not_retryable'
            | 'run_not_undoable'
            | 'run_not_continuable'
            | 'run_not_paused'
            | 'retry_not_waiting'
            | 'action_not_found'
            | 'log_not_found'
            | 'log_removed'
            | 'attempt_not_found'
            | 'instance_not_found'
            | 'host_key_not_found'
            | 'secret_not_found'
            | 'token_not_found'
            | 'channel_not_found'
            | 'channel_name_taken'
            | 'delivery_not_found'
            | 'target_not_allowed'
            | 'notification_failed'
            | 'notification_refused'
            | 'body_not_json'
            | 'host_not_allowed'
            | 'temporal_unavailable'
            | 'start_unknown'
            | 'store_unavailable'
            | 'unexpected'
          )
        | null;
      delivery_id: number;
      hint: string | null;
      /** @description Why it was not sent */
      message: string | null;
      sent: boolean;
    };
    CheckedTemplate: {
      /** @description What of a text in the format of the seed’s line could not be taken over, in words */
      notes: string[];
      ok: boolean;
      problems: {
        column: number;
        field: string;
        line: number;
        message: string;
      }[];
    };
    /** @description What continuing would do with each step, and what the changes change */
    ContinuePlan: {
      difference: {
        after: components['schemas']['Json'];
        before: components['schemas']['Json'];
        field: string;
        label: string;
        step: number;
      }[];
      steps: {
        action: string;
        /** @enum {string} */
        fate: 'carry' | 'run' | 'leave';
        has_probe: boolean;
        label: string;
        step: number;
      }[];
    };
    /** @description One event to one channel */
    Delivery: {
      /** @description HTTP or SMTP status of the last answer */
      answer_status: number | null;
      attempts: number;
      channel_id: string;
      created_at: components['schemas']['Time'];
      error: string | null;
      /** @description The same for every delivery of an event: its webhook-id */
      event_id: string;
      id: number;
      /** @enum {string} */
      kind:
        | 'done'
        | 'done_with_warnings'
        | 'failed'
        | 'cancelled'
        | 'undone'
        | 'blocked'
        | 'waiting'
        | 'unreachable'
        | 'over_time'
        | 'recovered'
        | 'test';
      link: string;
      log_tail: string[];
      /** @description 0, or which time it was sent again by hand */
      redelivery: number;
      /** @description Who had it sent by hand */
      requested_by: string | null;
      sent_at: components['schemas']['Time'] | null;
      /**
       * @description pending: not yet, or to be tried again
       * @enum {string}
       */
      status: 'pending' | 'sending' | 'sent' | 'gave_up';
      text: string[];
      title: string;
      updated_at: components['schemas']['Time'];
      workflow_id: string;
    };
    /** @description What a start would do; nothing was started, stored or sent to the box */
    DryRun: {
      /** @description Steps that would run and change something for which there is no way back */
      cannot_be_undone: {
        action: string;
        label: string;
        step: number;
      }[];
      /** @description Key of the box */
      instance: string;
      step_delay: number;
      steps: {
        action: string;
        allow_failure: boolean;
        beside: boolean;
        /** @description Whether the box can be asked if what it did still holds */
        has_probe: boolean;
        label: string;
        left_out: string | null;
        no_output_s: number | null;
        /** @description With the defaults of the action */
        parameters: {
          [key: string]: components['schemas']['Json'];
        };
        /** @description What nothing beside it may use meanwhile; null: everything */
        resources: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
        retry: {
          attempts: number;
          delay_s: number;
        };
        /** @enum {string} */
        runner: 'script' | 'sync' | 'reboot' | 'human';
        /** @description Environment variables that hold a secret */
        secrets: string[];
        /** @description Index, from 0 */
        step: number;
        /** @description All that `sh` on the box would be given, secrets blanked; null where the step sends none */
        text: string | null;
        timeout_s: number;
        /** @description What undoing it puts back; null where it cannot be undone */
        undo: string | null;
        unreachable_limit_s: number;
        /** @description Its condition in words */
        when: string | null;
      }[];
      template: {
        changed?: boolean;
        id: string;
        name: string;
        version?: number;
      } | null;
      undo_on: ('failure' | 'cancel')[];
    };
    /** @description A group with each of its boxes */
    Group: {
      /**
       * @description How many boxes may be at work at the same time; null: all
       * @default null
       */
      at_once: number | null;
      boxes: number;
      /**
       * @description The first box goes alone; the others follow only when it came out done, with warnings or without
       * @default false
       */
      canary: boolean;
      /**
       * @description When no more boxes are started, those at work are cancelled, too
       * @default false
       */
      cancel_others: boolean;
      counts: components['schemas']['GroupCounts'];
      created_at: components['schemas']['Time'];
      created_by: string;
      ended_at: components['schemas']['Time'] | null;
      group_id: string;
      members: components['schemas']['GroupMember'][];
      name: string;
      round: number;
      round_started_at: components['schemas']['Time'];
      /** @enum {string} */
      status: 'running' | 'ended';
      steps: {
        action: string;
        label: string;
      }[];
      /**
       * @description When no more boxes are started: never, after the first one that did not come out done, or when more than this share of all boxes did not
       * @default never
       */
      stop_at:
        | ('never' | 'first_failure')
        | {
            failed_percent: number;
          };
      /** @description Why the last round started no more boxes, and by which one; null where it started all */
      stopped: {
        /** @enum {string} */
        code: 'canary_failed' | 'first_failure' | 'share_failed' | 'cancelled' | 'group_lost';
        n: number | null;
      } | null;
      template: {
        changed?: boolean;
        id: string;
        name: string;
        version?: number;
      } | null;
    };
    /** @description A box of a group: a connection, or the number of a Vast instance */
    GroupBox: {
      instance_id?: ('' | (string | number)) | null;
      name?: string;
      ssh_connection?: string;
    };
    /** @description How many boxes stand how */
    GroupCounts: {
      cancelled: number;
      done: number;
      done_with_warnings: number;
      failed: number;
      not_started: number;
      refused: number;
      running: number;
      undone: number;
      waiting: number;
    };
    /** @description A group in a list */
    GroupItem: {
      /**
       * @description How many boxes may be at work at the same time; null: all
       * @default null
       */
      at_once: number | null;
      boxes: number;
      /**
       * @description The first box goes alone; the others follow only when it came out done, with warnings or without
       * @default false
       */
      canary: boolean;
      /**
       * @description When no more boxes are started, those at work are cancelled, too
       * @default false
       */
      cancel_others: boolean;
      counts: components['schemas']['GroupCounts'];
      created_at: components['schemas']['Time'];
      created_by: string;
      ended_at: components['schemas']['Time'] | null;
      group_id: string;
      name: string;
      round: number;
      round_started_at: components['schemas']['Time'];
      /** @enum {string} */
      status: 'running' | 'ended';
      /**
       * @description When no more boxes are started: never, after the first one that did not come out done, or when more than this share of all boxes did not
       * @default never
       */
      stop_at:
        | ('never' | 'first_failure')
        | {
            failed_percent: number;
          };
      /** @description Why the last round started no more boxes, and by which one; null where it started all */
      stopped: {
        /** @enum {string} */
        code: 'canary_failed' | 'first_failure' | 'share_failed' | 'cancelled' | 'group_lost';
        n: number | null;
      } | null;
      template: {
        changed?: boolean;
        id: string;
        name: string;
        version?: number;
      } | null;
    };
    /** @description A box of a group */
    GroupMember: {
      instance_key: string;
      n: number;
      name: string | null;
      /** @description Why it was not started, or not continued */
      reason: {
        code: string;
        message: string;
      } | null;
      /** @description Its run, in its newest execution; null before there is one */
      run: components['schemas']['RunItem'] | null;
      ssh_connection: string;
      /** @enum {string} */
      standing:
        | 'waiting'
        | 'running'
        | 'done'
        | 'done_with_warnings'
        | 'failed'
        | 'cancelled'
        | 'undone'
        | 'refused'
        | 'not_started';
      workflow_id: string;
    };
    GroupRetry: {
      /** @description Secrets are gone with the runs that had them */
      api_key?: string;
      /**
       * @description Start those that were not started, too
       * @default false
       */
      not_started?: boolean;
    };
    /** @description The group that was started; each retry is another round */
    GroupStarted: {
      group_id: string;
      round: number;
    };
    /** @description Whether a start would work, each thing by its name */
    Health: {
      checks: {
        store: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
        temporal: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
        worker: {
          message: string;
          ok: boolean;
          /** @description Since when this server has found it so, without a break; null while nothing is wrong */
          since: components['schemas']['Time'] | null;
        };
      };
      ready: boolean;
      version: string;
    };
    /** @description Who decided what about a host key */
    HostKeyDecision: {
      decided_at: string;
      decided_by: string;
      /** @enum {string} */
      decision: 'accepted' | 'replaced' | 'removed';
      fingerprint: string | null;
      known_before: string | null;
    };
    /** @description What is trusted for a host and port, and how that came */
    HostKeys: {
      decisions: components['schemas']['HostKeyDecision'][];
      host: string;
      known: components['schemas']['KnownHostKey'][];
      /** @description The key that was shown last and was not known then */
      offered: {
        fingerprint: string;
        key_type: string;
        offered_at: string;
      } | null;
      port: number;
    };
    InstallProgress: {
      completed: boolean;
      current_node: string;
      current_status: string;
      failed: number;
      has_requirements: boolean;
      in_progress: boolean;
      nodes: {
        clone_progress?: number;
        message: string;
        name: string;
        status: string;
      }[];
      processed: number;
      /** @enum {string} */
      status: 'running' | 'completed' | 'failed';
      success: boolean;
      successful: number;
      total_nodes: number;
    };
    /** @description A box, with the run that was started on it last */
    Instance: {
      /** @description workflow_id of the run that is at work on it */
      active_run: string | null;
      host: string;
      key: string;
      last_run: components['schemas']['RunItem'];
      port: number;
      practice: boolean;
      runs: number;
      user: string;
      vast_id: string | null;
    };
    /** @description A box, with what was last seen of it; its host keys are under /host-keys */
    InstanceDetails: {
      /** @description workflow_id of the run that is at work on it */
      active_run: string | null;
      /** @description Who holds the box, as last seen: our run at work, or whoever its newest run was refused for; else null */
      held_by: {
        /** @description Null where that was not seen */
        at_work: boolean | null;
        ours: boolean;
        run: string;
        seen_at: components['schemas']['Time'];
      } | null;
      host: string;
      key: string;
      /** @description Whether it answered when its newest run last needed it: heard at `at`, or silent since then; null where no attempt tells */
      last_reach: {
        at: components['schemas']['Time'];
        reason: string | null;
        /** @enum {string} */
        state: 'answered' | 'silent';
      } | null;
      last_run: components['schemas']['RunItem'];
      port: number;
      practice: boolean;
      /** @description What it costs an hour, as Vast said at `asked_at`; null where nobody says it */
      price: {
        asked_at: components['schemas']['Time'];
        dollars_per_hour: number;
      } | null;
      runs: number;
      user: string;
      vast_id: string | null;
    };
    /** @description Any JSON value */
    Json: unknown;
    /** @description A host key that is trusted, and where that stands */
    KnownHostKey: {
      file: string;
      fingerprint: string;
      key_type: string;
      /** @description As ssh-keygen -lf prints it */
      line: string;
      line_number: number;
    };
    /** @description What a failure probably comes from: a guess from its code and its last lines */
    LikelyCause: {
      actions: ('continue' | 'run_again' | 'more_time' | 'open_log' | 'replace_host_key' | 'set_secret')[];
      advice: string;
      /** @description A stable name, such as disk_full */
      cause: string;
      /** @description The line it was read from; null where the failure’s code or the exit code says it */
      evidence: string | null;
      explanation: string;
      title: string;
    };
    /** @description No more bytes will come; offset is the size of the log */
    LogEnd: {
      offset: number;
    };
    /** @description A piece of a log; it begins where the one before has ended */
    LogEvent: {
      next_offset: number;
      offset: number;
      text: string;
      /** @description With `times`: the bytes from `offset` on reached Bringup at `at`, or up to 100 ms later */
      times?: {
        at: components['schemas']['Time'];
        offset: number;
      }[];
    };
    /** @description The lines of a log that match */
    LogMatches: {
      matches: {
        /** @description Number of the line, from 1 */
        line: number;
        /** @description Where the line begins */
        offset: number;
        /** @description The line; of a long one 500 characters around the match */
        text: string;
      }[];
      /** @description `from` of the next page; null after the last match */
      next_offset: number | null;
      /** @description Matches of the log before the first of these */
      preceding: number;
      /** @description Lines that match, in the whole log */
      total: number;
      /** @description There are more than 10000; they were not counted */
      total_capped: boolean;
    };
    /** @description A part of a log */
    LogPart: {
      /** @description No more bytes will come */
      ended: boolean;
      /** @description Number of the line, from 1, in which `offset` stands */
      line: number;
      /** @description With `task`: number and place of each line of the text */
      lines?: {
        line: number;
        offset: number;
      }[];
      /** @description Where the next part begins */
      next_offset: number;
      /** @description Where the text begins, in bytes */
      offset: number;
      /** @description Bytes of the whole log at this moment */
      size: number;
      /** @description Cut between characters; bytes that are no UTF-8 are shown as U+FFFD */
      text: string;
      /** @description With `times`: the bytes from `offset` on reached Bringup at `at`, or up to 100 ms later */
      times?: {
        at: components['schemas']['Time'];
        offset: number;
      }[];
    };
    NewChannel: {
      boxes: string[] | null;
      created_at: components['schemas']['Time'];
      created_by: string;
      enabled: boolean;
      events: (
        | 'done'
        | 'done_with_warnings'
        | 'failed'
        | 'cancelled'
        | 'undone'
        | 'blocked'
        | 'waiting'
        | 'unreachable'
        | 'over_time'
        | 'recovered'
      )[];
      id: string;
      /** @enum {string} */
      kind: 'email' | 'webhook' | 'slack' | 'discord' | 'ntfy';
      name: string;
      /** @description The secret that was made for a webhook, for its receiver. It is not shown again; null: none was made */
      secret: string | null;
      /** @description As it was given, without what is secret; of Slack and Discord the host */
      target: {
        [key: string]: string | number | string[] | null;
      };
      templates: string[] | null;
      updated_at: components['schemas']['Time'];
    };
    /** @description What each box gets (exactly one of `start` and `from_template`), which boxes, and in which order */
    NewGroup: {
      /**
       * @description How many boxes may be at work at the same time; null: all
       * @default null
       */
      at_once?: number | null;
      boxes: components['schemas']['GroupBox'][];
      /**
       * @description The first box goes alone; the others follow only when it came out done, with warnings or without
       * @default false
       */
      canary?: boolean;
      /**
       * @description When no more boxes are started, those at work are cancelled, too
       * @default false
       */
      cancel_others?: boolean;
      from_template?: {
        /** @description For the steps that take one and name no secret of their own (setup_civitdl) */
        api_key?: string;
        /** @description The steps that are in the run, counted from 0 over all of the template’s; without it those that the template has enabled */
        enabled?: number[];
        id: string;
        /**
         * @description By name; secrets as {"secret": name} or as the value itself
         * @default {}
         */
        parameters?: {
          [key: string]: components['schemas']['Json'];
        };
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        step_delay?: number | null;
        undo_on?: ('failure' | 'cancel')[] | null;
        /** @description A version of the template; without it the current one */
        version?: number;
      };
      group_id?: string;
      name?: string;
      start?: {
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        step_delay?: number | null;
        steps: ({
          accept_warnings?: ('all' | string[]) | null;
          /** @enum {string} */
          action:
            | 'test_ssh'
            | 'set_ui_home'
            | 'get_ui_home'
            | 'setup_civitdl'
            | 'test_civitdl'
            | 'sync_instance'
            | 'remove_synced_files'
            | 'push_files'
            | 'install_custom_nodes'
            | 'verify_dependencies'
            | 'reboot_instance'
            | 'configure_links'
            | 'run_command'
            | 'approve'
            | 'download'
            | 'git_clone'
            | 'python_venv'
            | 'python_packages'
            | 'write_file'
            | 'wait_for'
            | 'install_browser_agent';
          allow_failure?: boolean | null;
          beside?: boolean | null;
          label?: string | null;
          no_output_s?: number | null;
          resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
          timeout_s?: number | null;
          unreachable_s?: number | null;
          when?:
            | (
                | (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )
                | {
                    all: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
                | {
                    any: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
              )
            | null;
        } & {
          [key: string]: unknown;
        })[];
        template?: {
          changed?: boolean;
          id: string;
          name?: string;
          version?: number;
        } | null;
        undo_on?: ('failure' | 'cancel')[] | null;
      };
      /**
       * @description When no more boxes are started: never, after the first one that did not come out done, or when more than this share of all boxes did not
       * @default never
       */
      stop_at?:
        | ('never' | 'first_failure')
        | {
            failed_percent: number;
          };
    };
    NewSchedule: {
      /** @default 3600 */
      catch_up_s?: number;
      from_template?: {
        /** @description For the steps that take one and name no secret of their own (setup_civitdl) */
        api_key?: string;
        /** @description The steps that are in the run, counted from 0 over all of the template’s; without it those that the template has enabled */
        enabled?: number[];
        id: string;
        instance_id?: ('' | (string | number)) | null;
        /**
         * @description By name; secrets as {"secret": name} or as the value itself
         * @default {}
         */
        parameters?: {
          [key: string]: components['schemas']['Json'];
        };
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        ssh_connection?: string;
        step_delay?: number | null;
        undo_on?: ('failure' | 'cancel')[] | null;
        /** @description A version of the template; without it the current one */
        version?: number;
      };
      name: string;
      /** @default  */
      note?: string;
      /**
       * @default skip
       * @enum {string}
       */
      overlap?: 'skip' | 'wait_one' | 'wait_all' | 'cancel_running';
      schedule_id?: string;
      start?: {
        instance_id?: ('' | (string | number)) | null;
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        ssh_connection: string;
        step_delay?: number | null;
        steps: ({
          accept_warnings?: ('all' | string[]) | null;
          /** @enum {string} */
          action:
            | 'test_ssh'
            | 'set_ui_home'
            | 'get_ui_home'
            | 'setup_civitdl'
            | 'test_civitdl'
            | 'sync_instance'
            | 'remove_synced_files'
            | 'push_files'
            | 'install_custom_nodes'
            | 'verify_dependencies'
            | 'reboot_instance'
            | 'configure_links'
            | 'run_command'
            | 'approve'
            | 'download'
            | 'git_clone'
            | 'python_venv'
            | 'python_packages'
            | 'write_file'
            | 'wait_for'
            | 'install_browser_agent';
          allow_failure?: boolean | null;
          beside?: boolean | null;
          label?: string | null;
          no_output_s?: number | null;
          resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
          timeout_s?: number | null;
          unreachable_s?: number | null;
          when?:
            | (
                | (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )
                | {
                    all: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
                | {
                    any: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
              )
            | null;
        } & {
          [key: string]: unknown;
        })[];
        template?: {
          changed?: boolean;
          id: string;
          name?: string;
          version?: number;
        } | null;
        undo_on?: ('failure' | 'cancel')[] | null;
      };
      times: components['schemas']['ScheduleTimes'];
    };
    NewToken: {
      created_at: components['schemas']['Time'];
      created_by: string;
      /** @description Null: no end */
      expires_at: components['schemas']['Time'] | null;
      id: string;
      /** @description To the minute; null: never */
      last_used_at: components['schemas']['Time'] | null;
      name: string;
      /** @enum {string} */
      scope: 'read' | 'run' | 'admin';
      /** @description Send it as bearer token. It is not shown again */
      token: string;
    };
    NodeList: {
      /** @description What the list has and names no repository for, each with its reason */
      left_out: {
        name: string;
        reason: string;
      }[];
      /** @description As `nodes` of install_custom_nodes takes them */
      nodes: {
        name: string;
        optional?: boolean;
        ref?: string;
        requirements?: string;
        subfolder?: string;
        url: string;
      }[];
    };
    /** @description Exactly one list */
    NodeListSource: {
      /** @description Name,RepoUrl,Subfolder,RequirementsFile */
      csv?: string;
      /** @description Of ComfyUI-Manager: an object, or its JSON or YAML */
      snapshot?:
        | string
        | {
            [key: string]: unknown;
          };
      /** @description Of ComfyUI: an object, or its JSON */
      workflow?:
        | string
        | {
            [key: string]: unknown;
          };
    };
    PhaseInfo: {
      for?: string;
      gives_up_at?: components['schemas']['Time'];
      reason?: string;
      since?: components['schemas']['Time'];
      until?: components['schemas']['Time'];
    };
    /** @description Whether what a carried step had done still stood when the run was continued */
    Probed: {
      at: components['schemas']['Time'];
      holds: boolean | null;
      reason: string | null;
    };
    /** @description What went wrong, as application/problem+json (RFC 9457) */
    Problem: {
      /** @enum {string} */
      code:
        | 'ssh_unreachable'
        | 'ssh_auth_refused'
        | 'ssh_key_encrypted'
        | 'ssh_no_key'
        | 'host_key_unknown'
        | 'host_key_changed'
        | 'host_key_not_shown'
        | 'host_key_elsewhere'
        | 'approval_refused'
        | 'approval_expired'
        | 'approval_not_asked'
        | 'approval_not_yours'
        | 'undo_failed'
        | 'step_failed'
        | 'step_timed_out'
        | 'step_quiet'
        | 'step_killed'
        | 'step_lost'
        | 'box_not_usable'
        | 'box_locked'
        | 'disk_full'
        | 'path_not_found'
        | 'ui_home_mismatch'
        | 'tool_missing'
        | 'download_failed'
        | 'download_refused'
        | 'download_not_found'
        | 'download_wrong'
        | 'civitdl_broken'
        | 'api_key_rejected'
        | 'nodes_failed'
        | 'dependencies_missing'
        | 'imports_failed'
        | 'not_ready'
        | 'name_clash'
        | 'folder_occupied'
        | 'browser_agent_broken'
        | 'sync_failed'
        | 'reboot_not_started'
        | 'reboot_not_finished'
        | 'provider_refused'
        | 'provider_unavailable'
        | 'secret_missing'
        | 'input_invalid'
        | 'unknown_action'
        | 'reboot_impossible'
        | 'run_active'
        | 'run_not_found'
        | 'run_lost'
        | 'run_ended'
        | 'limit_not_extendable'
        | 'run_not_blocked'
        | 'template_not_found'
        | 'template_version_not_found'
        | 'template_exists'
        | 'template_shipped'
        | 'template_changed'
        | 'if_match_missing'
        | 'step_not_found'
        | 'route_not_found'
        | 'not_signed_in'
        | 'not_allowed'
        | 'method_not_allowed'
        | 'rate_limited'
        | 'too_many_streams'
        | 'body_too_large'
        | 'idempotency_key_reused'
        | 'idempotency_key_in_use'
        | 'schedule_not_found'
        | 'schedule_exists'
        | 'schedule_over'
        | 'group_not_found'
        | 'group_exists'
        | 'group_active'
        | 'group_ended'
        | 'group_not_retryable'
        | 'run_not_undoable'
        | 'run_not_continuable'
        | 'run_not_paused'
        | 'retry_not_waiting'
        | 'action_not_found'
        | 'log_not_found'
        | 'log_removed'
        | 'attempt_not_found'
        | 'instance_not_found'
        | 'host_key_not_found'
        | 'secret_not_found'
        | 'token_not_found'
        | 'channel_not_found'
        | 'channel_name_taken'
        | 'delivery_not_found'
        | 'target_not_allowed'
        | 'notification_failed'
        | 'notification_refused'
        | 'body_not_json'
        | 'host_not_allowed'
        | 'temporal_unavailable'
        | 'start_unknown'
        | 'store_unavailable'
        | 'unexpected';
      detail: string;
      facts: {
        [key: string]: string | number | boolean | null;
      };
      hint: string;
      instance: string;
      /** @enum {string} */
      kind: 'retryable' | 'final' | 'needs_human' | 'unreachable' | 'defect';
      status: number;
      title: string;
      type: string;
    };
    /** @description What went wrong, in the façade’s words; facts of the failure stand beside them */
    Refusal: {
      /** @enum {string} */
      code:
        | 'ssh_unreachable'
        | 'ssh_auth_refused'
        | 'ssh_key_encrypted'
        | 'ssh_no_key'
        | 'host_key_unknown'
        | 'host_key_changed'
        | 'host_key_not_shown'
        | 'host_key_elsewhere'
        | 'approval_refused'
        | 'approval_expired'
        | 'approval_not_asked'
        | 'approval_not_yours'
        | 'undo_failed'
        | 'step_failed'
        | 'step_timed_out'
        | 'step_quiet'
        | 'step_killed'
        | 'step_lost'
        | 'box_not_usable'
        | 'box_locked'
        | 'disk_full'
        | 'path_not_found'
        | 'ui_home_mismatch'
        | 'tool_missing'
        | 'download_failed'
        | 'download_refused'
        | 'download_not_found'
        | 'download_wrong'
        | 'civitdl_broken'
        | 'api_key_rejected'
        | 'nodes_failed'
        | 'dependencies_missing'
        | 'imports_failed'
        | 'not_ready'
        | 'name_clash'
        | 'folder_occupied'
        | 'browser_agent_broken'
        | 'sync_failed'
        | 'reboot_not_started'
        | 'reboot_not_finished'
        | 'provider_refused'
        | 'provider_unavailable'
        | 'secret_missing'
        | 'input_invalid'
        | 'unknown_action'
        | 'reboot_impossible'
        | 'run_active'
        | 'run_not_found'
        | 'run_lost'
        | 'run_ended'
        | 'limit_not_extendable'
        | 'run_not_blocked'
        | 'template_not_found'
        | 'template_version_not_found'
        | 'template_exists'
        | 'template_shipped'
        | 'template_changed'
        | 'if_match_missing'
        | 'step_not_found'
        | 'route_not_found'
        | 'not_signed_in'
        | 'not_allowed'
        | 'method_not_allowed'
        | 'rate_limited'
        | 'too_many_streams'
        | 'body_too_large'
        | 'idempotency_key_reused'
        | 'idempotency_key_in_use'
        | 'schedule_not_found'
        | 'schedule_exists'
        | 'schedule_over'
        | 'group_not_found'
        | 'group_exists'
        | 'group_active'
        | 'group_ended'
        | 'group_not_retryable'
        | 'run_not_undoable'
        | 'run_not_continuable'
        | 'run_not_paused'
        | 'retry_not_waiting'
        | 'action_not_found'
        | 'log_not_found'
        | 'log_removed'
        | 'attempt_not_found'
        | 'instance_not_found'
        | 'host_key_not_found'
        | 'secret_not_found'
        | 'token_not_found'
        | 'channel_not_found'
        | 'channel_name_taken'
        | 'delivery_not_found'
        | 'target_not_allowed'
        | 'notification_failed'
        | 'notification_refused'
        | 'body_not_json'
        | 'host_not_allowed'
        | 'temporal_unavailable'
        | 'start_unknown'
        | 'store_unavailable'
        | 'unexpected';
      hint: string;
      message: string;
      /** @constant */
      success: false;
    } & {
      [key: string]: unknown;
    };
    RemovedHostKeys: {
      note: string | null;
      removed: number;
    };
    /** @description `note`: what is left to do by hand in files that Bringup only reads */
    ReplacedHostKey: {
      already_known: boolean;
      fingerprint: string;
      note: string | null;
    };
    /** @description The run has ended */
    RunEnd: {
      execution_id: string;
      outcome: ('done' | 'done_with_warnings' | 'failed' | 'cancelled' | 'undone') | null;
      workflow_id: string;
    };
    /** @description A run in a list */
    RunItem: {
      current_step: number;
      end_time: components['schemas']['Time'] | null;
      error_code:
        | (
            | 'ssh_unreachable'
            | 'ssh_auth_refused'
            | 'ssh_key_encrypted'
            | 'ssh_no_key'
            | 'host_key_unknown'
            | 'host_key_changed'
            | 'host_key_not_shown'
            | 'host_key_elsewhere'
            | 'approval_refused'
            | 'approval_expired'
            | 'approval_not_asked'
            | 'approval_not_yours'
            | 'undo_failed'
            | 'step_failed'
            | 'step_timed_out'
            | 'step_quiet'
            | 'step_killed'
            | 'step_lost'
            | 'box_not_usable'
            | 'box_locked'
            | 'disk_full'
            | 'path_not_found'
            | 'ui_home_mismatch'
            | 'tool_missing'
            | 'download_failed'
            | 'download_refused'
            | 'download_not_found'
            | 'download_wrong'
            | 'civitdl_broken'
            | 'api_key_rejected'
            | 'nodes_failed'
            | 'dependencies_missing'
            | 'imports_failed'
            | 'not_ready'
            | 'name_clash'
            | 'folder_occupied'
            | 'browser_agent_broken'
            | 'sync_failed'
            | 'reboot_not_started'
            | 'reboot_not_finished'
            | 'provider_refused'
            | 'provider_unavailable'
            | 'secret_missing'
            | 'input_invalid'
            | 'unknown_action'
            | 'reboot_impossible'
            | 'run_active'
            | 'run_not_found'
            | 'run_lost'
            | 'run_ended'
            | 'limit_not_extendable'
            | 'run_not_blocked'
            | 'template_not_found'
            | 'template_version_not_found'
            | 'template_exists'
            | 'template_shipped'
            | 'template_changed'
            | 'if_match_missing'
            | 'step_not_found'
            | 'route_not_found'
            | 'not_signed_in'
            | 'not_allowed'
            | 'method_not_allowed'
            | 'rate_limited'
            | 'too_many_streams'
            | 'body_too_large'
            | 'idempotency_key_reused'
            | 'idempotency_key_in_use'
            | 'schedule_not_found'
            | 'schedule_exists'
            | 'schedule_over'
            | 'group_not_found'
            | 'group_exists'
            | 'group_active'
            | 'group_ended'
            | 'group_not_retryable'
            | 'run_not_undoable'
            | 'run_not_continuable'
            | 'run_not_paused'
            | 'retry_not_waiting'
            | 'action_not_found'
            | 'log_not_found'
            | 'log_removed'
            | 'attempt_not_found'
            | 'instance_not_found'
            | 'host_key_not_found'
            | 'secret_not_found'
            | 'token_not_found'
            | 'channel_not_found'
            | 'channel_name_taken'
            | 'delivery_not_found'
            | 'target_not_allowed'
            | 'notification_failed'
            | 'notification_refused'
            | 'body_not_json'
            | 'host_not_allowed'
            | 'temporal_unavailable'
            | 'start_unknown'
            | 'store_unavailable'
            | 'unexpected'
          )
        | null;
      error_message: string | null;
      execution_id: string;
      instance: {
        host: string;
        key: string;
        port: number;
        practice: boolean;
        user: string;
      };
      last_update: components['schemas']['Time'];
      needs: components['schemas']['RunNeed'] | null;
      outcome: ('done' | 'done_with_warnings' | 'failed' | 'cancelled' | 'undone') | null;
      /** @enum {string} */
      phase: 'starting' | 'running' | 'waiting' | 'paused' | 'cancelling' | 'undoing' | 'ended';
      progress_percent: number;
      ssh_connection: string;
      stale: boolean;
      start_time: components['schemas']['Time'];
      /** @enum {string} */
      status: 'running' | 'completed' | 'failed' | 'cancelled' | 'blocked';
      step_label: string | null;
      step_phase:
        | (
            | 'pending'
            | 'running'
            | 'retrying'
            | 'unreachable'
            | 'waiting'
            | 'done'
            | 'warning'
            | 'failed'
            | 'cancelled'
            | 'skipped'
            | 'undoing'
            | 'undone'
          )
        | null;
      steps: {
        percent: number | null;
        /** @enum {string} */
        phase:
          | 'pending'
          | 'running'
          | 'retrying'
          | 'unreachable'
          | 'waiting'
          | 'done'
          | 'warning'
          | 'failed'
          | 'cancelled'
          | 'skipped'
          | 'undoing'
          | 'undone';
      }[];
      template: {
        changed?: boolean;
        id: string;
        name: string;
        version?: number;
      } | null;
      total_steps: number;
      warnings: number;
      workflow_id: string;
    };
    /** @description What a run at work needs of a person */
    RunNeed: {
      reason: string | null;
      since: components['schemas']['Time'] | null;
      /** @description Counted from 0 */
      step: number;
      /** @description When it is given up; null where it waits without an end */
      until: components['schemas']['Time'] | null;
      /**
       * @description A decision about a host key, an answer, that it is let go on after a pause, a box that answers again
       * @enum {string}
       */
      what: 'host_key' | 'approval' | 'go_on' | 'box';
    };
    /** @description Steps in order on one box. A step is {action, label?, ...parameters of the action} */
    RunStart: {
      instance_id?: ('' | (string | number)) | null;
      selection?:
        | (
            | {
                from?: number;
                to?: number;
              }
            | {
                only: number[];
              }
          )
        | null;
      ssh_connection: string;
      step_delay?: number | null;
      steps: ({
        accept_warnings?: ('all' | string[]) | null;
        /** @enum {string} */
        action:
          | 'test_ssh'
          | 'set_ui_home'
          | 'get_ui_home'
          | 'setup_civitdl'
          | 'test_civitdl'
          | 'sync_instance'
          | 'remove_synced_files'
          | 'push_files'
          | 'install_custom_nodes'
          | 'verify_dependencies'
          | 'reboot_instance'
          | 'configure_links'
          | 'run_command'
          | 'approve'
          | 'download'
          | 'git_clone'
          | 'python_venv'
          | 'python_packages'
          | 'write_file'
          | 'wait_for'
          | 'install_browser_agent';
        allow_failure?: boolean | null;
        beside?: boolean | null;
        label?: string | null;
        no_output_s?: number | null;
        resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
        timeout_s?: number | null;
        unreachable_s?: number | null;
        when?:
          | (
              | (
                  | (
                      | {
                          outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                          step: string;
                        }
                      | {
                          field?: string;
                          is: string | number | boolean | null;
                          step: string;
                        }
                      | {
                          at_least: number;
                          field?: string;
                          step: string;
                        }
                      | {
                          below: number;
                          field?: string;
                          step: string;
                        }
                    )
                  | {
                      not:
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          };
                    }
                )
              | {
                  all: (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )[];
                }
              | {
                  any: (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )[];
                }
            )
          | null;
      } & {
        [key: string]: unknown;
      })[];
      template?: {
        changed?: boolean;
        id: string;
        name?: string;
        version?: number;
      } | null;
      undo_on?: ('failure' | 'cancel')[] | null;
      workflow_id?: string | null;
    };
    /** @description The run that was started; execution_id is Temporal’s id of this execution */
    RunStarted: {
      execution_id: string;
      workflow_id: string;
    };
    /** @description A run: one shape for workflow query, snapshot file, both doors, page and history */
    RunState: {
      block_info?: {
        /** @constant */
        block_reason: 'host_verification_needed';
        fingerprints: string[];
        host: string;
        port: string;
      };
      current_step: number;
      end_time: components['schemas']['Time'] | null;
      error_message?: string;
      execution_id: string;
      failure: components['schemas']['StepFailure'] | null;
      instance: {
        host: string;
        key: string;
        port: number;
        practice: boolean;
        user: string;
      };
      instance_id: string | null;
      last_update: components['schemas']['Time'];
      outcome: ('done' | 'done_with_warnings' | 'failed' | 'cancelled' | 'undone') | null;
      pause_requested?: boolean;
      /** @enum {string} */
      phase: 'starting' | 'running' | 'waiting' | 'paused' | 'cancelling' | 'undoing' | 'ended';
      phase_info: components['schemas']['PhaseInfo'] | null;
      progress_percent: number;
      ssh_connection: string;
      stale: boolean;
      stale_since: components['schemas']['Time'] | null;
      start_time: components['schemas']['Time'];
      /** @enum {string} */
      status: 'running' | 'completed' | 'failed' | 'cancelled' | 'blocked';
      step_delay: number;
      steps: components['schemas']['StepState'][];
      template: {
        changed?: boolean;
        id: string;
        name: string;
        version?: number;
      } | null;
      temporal_url: string | null;
      /** @enum {string} */
      undo_reason?: 'failure' | 'cancel' | 'request';
      workflow_id: string;
    } & {
      [key: string]: unknown;
    };
    RunSummary: {
      active: boolean;
      current_step: number;
      /** @description It has not ended, also while it is blocked */
      is_running: boolean;
      last_update: components['schemas']['Time'];
      progress_percent: number;
      start_time: components['schemas']['Time'];
      /** @enum {string} */
      status: 'running' | 'completed' | 'failed' | 'cancelled' | 'blocked';
      total_steps: number;
      workflow_id: string;
    };
    /** @description A schedule with its next times, and what it has started last */
    Schedule: {
      /** @default 3600 */
      catch_up_s: number;
      created_at: components['schemas']['Time'];
      created_by: string;
      instance_key: string;
      missed: number;
      name: string;
      next: components['schemas']['Time'][];
      /** @default  */
      note: string;
      /**
       * @default skip
       * @enum {string}
       */
      overlap: 'skip' | 'wait_one' | 'wait_all' | 'cancel_running';
      overlap_text: string;
      recent: {
        scheduled_at: components['schemas']['Time'];
        taken_at: components['schemas']['Time'];
        workflow_id: string;
      }[];
      schedule_id: string;
      skipped: number;
      start: {
        [key: string]: components['schemas']['Json'];
      };
      /**
       * @description over: no time is left. gone: Temporal does not know it (a restored back-up); resume makes it anew
       * @enum {string}
       */
      state: 'active' | 'paused' | 'over' | 'gone';
      state_note: string | null;
      taken: number;
      times: components['schemas']['ScheduleTimes'];
      updated_at: components['schemas']['Time'];
    };
    /** @description When, and what each time starts: exactly one of `start` and `from_template` (the version of now) */
    ScheduleBody: {
      /** @default 3600 */
      catch_up_s?: number;
      from_template?: {
        /** @description For the steps that take one and name no secret of their own (setup_civitdl) */
        api_key?: string;
        /** @description The steps that are in the run, counted from 0 over all of the template’s; without it those that the template has enabled */
        enabled?: number[];
        id: string;
        instance_id?: ('' | (string | number)) | null;
        /**
         * @description By name; secrets as {"secret": name} or as the value itself
         * @default {}
         */
        parameters?: {
          [key: string]: components['schemas']['Json'];
        };
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        ssh_connection?: string;
        step_delay?: number | null;
        undo_on?: ('failure' | 'cancel')[] | null;
        /** @description A version of the template; without it the current one */
        version?: number;
      };
      name: string;
      /** @default  */
      note?: string;
      /**
       * @default skip
       * @enum {string}
       */
      overlap?: 'skip' | 'wait_one' | 'wait_all' | 'cancel_running';
      start?: {
        instance_id?: ('' | (string | number)) | null;
        selection?:
          | (
              | {
                  from?: number;
                  to?: number;
                }
              | {
                  only: number[];
                }
            )
          | null;
        ssh_connection: string;
        step_delay?: number | null;
        steps: ({
          accept_warnings?: ('all' | string[]) | null;
          /** @enum {string} */
          action:
            | 'test_ssh'
            | 'set_ui_home'
            | 'get_ui_home'
            | 'setup_civitdl'
            | 'test_civitdl'
            | 'sync_instance'
            | 'remove_synced_files'
            | 'push_files'
            | 'install_custom_nodes'
            | 'verify_dependencies'
            | 'reboot_instance'
            | 'configure_links'
            | 'run_command'
            | 'approve'
            | 'download'
            | 'git_clone'
            | 'python_venv'
            | 'python_packages'
            | 'write_file'
            | 'wait_for'
            | 'install_browser_agent';
          allow_failure?: boolean | null;
          beside?: boolean | null;
          label?: string | null;
          no_output_s?: number | null;
          resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
          timeout_s?: number | null;
          unreachable_s?: number | null;
          when?:
            | (
                | (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )
                | {
                    all: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
                | {
                    any: (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )[];
                  }
              )
            | null;
        } & {
          [key: string]: unknown;
        })[];
        template?: {
          changed?: boolean;
          id: string;
          name?: string;
          version?: number;
        } | null;
        undo_on?: ('failure' | 'cancel')[] | null;
      };
      times: components['schemas']['ScheduleTimes'];
    };
    /** @description A cron expression with its time zone, or one time in UTC. A time that a change to daylight saving leaves out is left out; one that the change back gives twice is taken once, the second time */
    ScheduleTimes:
      | {
          cron: string;
          time_zone: string;
        }
      | {
          at: components['schemas']['Time'];
        };
    /** @description A secret by its name; its value is never given back */
    Secret: {
      created_at: string;
      name: string;
      updated_at: string;
    };
    SecretValue: {
      value: string;
    };
    /** @description The settings in force: config.yaml and the environment, which wins */
    ServerSettings: {
      /** @description What config.yaml says now, which counts from the next start; null: it cannot be read */
      file: components['schemas']['Settings'] | null;
      /** @description Why config.yaml cannot be read; the next start would fail */
      file_problem: string | null;
      /** @description config.yaml has changed since this server was started */
      restart_needed: boolean;
      settings: components['schemas']['Settings'];
    };
    /** @description Who asks, and what they may do */
    Session: {
      /** @description Null: no end */
      expires_at: components['schemas']['Time'] | null;
      /**
       * @description `local`: on this computer nobody needs a token. `session`: signed in with a cookie
       * @enum {string}
       */
      kind: 'local' | 'token' | 'session';
      /** @description Name of the token */
      name: string;
      /** @enum {string} */
      scope: 'read' | 'run' | 'admin';
    };
    Settings: {
      audit: {
        /** @default 365 */
        keep_days: number;
      };
      database_url?: string;
      history: {
        /** @default 0 */
        keep_days: number;
        /** @default 0 */
        keep_runs: number;
      };
      /** @default 127.0.0.1 */
      host: string;
      limits: {
        /** @default 7 */
        keep_jobs_days: number;
        /** @default 5 */
        kill_grace_s: number;
        /** @default 240 */
        starts_per_minute: number;
        /** @default 1800 */
        unreachable_s: number;
      };
      /**
       * @default info
       * @enum {string}
       */
      log_level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
      logs: {
        /** @default 90 */
        keep_days: number;
        /** @default 10 */
        keep_gb: number;
      };
      notify: {
        /** @default false */
        allow_private_targets: boolean | string[];
        /**
         * @default [
         *       5,
         *       15,
         *       60
         *     ]
         */
        reminders_min: number[];
        /** @default 60 */
        unreachable_after_s: number;
      };
      /** @default 5000 */
      port: number;
      /** Format: uri */
      public_url?: string;
      /** @default [] */
      push_folders: string[];
      ssh: {
        identity_file?: string;
      };
      sync_folder?: string;
      temporal: {
        /** @default false */
        encrypt_payloads: boolean;
        /** @default 0 */
        port: number;
        /** @default 0 */
        ui_port: number;
        ui_url?: string;
      };
      /**
       * Format: uri
       * @default https://console.vast.ai
       */
      vast_url: string;
      /** @default 5 */
      workflow_step_delay: number;
    };
    SettingsPatch: {
      [key: string]: unknown;
    };
    /** @description The key that a box shows now, or that of a jump host on the way */
    ShownHostKey: {
      /** @description This very key is trusted */
      already_known: boolean;
      /** @description As ssh-keygen -lf prints them */
      fingerprints: string[];
      host: string;
      /** @description As ssh-keygen -lf prints them */
      known_fingerprints?: string[];
      port: string;
    };
    /** @description What went wrong in a step: what happened and where, and what to do next */
    StepFailure: {
      /** @enum {string} */
      code:
        | 'ssh_unreachable'
        | 'ssh_auth_refused'
        | 'ssh_key_encrypted'
        | 'ssh_no_key'
        | 'host_key_unknown'
        | 'host_key_changed'
        | 'host_key_not_shown'
        | 'host_key_elsewhere'
        | 'approval_refused'
        | 'approval_expired'
        | 'approval_not_asked'
        | 'approval_not_yours'
        | 'undo_failed'
        | 'step_failed'
        | 'step_timed_out'
        | 'step_quiet'
        | 'step_killed'
        | 'step_lost'
        | 'box_not_usable'
        | 'box_locked'
        | 'disk_full'
        | 'path_not_found'
        | 'ui_home_mismatch'
        | 'tool_missing'
        | 'download_failed'
        | 'download_refused'
        | 'download_not_found'
        | 'download_wrong'
        | 'civitdl_broken'
        | 'api_key_rejected'
        | 'nodes_failed'
        | 'dependencies_missing'
        | 'imports_failed'
        | 'not_ready'
        | 'name_clash'
        | 'folder_occupied'
        | 'browser_agent_broken'
        | 'sync_failed'
        | 'reboot_not_started'
        | 'reboot_not_finished'
        | 'provider_refused'
        | 'provider_unavailable'
        | 'secret_missing'
        | 'input_invalid'
        | 'unknown_action'
        | 'reboot_impossible'
        | 'run_active'
        | 'run_not_found'
        | 'run_lost'
        | 'run_ended'
        | 'limit_not_extendable'
        | 'run_not_blocked'
        | 'template_not_found'
        | 'template_version_not_found'
        | 'template_exists'
        | 'template_shipped'
        | 'template_changed'
        | 'if_match_missing'
        | 'step_not_found'
        | 'route_not_found'
        | 'not_signed_in'
        | 'not_allowed'
        | 'method_not_allowed'
        | 'rate_limited'
        | 'too_many_streams'
        | 'body_too_large'
        | 'idempotency_key_reused'
        | 'idempotency_key_in_use'
        | 'schedule_not_found'
        | 'schedule_exists'
        | 'schedule_over'
        | 'group_not_found'
        | 'group_exists'
        | 'group_active'
        | 'group_ended'
        | 'group_not_retryable'
        | 'run_not_undoable'
        | 'run_not_continuable'
        | 'run_not_paused'
        | 'retry_not_waiting'
        | 'action_not_found'
        | 'log_not_found'
        | 'log_removed'
        | 'attempt_not_found'
        | 'instance_not_found'
        | 'host_key_not_found'
        | 'secret_not_found'
        | 'token_not_found'
        | 'channel_not_found'
        | 'channel_name_taken'
        | 'delivery_not_found'
        | 'target_not_allowed'
        | 'notification_failed'
        | 'notification_refused'
        | 'body_not_json'
        | 'host_not_allowed'
        | 'temporal_unavailable'
        | 'start_unknown'
        | 'store_unavailable'
        | 'unexpected';
      facts: {
        [key: string]: string | number | boolean | null;
      };
      hint: string;
      /** @enum {string} */
      kind: 'retryable' | 'final' | 'needs_human' | 'unreachable' | 'defect';
      log_tail: string[];
      message: string;
    };
    /** @description How far a step is; null where unknown, never invented */
    StepProgress: {
      current: string | null;
      done: number | null;
      eta_s: number | null;
      rate_per_s: number | null;
      total: number | null;
      unit: string | null;
    };
    /** @description One step of a run; the caller’s own keys stand beside these */
    StepState: {
      accepted_warnings?: string[];
      action: string;
      allow_failure?: boolean;
      attempt: number;
      carried_from?: string;
      completion_note: string | null;
      ended_at: components['schemas']['Time'] | null;
      error?: string;
      failure: components['schemas']['StepFailure'] | null;
      label: string;
      log_bytes: number;
      max_attempts: number;
      no_output_s: number | null;
      /** @enum {string} */
      phase:
        | 'pending'
        | 'running'
        | 'retrying'
        | 'unreachable'
        | 'waiting'
        | 'done'
        | 'warning'
        | 'failed'
        | 'cancelled'
        | 'skipped'
        | 'undoing'
        | 'undone';
      phase_info: components['schemas']['PhaseInfo'] | null;
      probed?: components['schemas']['Probed'];
      progress: components['schemas']['StepProgress'] | null;
      result: components['schemas']['Json'];
      started_at: components['schemas']['Time'] | null;
      /** @enum {string} */
      status: 'pending' | 'in_progress' | 'completed' | 'failed' | 'blocked';
      tasks: components['schemas']['Task'][];
      timeout_s: number;
      undo?: components['schemas']['StepUndone'];
      unreachable_limit_s: number;
      usual_s: number;
      waited?: components['schemas']['StepWait'][];
      warnings: string[];
    } & {
      [key: string]: unknown;
    };
    /** @description How what a step had done was put back */
    StepUndone: {
      attempt: number;
      ended_at: components['schemas']['Time'] | null;
      failure: components['schemas']['StepFailure'] | null;
      note: string | null;
      outcome: ('done' | 'warning' | 'failed' | 'nothing_to_undo') | null;
      started_at: components['schemas']['Time'];
      warnings: string[];
    };
    /** @description Time that a step has waited for a person’s word about a host key */
    StepWait: {
      /** @constant */
      for: 'host_key';
      from: components['schemas']['Time'];
      to: components['schemas']['Time'];
    };
    SyncProgress: {
      completed_folders: number;
      current_folder: string | null;
      /** @enum {string} */
      current_stage: 'initialization' | 'remote_discovery' | 'sync_folders' | 'complete' | 'error';
      last_update: components['schemas']['Time'];
      messages: {
        message: string;
        timestamp: components['schemas']['Time'];
      }[];
      progress_percent: number;
      start_time: components['schemas']['Time'];
      /** @enum {string} */
      status: 'starting' | 'running' | 'completed' | 'failed' | 'timeout';
      summary?: {
        by_ext: {
          [key: string]: number;
        };
        bytes_transferred: number;
        /** @constant */
        cleanup_enabled: false;
        duration_seconds: number;
        files_transferred: number;
        folders_synced: number;
      };
      sync_id: string;
      total_folders: number;
    };
    Task: {
      name: string;
      note?: string;
      percent?: number;
      rate_per_s?: number;
      /** @enum {string} */
      status: 'pending' | 'running' | 'success' | 'warning' | 'failed' | 'skipped';
    };
    /** @description A template: `parameters` are what a form asks for; ETag is what If-Match takes */
    Template: {
      accept_warnings?: 'all' | string[];
      created_at: string;
      /** @description `bringup`: read from a file */
      created_by: string;
      /** @default  */
      description: string;
      id: string;
      name: string;
      note: string | null;
      /** @description What of a text in the format of the seed’s line could not be taken over, in words */
      notes: string[];
      /** @default [] */
      parameters: components['schemas']['TemplateParameter'][];
      practice: boolean;
      /** @enum {string} */
      source: 'shipped' | 'file' | 'saved';
      ssh_connection?: string;
      /** @default 0 */
      step_delay: number;
      steps: ({
        accept_warnings?: ('all' | string[]) | null;
        action: string;
        allow_failure?: boolean | null;
        beside?: boolean | null;
        /** @default true */
        enabled: boolean;
        label: string;
        no_output_s?: number;
        resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
        timeout_s?: number;
        unreachable_s?: number;
        when?:
          | (
              | (
                  | (
                      | {
                          outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                          step: string;
                        }
                      | {
                          field?: string;
                          is: string | number | boolean | null;
                          step: string;
                        }
                      | {
                          at_least: number;
                          field?: string;
                          step: string;
                        }
                      | {
                          below: number;
                          field?: string;
                          step: string;
                        }
                    )
                  | {
                      not:
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          };
                    }
                )
              | {
                  all: (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )[];
                }
              | {
                  any: (
                    | (
                        | {
                            outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                            step: string;
                          }
                        | {
                            field?: string;
                            is: string | number | boolean | null;
                            step: string;
                          }
                        | {
                            at_least: number;
                            field?: string;
                            step: string;
                          }
                        | {
                            below: number;
                            field?: string;
                            step: string;
                          }
                      )
                    | {
                        not:
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            };
                      }
                  )[];
                }
            )
          | null;
      } & {
        [key: string]: unknown;
      })[];
      undo_on?: ('failure' | 'cancel')[];
      /** @default 1 */
      version: string;
      /** @description Counted by Bringup; runs say which one they used */
      version_number: number;
      /** @description As it was saved */
      yaml: string;
    };
    /** @description What changed between two versions: by step and field, and as text */
    TemplateDifference: {
      fields: {
        after: components['schemas']['Json'];
        before: components['schemas']['Json'];
        field: string;
      }[];
      from: number;
      lines: {
        /** @enum {string} */
        change: 'same' | 'added' | 'removed';
        text: string;
      }[];
      steps: {
        action: string;
        /** @enum {string} */
        change: 'added' | 'removed' | 'moved' | 'changed';
        fields: {
          after: components['schemas']['Json'];
          before: components['schemas']['Json'];
          field: string;
        }[];
        from: number | null;
        label: string;
        to: number | null;
      }[];
      to: number;
    };
    TemplateItem: {
      description: string;
      error: string | null;
      id: string;
      name: string;
      practice: boolean;
      source: ('shipped' | 'file' | 'saved') | null;
      /** @description How many it has; null where the file is broken */
      steps: number | null;
      version: string;
      version_number: number | null;
    };
    TemplateParameter:
      | {
          default?: string;
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'string';
        }
      | {
          default?: number;
          help?: string;
          label?: string;
          max?: number;
          min?: number;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'number';
        }
      | {
          default?: string;
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'enum';
          values: string[];
        }
      | {
          default?: string;
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'path';
        }
      | {
          default?: {
            secret: string;
          };
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'secret';
        }
      | {
          default?: components['schemas']['Json'][];
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'nodes';
        }
      | {
          default?: boolean;
          help?: string;
          label?: string;
          name: string;
          /** @default false */
          required: boolean;
          /** @constant */
          type: 'boolean';
        };
    /** @description A run of a template on one box */
    TemplateStart: {
      /** @description For the steps that take one and name no secret of their own (setup_civitdl) */
      api_key?: string;
      /** @description The steps that are in the run, counted from 0 over all of the template’s; without it those that the template has enabled */
      enabled?: number[];
      instance_id?: ('' | (string | number)) | null;
      /**
       * @description By name; secrets as {"secret": name} or as the value itself
       * @default {}
       */
      parameters?: {
        [key: string]: components['schemas']['Json'];
      };
      selection?:
        | (
            | {
                from?: number;
                to?: number;
              }
            | {
                only: number[];
              }
          )
        | null;
      ssh_connection?: string;
      step_delay?: number | null;
      undo_on?: ('failure' | 'cancel')[] | null;
      /** @description A version of the template; without it the current one */
      version?: number;
      workflow_id?: string | null;
    };
    /** @description Exactly one of `yaml` and `template` */
    TemplateText: {
      /** @description Why, for whoever reads the versions */
      note?: string;
      /** @description The fields of a template; comments of the text that is there are kept */
      template?: {
        [key: string]: components['schemas']['Json'];
      };
      yaml?: string;
    };
    TemplateVersion: {
      created_at: string;
      /** @description `bringup`: read from a file */
      created_by: string;
      note: string | null;
      /** @enum {string} */
      source: 'shipped' | 'file' | 'saved' | 'deleted';
      version: number;
    };
    /**
     * Format: date-time
     * @description UTC, ISO 8601 with milliseconds and Z
     */
    Time: string;
    /** @description A token without what opens the door */
    Token: {
      created_at: components['schemas']['Time'];
      created_by: string;
      /** @description Null: no end */
      expires_at: components['schemas']['Time'] | null;
      id: string;
      /** @description To the minute; null: never */
      last_used_at: components['schemas']['Time'] | null;
      name: string;
      /** @enum {string} */
      scope: 'read' | 'run' | 'admin';
    };
    /** @description What undoing a run would do with each step */
    UndoPlan: {
      steps: {
        action: string;
        /**
         * @description `stays`: what it did cannot be undone; `nothing`: it did not run, changes nothing, or was undone
         * @enum {string}
         */
        fate: 'undo' | 'stays' | 'nothing';
        label: string;
        step: number;
        /** @description What undoing it puts back */
        what: string | null;
      }[];
    };
    /** @description How long a step of a template usually takes */
    UsualDuration: {
      action: string;
      /** @description How many times these were */
      count: number;
      label: string;
      /** @description Median of the newest times that it was done, in seconds */
      median_s: number;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listActions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All actions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Action'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAction: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        action: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The action */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Action'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `action_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description Items of a page; 50 without */
        limit?: number;
        operation?: string;
        since?: string;
        until?: string;
        who?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AuditEntry'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  dryRun: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RunStart'];
      };
    };
    responses: {
      /** @description What would be done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DryRun'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  followRuns: {
    parameters: {
      query?: {
        /** @description workflow_ids, each URL-encoded, with commas between, at most 50: of these the whole state, too */
        watch?: string;
      };
      header?: {
        /** @description Id of the last event that was received */
        'last-event-id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events: `run`, `state` of runs in `watch`, every 10 s `alive` */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream':
            | {
                data: string;
                /** @constant */
                event: 'run';
                id?: string;
              }
            | {
                data: string;
                /** @constant */
                event: 'state';
                id?: string;
              }
            | {
                data: string;
                /** @constant */
                event: 'alive';
                id?: string;
              };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `too_many_streams` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listGroups: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description Items of a page; 50 without */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of groups */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['GroupItem'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  startGroup: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewGroup'];
      };
    };
    responses: {
      /** @description It is at work; GET /api/v1/groups/{group_id} tells how far */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GroupStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use`, `group_exists` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getGroup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        group_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Group'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `group_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelGroup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        group_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the group tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Group'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `group_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `group_ended` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  retryGroup: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        group_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['GroupRetry'];
      };
    };
    responses: {
      /** @description It is at work; GET /api/v1/groups/{group_id} tells how far */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GroupStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `group_not_found`, `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use`, `group_active`, `group_not_retryable`, `run_not_continuable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused`, `secret_missing` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was found */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listHostKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All hosts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HostKeys'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getHostKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        host: string;
        port: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The host’s keys */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HostKeys'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_key_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeHostKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        host: string;
        port: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Forgotten */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RemovedHostKeys'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_key_elsewhere` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replaceHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        host: string;
        port: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          fingerprint: string;
          /** @description The way to the host where there are jump hosts */
          ssh_connection?: string;
        };
      };
    };
    responses: {
      /** @description Replaced */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplacedHostKey'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_key_changed`, `host_key_not_shown`, `host_key_unknown` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `ssh_auth_refused`, `ssh_no_key`, `ssh_key_encrypted`, `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `ssh_unreachable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  acceptHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          fingerprint: string;
          ssh_connection: string;
        };
      };
    };
    responses: {
      /** @description Trusted */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AcceptedHostKey'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_key_changed`, `host_key_not_shown` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `ssh_auth_refused`, `ssh_no_key`, `ssh_key_encrypted`, `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `ssh_unreachable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  showHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          ssh_connection: string;
        };
      };
    };
    responses: {
      /** @description The key */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ShownHostKey'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_key_changed` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `ssh_auth_refused`, `ssh_no_key`, `ssh_key_encrypted`, `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `ssh_unreachable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listInstances: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description Items of a page; 50 without */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of boxes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Instance'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInstance: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The box */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InstanceDetails'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `instance_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  convertNodeList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NodeListSource'];
      };
    };
    responses: {
      /** @description The nodes, and what could not be had */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NodeList'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listChannels: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All channels, by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Channel'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createChannel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChannelBody'];
      };
    };
    responses: {
      /** @description The channel */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewChannel'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `target_not_allowed` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_name_taken` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replaceChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChannelBody'];
      };
    };
    responses: {
      /** @description The channel */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `target_not_allowed` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_name_taken` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  testChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What came of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelTest'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listDeliveries: {
    parameters: {
      query?: {
        channel_id?: string;
        /** @description next_cursor of the page before */
        cursor?: string;
        event_id?: string;
        kind?:
          | 'done'
          | 'done_with_warnings'
          | 'failed'
          | 'cancelled'
          | 'undone'
          | 'blocked'
          | 'waiting'
          | 'unreachable'
          | 'over_time'
          | 'recovered'
          | 'test';
        /** @description Items of a page; 50 without */
        limit?: number;
        status?: 'pending' | 'sending' | 'sent' | 'gave_up';
        workflow_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Delivery'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  redeliver: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A delivery of its own, which is now being sent */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `delivery_not_found`, `channel_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listEventKinds: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All kinds of events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              description: string;
              /** @enum {string} */
              kind:
                | 'done'
                | 'done_with_warnings'
                | 'failed'
                | 'cancelled'
                | 'undone'
                | 'blocked'
                | 'waiting'
                | 'unreachable'
                | 'over_time'
                | 'recovered';
            }[];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRuns: {
    parameters: {
      query?: {
        /** @description With a step of this action */
        action?: string;
        active?: boolean;
        /** @description next_cursor of the page before */
        cursor?: string;
        error_code?: string;
        /** @description Runs of this group’s boxes */
        group?: string;
        /** @description A part of the workflow_id, whatever the case */
        id_part?: string;
        instance?: string;
        /** @description Items of a page; 50 without */
        limit?: number;
        outcome?: 'done' | 'done_with_warnings' | 'failed' | 'cancelled' | 'undone';
        since?: string;
        /** @description With a step that came out so; with `action`, that step */
        step_outcome?: 'done' | 'warning' | 'failed' | 'skipped' | 'cancelled' | 'undone';
        template?: string;
        template_version?: number;
        until?: string;
        /** @description Only runs whose steps have left warnings */
        with_warnings?: boolean;
        workflow_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of runs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RunItem'][];
            next_cursor: string | null;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  startRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RunStart'];
      };
    };
    responses: {
      /** @description The run was started */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRun: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
      };
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunState'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  answerApproval: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          approved: boolean;
          note?: string;
          /** @description Counted from 0; without it the one that waits */
          step?: number;
        };
      };
    };
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed`, `approval_not_yours` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `approval_not_asked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAttempts: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
      };
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All attempts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Attempt'][];
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_ended` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  confirmHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          fingerprint: string;
        };
      };
    };
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_blocked`, `host_key_not_shown`, `host_key_changed` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  continueRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          api_key?: string;
          /** @description Fields of steps that are different from now on; null takes one away */
          changes?: {
            set: {
              [key: string]: components['schemas']['Json'];
            };
            step: number;
          }[];
          /** @description Make the changes the next version of the run’s template; without it they stay in this run */
          keep_in_template?: boolean;
          selection?:
            | {
                from?: number;
                to?: number;
              }
            | {
                only: number[];
              };
        };
      };
    };
    responses: {
      /** @description The run was started */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use`, `run_not_continuable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused`, `secret_missing` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewContinue: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          api_key?: string;
          /** @description Fields of steps that are different from now on; null takes one away */
          changes?: {
            set: {
              [key: string]: components['schemas']['Json'];
            };
            step: number;
          }[];
          /** @description Make the changes the next version of the run’s template; without it they stay in this run */
          keep_in_template?: boolean;
          selection?:
            | {
                from?: number;
                to?: number;
              }
            | {
                only: number[];
              };
        };
      };
    };
    responses: {
      /** @description Nothing was started */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ContinuePlan'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `run_not_continuable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `secret_missing` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  followRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description Id of the last event that was received */
        'last-event-id'?: string;
      };
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events: `state`, at last `end` */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream':
            | {
                data: string;
                /** @constant */
                event: 'state';
                id?: string;
              }
            | {
                data: string;
                /** @constant */
                event: 'end';
                id?: string;
              };
        };
      };
      /** @description Whoever sends the id of the event `end` has everything: do not connect again */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `too_many_streams` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  extendLimit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          limit?: 'timeout_s' | 'no_output_s' | 'unreachable_limit_s';
          seconds: number;
          /** @description Counted from 0; without it the run’s current one */
          step?: number;
        };
      };
    };
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_ended`, `limit_not_extendable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pauseRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_paused` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_paused` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  retryNow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Counted from 0 */
          step?: number;
        };
      };
    };
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `retry_not_waiting` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runAgain: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          api_key?: string;
          /** @description Fields of steps that are different from now on; null takes one away */
          changes?: {
            set: {
              [key: string]: components['schemas']['Json'];
            };
            step: number;
          }[];
          /** @description Make the changes the next version of the run’s template; without it they stay in this run */
          keep_in_template?: boolean;
          selection?:
            | {
                from?: number;
                to?: number;
              }
            | {
                only: number[];
              };
          workflow_id?: string;
        };
      };
    };
    responses: {
      /** @description The run was started */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused`, `secret_missing` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStartBody: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The body */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: components['schemas']['Json'];
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSteps: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All steps */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['StepState'][];
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStep: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The step */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StepState'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `step_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAttempt: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
      };
      header?: never;
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The attempt */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Attempt'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readLog: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
        /** @description Bytes; 65536 without */
        limit?: number;
        /** @description From the beginning of this line; not with offset */
        line?: number;
        /** @description From the beginning without */
        offset?: number;
        task?: string;
        /** @description Also when the bytes reached Bringup */
        times?: boolean;
      };
      header?: never;
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The part */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogPart'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found`, `log_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `log_removed` */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  downloadLog: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
        task?: string;
        /** @description Each line begins with the time when it reached Bringup, in UTC; not with task */
        times?: boolean;
      };
      header?: never;
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The log */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found`, `log_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `log_removed` */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  followLog: {
    parameters: {
      query?: {
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
        /** @description Where to begin, in bytes; Last-Event-ID goes before it */
        offset?: number;
        /** @description Also when the bytes reached Bringup */
        times?: boolean;
      };
      header?: {
        /** @description Id of the last event that was received */
        'last-event-id'?: string;
      };
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events: `log`, at last `end` */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream':
            | {
                data: string;
                /** @constant */
                event: 'log';
                id?: string;
              }
            | {
                data: string;
                /** @constant */
                event: 'end';
                id?: string;
              };
        };
      };
      /** @description Whoever sends the id of the event `end` has everything: do not connect again */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found`, `log_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `log_removed` */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `too_many_streams` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  searchLog: {
    parameters: {
      query: {
        /** @description Give the last matches before this byte; not with from */
        before?: number;
        /** @description Capitals and small letters are told apart */
        case?: boolean;
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
        /** @description Give matches from this byte on */
        from?: number;
        /** @description Matches; 100 without */
        limit?: number;
        /** @description What to look for in each line */
        q: string;
        /** @description `q` is a regular expression, as JavaScript writes them */
        regex?: boolean;
        task?: string;
      };
      header?: never;
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The matches */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogMatches'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found`, `log_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `log_removed` */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readLogTail: {
    parameters: {
      query?: {
        /** @description The last lines before this one */
        before_line?: number;
        /** @description An earlier execution of a run that was continued */
        execution_id?: string;
        /** @description 200 without */
        lines?: number;
        task?: string;
        /** @description Also when the bytes reached Bringup */
        times?: boolean;
      };
      header?: never;
      path: {
        attempt: number;
        /** @description Index of the step, from 0 as in current_step */
        step: number;
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The last lines */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogPart'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`, `attempt_not_found`, `log_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `log_removed` */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewUndo: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nothing was started */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UndoPlan'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  undoRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The run’s id, as its caller gave it */
        workflow_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the run’s state tells when it is so */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use`, `run_not_undoable`, `run_not_continuable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          from?: components['schemas']['Time'];
          times: components['schemas']['ScheduleTimes'];
        };
      };
    };
    responses: {
      /** @description The times */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            next: components['schemas']['Time'][];
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSchedules: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All schedules */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Schedule'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSchedule'];
      };
    };
    responses: {
      /** @description It is made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_exists` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schedule */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ScheduleBody'];
      };
    };
    responses: {
      /** @description It is changed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found`, `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  backfillSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          from: components['schemas']['Time'];
          to: components['schemas']['Time'];
        };
      };
    };
    responses: {
      /** @description Asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pauseSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          note?: string;
        };
      };
    };
    responses: {
      /** @description The schedule as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          note?: string;
        };
      };
    };
    responses: {
      /** @description The schedule as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runScheduleNow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; `recent` names the run */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  skipNextTime: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schedule as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `schedule_over` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSecrets: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All secrets, by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Secret'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  putSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SecretValue'];
      };
    };
    responses: {
      /** @description It is kept, encrypted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `secret_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description Signed in */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ServerSettings'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SettingsPatch'];
      };
    };
    responses: {
      /** @description The settings of the file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ServerSettings'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  checkTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          file_name?: string;
          yaml: string;
        };
      };
    };
    responses: {
      /** @description What is wrong, if anything */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CheckedTemplate'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  importTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          file_name?: string;
          /** @description Why, for whoever reads the versions */
          note?: string;
          yaml: string;
        };
      };
    };
    responses: {
      /** @description It is kept; `notes` tell what could not be taken over */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_exists` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTemplates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All templates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['TemplateItem'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TemplateText'];
      };
    };
    responses: {
      /** @description It is kept, as its version 1 */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_exists` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the template that was edited; without it 428 */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TemplateText'];
      };
    };
    responses: {
      /** @description It is the current version now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_changed` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `if_match_missing` */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the template that was edited; without it 428 */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_shipped` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_changed` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `if_match_missing` */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  compareTemplateVersions: {
    parameters: {
      query: {
        from: number;
        /** @description Without it the current one */
        to?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The difference */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TemplateDifference'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  dryRunTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['TemplateStart'];
      };
    };
    responses: {
      /** @description What would be done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DryRun'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportTemplate: {
    parameters: {
      query?: {
        /** @description Without it the current one */
        version?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description YAML */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  startTemplateRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same request within a day gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['TemplateStart'];
      };
    };
    responses: {
      /** @description The run was started */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunStarted'];
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found`, `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_active`, `idempotency_key_in_use` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `provider_refused`, `idempotency_key_reused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTemplateVersions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All versions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['TemplateVersion'][];
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getTemplateVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        version: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `template_version_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All tokens */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Token'][];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description null for a token without an end
           * @default 90
           */
          expires_in_days?: number | null;
          name: string;
          /** @enum {string} */
          scope: 'read' | 'run' | 'admin';
        };
      };
    };
    responses: {
      /** @description The token */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewToken'];
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nobody comes in with it any more */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `token_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listUsualDurations: {
    parameters: {
      query: {
        /** @description Id of the template */
        template: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The steps with a history */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['UsualDuration'][];
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getWorkflowConfig: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            success: true;
            temporal_url: string | null;
            version: string;
            workflow_step_delay: number;
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  healthz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It lives */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @constant */
            success: true;
            version: string;
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metrics */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  openapi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  readyz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It would */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            checks: {
              store: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
              temporal: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
              worker: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
            };
            message: string;
            success: boolean;
            version: string;
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description It would not: the check that is not ok says why */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            checks: {
              store: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
              temporal: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
              worker: {
                message: string;
                ok: boolean;
                /** @description Since when this server has found it so, without a break; null while nothing is wrong */
                since: components['schemas']['Time'] | null;
              };
            };
            message: string;
            success: boolean;
            version: string;
          };
        };
      };
    };
  };
  stepConfigureLinks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          instance_id?: ('' | (string | number)) | null;
          links?: {
            folder: string;
            link: string;
          }[];
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          ui_home?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepGetUiHome: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          expected?: string;
          instance_id?: ('' | (string | number)) | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            ui_home: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  checkHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          ssh_output: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description What it says */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error?: {
              detected_at: components['schemas']['Time'];
              host: string;
              known_hosts_file: string | null;
              line_number: number | null;
              new_fingerprint: string | null;
              port: number;
            };
            has_error: boolean;
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  removeHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Of the key that was shown; without it the one that was shown last */
          fingerprint?: (string & (unknown & unknown)) | null;
          host: string;
          /** @description Bringup’s own, if any */
          known_hosts_file?: string | null;
          port: number | string;
          /** @description The way to the host where there are jump hosts */
          ssh_connection?: string | null;
          /** @default root */
          user?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The keys are forgotten */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            note?: string;
            removed: number;
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  resolveHostKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Of the key that was shown; without it the one that was shown last */
          fingerprint?: (string & (unknown & unknown)) | null;
          host: string;
          /** @description Bringup’s own, if any */
          known_hosts_file?: string | null;
          port: number | string;
          /** @description The way to the host where there are jump hosts */
          ssh_connection?: string | null;
          /** @default root */
          user?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The key is replaced */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                /** @constant */
                already_known: true;
                fingerprint: string;
                message: string;
                /** @constant */
                success: true;
              }
            | {
                decided_at: components['schemas']['Time'];
                decided_by: string;
                fingerprint: string;
                host: string;
                known_before: string | null;
                message: string;
                note?: string;
                port: number;
                /** @constant */
                success: true;
              };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_key_not_shown`, `host_key_changed` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepInstallBrowserAgent: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          base_python?: string;
          /** @default true */
          browser?: boolean;
          destination?: string;
          instance_id?: ('' | (string | number)) | null;
          /** @default browser_agent */
          module?: string & (unknown & unknown);
          /** @default 400 */
          part_limit_s?: number;
          ref?: string | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          /** @default https://github.com/unearth4334/BrowserAgent */
          url?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            commit: string | null;
            /** @enum {string} */
            kind: 'installed' | 'unchanged';
            message: string;
            /** @description The last lines of its log */
            output: string;
            path: string;
            python: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepInstallCustomNodes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default [] */
          accept?: (
            | 'unreachable'
            | 'not_found'
            | 'private'
            | 'no_such_ref'
            | 'dirty'
            | 'foreign'
            | 'conflict'
            | 'missing_package'
            | 'build_failed'
            | 'requirements'
            | 'install_py'
            | 'import_failed'
            | 'import_exits'
            | 'import_hangs'
          )[];
          /** @default 900 */
          clone_limit_s?: number;
          exclude_newer?: string;
          /** @default [] */
          guard?: string[];
          /** @default 600 */
          install_py_limit_s?: number;
          /**
           * @default auto
           * @enum {string}
           */
          installer?: 'auto' | 'pip';
          instance_id?: ('' | (string | number)) | null;
          /** @default [] */
          left_out?: {
            name: string;
            reason: string;
          }[];
          nodes?: {
            name?: string;
            optional?: boolean | null;
            ref?: string | null;
            requirements?: string | null;
            subfolder?: string | null;
            url: string;
          }[];
          nodes_csv?: string;
          nodes_file?: string;
          nodes_snapshot?:
            | string
            | {
                [key: string]: unknown;
              };
          nodes_workflow?:
            | string
            | {
                [key: string]: unknown;
              };
          /** @default 8 */
          parallel?: number;
          python?: string;
          /** @default false */
          skip_unnamed?: boolean;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          /** @description Id of the template whose nodes are meant; `comfyui` without */
          template?: unknown;
          ui_home?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            failed_clones: number;
            failed_nodes: {
              message: string;
              name: string;
            }[];
            failed_requirements: number;
            has_warnings: boolean;
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            successful_clones: number;
            /** @description The same as workflow_id */
            task_id: string;
            total_nodes: number;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `template_not_found`, `step_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  installProgress: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          ssh_connection: string;
          task_id?: string | null;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The progress, or that there is none */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                progress: components['schemas']['InstallProgress'];
                /** @constant */
                success: true;
                task_id: string;
              }
            | {
                /** @constant */
                in_progress: false;
                message: string;
                /** @constant */
                success: true;
              };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepRebootInstance: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | ({
              command?: string;
              instance_id?: string | number | null;
              secrets?: {
                [key: string]: string;
              };
              /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
              ssh_connection?: string;
              /** @default 600 */
              wait_s?: number;
            } & {
              [key: string]: unknown;
            })
          | unknown
          | unknown;
      };
    };
    responses: {
      /** @description The box is back */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            instance_id: string | number | null;
            message: string;
            note: string | null;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepSetUiHome: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          env_files?: string[];
          instance_id?: ('' | (string | number)) | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          ui_home?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            ui_home: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepSetupCivitdl: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Else CIVITDL_API_KEY */
          api_key?: string | null;
          instance_id?: ('' | (string | number)) | null;
          python?: string;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          /** @default 2.2.0 */
          version?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            api_key_configured: boolean;
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            version: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepTest: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          instance_id?: ('' | (string | number)) | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            container: string | null;
            disk_free_bytes: number | null;
            disk_total_bytes: number | null;
            gpu:
              | {
                  driver: string;
                  memory_mib: number | null;
                  name: string;
                }[]
              | null;
            hostname: string | null;
            kernel: string | null;
            message: string;
            os: string | null;
            /** @description The last lines of its log */
            output: string;
            python: string | null;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            uptime: string | null;
            uptime_s: number | null;
            user: string | null;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepTestCivitdl: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default 10 */
          api_limit_s?: number;
          /** Format: uri */
          civitai_url?: string;
          instance_id?: ('' | (string | number)) | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            api_note: string | null;
            api_status: unknown;
            has_warning: boolean;
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            tests: {
              api: boolean;
              cli: boolean;
              config: boolean;
            };
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stepVerifyDependencies: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default [] */
          accept?: (
            | 'unreachable'
            | 'not_found'
            | 'private'
            | 'no_such_ref'
            | 'dirty'
            | 'foreign'
            | 'conflict'
            | 'missing_package'
            | 'build_failed'
            | 'requirements'
            | 'install_py'
            | 'import_failed'
            | 'import_exits'
            | 'import_hangs'
          )[];
          /** @default [] */
          guard?: string[];
          /** @default 120 */
          import_limit_s?: number;
          instance_id?: ('' | (string | number)) | null;
          nodes?: (
            | string
            | {
                name?: string;
                optional?: boolean | null;
                ref?: string | null;
                requirements?: string | null;
                subfolder?: string | null;
                /** @default  */
                url?: '' | string;
              }
          )[];
          python?: string;
          /** @default 120 */
          ready_limit_s?: number;
          ready_url?: string & (unknown & unknown);
          /**
           * @default auto
           * @enum {string}
           */
          restart?: 'auto' | 'never' | 'always';
          /** @default comfyui */
          service?: string & (unknown & unknown);
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          ui_home?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            failed: string[];
            failed_nodes: string[];
            installed: string[];
            message: string;
            missing_modules: string[];
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  verifyHost: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `true` accepts; anything else shows */
          accept?: unknown;
          /** @description Of the key to accept; without it the one that was shown last */
          fingerprint?: string;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The key */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                /** @description Lines as ssh-keygen -lf prints them */
                fingerprints: string[];
                host: string;
                /** @description Lines as ssh-keygen -lf prints them */
                known_fingerprints?: string[];
                message: string;
                /** @constant */
                needs_confirmation: true;
                port: string;
                /** @constant */
                success: true;
              }
            | {
                /** @constant */
                added?: true;
                /** @constant */
                already_known?: true;
                /** @description Lines as ssh-keygen -lf prints them */
                fingerprints: string[];
                message: string;
                /** @constant */
                success: true;
              };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_key_not_shown`, `host_key_changed` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `ssh_auth_refused`, `ssh_no_key`, `ssh_key_encrypted`, `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `ssh_unreachable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  listActiveSyncs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The syncs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              last_update: components['schemas']['Time'];
              progress_percent: number;
              /** @enum {string} */
              status: 'starting' | 'running' | 'completed' | 'failed' | 'timeout';
              sync_id: string;
            }[];
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getLatestSync: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The progress */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            success: true;
            sync: components['schemas']['SyncProgress'];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getSyncProgress: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The progress */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            progress: components['schemas']['SyncProgress'];
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  syncMedia: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          bandwidth_kb_s?: number;
          cleanup?: unknown;
          destination?: string;
          /** @default [] */
          exclude?: string[];
          /** @default [] */
          include?: string[];
          instance_id?: ('' | (string | number)) | null;
          /**
           * @default mirror
           * @enum {string}
           */
          layout?: 'mirror' | 'by_date';
          /**
           * @default skip
           * @enum {string}
           */
          links?: 'skip' | 'follow';
          sources?: string[];
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          ui_home?: string;
          /**
           * @default size_time
           * @enum {string}
           */
          verify?: 'size_time' | 'checksum';
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description What came home */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @description The last lines of its log */
            output: string;
            stats: {
              files_transferred: number;
              total_size: number;
              total_time: number;
              transfer_rate: number;
            };
            /** @constant */
            success: true;
            summary: {
              by_ext: {
                [key: string]: number;
              };
              bytes_transferred: number;
              /** @constant */
              cleanup_enabled: false;
              duration_seconds: number;
              files_transferred: number;
              folders_synced: number;
            };
            sync_id: string;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getTemplates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All templates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            success: true;
            templates: {
              description: string;
              /** @description What is wrong with the file */
              error?: string;
              id: string;
              name: string;
              practice?: boolean;
              version: string;
            }[];
          };
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getTemplateDetail: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            success: true;
            template: {
              accept_warnings?: 'all' | string[];
              /** @default  */
              description: string;
              id: string;
              name: string;
              /** @default [] */
              parameters: components['schemas']['TemplateParameter'][];
              practice: boolean;
              setup_steps: {
                description: string;
                name: string;
                type: string;
              }[];
              ssh_connection?: string;
              /** @default 0 */
              step_delay: number;
              steps: ({
                accept_warnings?: ('all' | string[]) | null;
                action: string;
                allow_failure?: boolean | null;
                beside?: boolean | null;
                /** @default true */
                enabled: boolean;
                label: string;
                no_output_s?: number;
                resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
                timeout_s?: number;
                unreachable_s?: number;
                when?:
                  | (
                      | (
                          | (
                              | {
                                  outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                  step: string;
                                }
                              | {
                                  field?: string;
                                  is: string | number | boolean | null;
                                  step: string;
                                }
                              | {
                                  at_least: number;
                                  field?: string;
                                  step: string;
                                }
                              | {
                                  below: number;
                                  field?: string;
                                  step: string;
                                }
                            )
                          | {
                              not:
                                | {
                                    outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                    step: string;
                                  }
                                | {
                                    field?: string;
                                    is: string | number | boolean | null;
                                    step: string;
                                  }
                                | {
                                    at_least: number;
                                    field?: string;
                                    step: string;
                                  }
                                | {
                                    below: number;
                                    field?: string;
                                    step: string;
                                  };
                            }
                        )
                      | {
                          all: (
                            | (
                                | {
                                    outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                    step: string;
                                  }
                                | {
                                    field?: string;
                                    is: string | number | boolean | null;
                                    step: string;
                                  }
                                | {
                                    at_least: number;
                                    field?: string;
                                    step: string;
                                  }
                                | {
                                    below: number;
                                    field?: string;
                                    step: string;
                                  }
                              )
                            | {
                                not:
                                  | {
                                      outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                      step: string;
                                    }
                                  | {
                                      field?: string;
                                      is: string | number | boolean | null;
                                      step: string;
                                    }
                                  | {
                                      at_least: number;
                                      field?: string;
                                      step: string;
                                    }
                                  | {
                                      below: number;
                                      field?: string;
                                      step: string;
                                    };
                              }
                          )[];
                        }
                      | {
                          any: (
                            | (
                                | {
                                    outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                    step: string;
                                  }
                                | {
                                    field?: string;
                                    is: string | number | boolean | null;
                                    step: string;
                                  }
                                | {
                                    at_least: number;
                                    field?: string;
                                    step: string;
                                  }
                                | {
                                    below: number;
                                    field?: string;
                                    step: string;
                                  }
                              )
                            | {
                                not:
                                  | {
                                      outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                      step: string;
                                    }
                                  | {
                                      field?: string;
                                      is: string | number | boolean | null;
                                      step: string;
                                    }
                                  | {
                                      at_least: number;
                                      field?: string;
                                      step: string;
                                    }
                                  | {
                                      below: number;
                                      field?: string;
                                      step: string;
                                    };
                              }
                          )[];
                        }
                    )
                  | null;
              } & {
                [key: string]: unknown;
              })[];
              ui_config: {
                setup_buttons: {
                  action: string;
                  label: string;
                  /** @constant */
                  style: 'primary';
                  tooltip: string;
                }[];
              };
              undo_on?: ('failure' | 'cancel')[];
              /** @default 1 */
              version: string;
            };
          };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `template_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  executeTemplateStep: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          step_name: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The step is done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @description The last lines of its log */
            output: string;
            /** @constant */
            success: true;
            /** @description The same as workflow_id */
            task_id: string;
            warnings: string[];
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `template_not_found`, `step_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active`, `host_key_unknown`, `host_key_changed`, `box_locked` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused`, `ssh_auth_refused`, `ssh_key_encrypted`, `ssh_no_key`, `host_key_elsewhere`, `undo_failed`, `step_failed`, `step_timed_out`, `step_quiet`, `step_killed`, `step_lost`, `box_not_usable`, `disk_full`, `path_not_found`, `ui_home_mismatch`, `tool_missing`, `download_failed`, `download_refused`, `download_not_found`, `download_wrong`, `civitdl_broken`, `api_key_rejected`, `nodes_failed`, `dependencies_missing`, `imports_failed`, `not_ready`, `name_clash`, `folder_occupied`, `browser_agent_broken`, `sync_failed`, `reboot_not_started`, `reboot_not_finished`, `secret_missing`, `run_lost`, `notification_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable`, `ssh_unreachable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  clearWorkflow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description What is no text names no run */
          workflow_id?: unknown;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Hidden */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  extendWorkflow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description Without it, the one that is running out
           * @enum {string}
           */
          limit?: 'timeout_s' | 'no_output_s' | 'unreachable_limit_s';
          seconds: number;
          workflow_id: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The limit is longer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            limit: 'timeout_s' | 'no_output_s' | 'unreachable_limit_s';
            message: string;
            seconds: number;
            /** @constant */
            success: true;
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_ended`, `limit_not_extendable` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  resumeWorkflow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          workflow_id: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description It goes on */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_blocked`, `run_ended` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  startWorkflow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          instance_id?: ('' | (string | number)) | null;
          selection?:
            | (
                | {
                    from?: number;
                    to?: number;
                  }
                | {
                    only: number[];
                  }
              )
            | null;
          /** @description A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance */
          ssh_connection: string;
          step_delay?: number | null;
          steps: ({
            accept_warnings?: ('all' | string[]) | null;
            action: string;
            allow_failure?: boolean | null;
            beside?: boolean | null;
            label?: string | null;
            no_output_s?: number | null;
            resources?: ('network' | 'disk' | 'python' | 'gpu' | 'service')[] | null;
            timeout_s?: number | null;
            unreachable_s?: number | null;
            when?:
              | (
                  | (
                      | (
                          | {
                              outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                              step: string;
                            }
                          | {
                              field?: string;
                              is: string | number | boolean | null;
                              step: string;
                            }
                          | {
                              at_least: number;
                              field?: string;
                              step: string;
                            }
                          | {
                              below: number;
                              field?: string;
                              step: string;
                            }
                        )
                      | {
                          not:
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              };
                        }
                    )
                  | {
                      all: (
                        | (
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              }
                          )
                        | {
                            not:
                              | {
                                  outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                  step: string;
                                }
                              | {
                                  field?: string;
                                  is: string | number | boolean | null;
                                  step: string;
                                }
                              | {
                                  at_least: number;
                                  field?: string;
                                  step: string;
                                }
                              | {
                                  below: number;
                                  field?: string;
                                  step: string;
                                };
                          }
                      )[];
                    }
                  | {
                      any: (
                        | (
                            | {
                                outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                step: string;
                              }
                            | {
                                field?: string;
                                is: string | number | boolean | null;
                                step: string;
                              }
                            | {
                                at_least: number;
                                field?: string;
                                step: string;
                              }
                            | {
                                below: number;
                                field?: string;
                                step: string;
                              }
                          )
                        | {
                            not:
                              | {
                                  outcome: ('done' | 'warning' | 'failed' | 'skipped')[];
                                  step: string;
                                }
                              | {
                                  field?: string;
                                  is: string | number | boolean | null;
                                  step: string;
                                }
                              | {
                                  at_least: number;
                                  field?: string;
                                  step: string;
                                }
                              | {
                                  below: number;
                                  field?: string;
                                  step: string;
                                };
                          }
                      )[];
                    }
                )
              | null;
          } & {
            [key: string]: unknown;
          })[];
          template?: {
            changed?: boolean;
            id: string;
            name?: string;
            version?: number;
          } | null;
          undo_on?: ('failure' | 'cancel')[] | null;
          workflow_id?: string | null;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The run was started */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @constant */
            success: true;
            workflow_id: string;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json`, `unknown_action`, `reboot_impossible` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_active` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `provider_refused` */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `rate_limited` */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable`, `provider_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `start_unknown` */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getWorkflowState: {
    parameters: {
      query?: {
        workflow_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run, or that there is none */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                state: components['schemas']['RunState'];
                /** @constant */
                success: true;
              }
            | {
                message: string;
                /** @constant */
                success: false;
              };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  getWorkflowSummary: {
    parameters: {
      query?: {
        workflow_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run in short, or that there is none */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | {
                /** @constant */
                has_workflow: true;
                /** @constant */
                success: true;
                summary: components['schemas']['RunSummary'];
              }
            | {
                /** @constant */
                has_workflow: false;
                /** @constant */
                success: true;
                summary: null;
              };
        };
      };
      /** @description `input_invalid` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
  stopWorkflow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          workflow_id: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Asked for */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: string;
            /** @constant */
            success: true;
          };
        };
      };
      /** @description `input_invalid`, `body_not_json` */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `not_signed_in` */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `host_not_allowed`, `not_allowed` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_not_found` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `run_ended` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `body_too_large` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `unexpected` */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
      /** @description `store_unavailable`, `temporal_unavailable` */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refusal'];
        };
      };
    };
  };
}
