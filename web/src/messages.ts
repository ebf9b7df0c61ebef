// Every English text of the page. Components hold none of their own.

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const messages = {
  product: 'Bringup',
  tagline: 'A rented GPU box becomes ready, once, whatever dies.',
  loading: 'Loading…',
  skipToSteps: 'Skip to the steps',

  nav: {
    label: 'Main',
    runs: 'Runs',
    start: 'Set up a box',
    startShort: 'Set up',
    more: 'More',
    instances: 'Boxes',
    groups: 'Groups',
    templates: 'Templates',
    settings: 'Settings',
    audit: 'Audit',
    skip: 'Skip to the content',
    menu: 'Menu',
    close: 'Close',
    temporal: 'Temporal Web UI',
    docs: 'API',
  },

  theme: { label: 'Colours', system: 'As the system', light: 'Light', dark: 'Dark' },

  links: {
    away: (since: string) =>
      `Bringup does not answer since ${since}. It is asked again and again; what you see is from before.`,
    connecting: 'Connecting…',
  },

  page: {
    loading: 'Loading…',
    slow: 'Still loading: Bringup has not answered yet.',
    failed: 'This could not be read.',
    again: 'Try again',
    notFound: 'There is no such page.',
    notFoundHint: 'The address may be mistyped, or what it named is gone.',
    home: 'To the runs',
  },

  time: {
    justNow: 'just now',
    ago: (long: string) => `${long} ago`,
    ahead: (long: string) => `in ${long}`,
  },

  copy: { copy: 'Copy', copied: 'Copied' },

  confirm: { keep: 'Leave it as it is' },

  access: {
    needs: (needed: string, has: string) =>
      `This needs a token with the scope ${needed}; yours has ${has}. Ask whoever gave it to you, or sign in with another one.`,
  },

  pages: { more: 'Show more', moreBusy: 'Loading more…', end: (n: number) => count(n, 'entry', 'entries') },

  runsList: {},

  runPage: {},

  timeline: {},

  logViewer: {},

  failureCard: {},

  start: {},

  templates: {},

  groups: {},

  instances: {},

  settings: {},

  audit: {},

  palette: {},

  keys: {
    title: 'Keys',
    button: 'Keys',
    here: 'On this page',
    everywhere: 'Everywhere',
    goTo: 'Go to',
    list: 'Show the keys',
    palette: 'Find or do anything',
    goToPage: (page: string) => `Go to ${page}`,
    single: 'Keys without Ctrl do something',
    singleHint: 'Switch this off if you dictate, or hit keys by accident.',
  },

  tab: {
    needYou: (n: number) => (n === 1 ? '1 needs you' : `${n} need you`),
    atWork: (n: number) => `${n} at work`,
  },

  signIn: {
    heading: 'Sign in',
    title: 'Sign in to Bringup',
    token: 'Token',
    button: 'Sign in',
    signOut: 'Sign out',
    empty: 'Put in your token.',
    noAnswer: 'Bringup does not answer. Try again in a moment.',
    hint: 'You have it from whoever runs this Bringup. A new one is made on the server with',
    command: 'node cli/bringup.mjs token create --name "your name" --scope run',
  },

  title: (percent: number, step: string) => `${percent} % · ${step} · Bringup`,
  titleOf: (word: string) => `${word} · Bringup`,

  banner: {
    lost: 'Bringup does not answer, trying again…',
    lostSince: (time: string) => `What you see is as of ${time}.`,
    refused: (message: string) => `Bringup cannot read the run’s state, trying again… It says: ${message}`,
    stale: (time: string) => `State as of ${time}: Temporal or the worker does not answer.`,
    staleHint: 'Work on the box goes on. The page catches up by itself.',
  },

  form: {
    heading: 'Set up a box',
    template: 'Template',
    templateOfRun: 'Steps of this run',
    version: (version: string) => `Version ${version}`,
    noTemplates: 'There are no templates.',
    practice: 'Practice box: a built-in box on this computer',
    practiceHint: 'The practice template fills this in by itself.',
    switchedTemplate: (name: string) =>
      `Switched to “${name}”: the practice template belongs to the built-in box on this computer.`,
    connection: 'SSH connection',
    connectionHint: 'Paste what your provider shows, for example ssh -p 2838 root@1.2.3.4',
    forms: 'All forms that are understood',
    formsNote: 'Your own SSH key or agent is used. Passwords are never taken.',
    connectionForms: [
      { text: 'ssh -p 2838 root@1.2.3.4 -L 8080:localhost:8080', what: 'the whole command, as Vast.ai shows it' },
      { text: 'root@1.2.3.4', what: 'port 22' },
      { text: '1.2.3.4:2838', what: 'user root' },
      { text: 'user@1.2.3.4:2838', what: 'user, host and port' },
      { text: 'ssh://root@1.2.3.4:2838', what: 'as an address' },
      { text: '[2001:db8::7]:2838', what: 'IPv6, in brackets' },
      { text: '12345678', what: 'a Vast.ai instance id' },
    ],
    understood: (user: string, host: string, port: number, usual: boolean) =>
      `${user} at ${host}, port ${port}${usual ? ', unless ~/.ssh/config names others' : ''}`,
    understoodVast: (id: string) => `Vast.ai instance ${id}`,
    more: 'More options',
    instanceId: 'Vast instance id',
    instanceIdHint: 'Optional. With it, the reboot goes through Vast’s API.',
    instanceIdWrong: 'A Vast instance id is a number.',
    apiKey: 'civitdl API key',
    apiKeyHint: 'Optional. Sent once with the start, never stored by this page.',
    noSteps: 'Switch on at least one step.',
  },

  problems: {
    empty: 'Enter how the box is reached.',
    password: 'Leave the password out: Bringup uses your SSH key. Write user@host:port.',
    proxy_command: 'Options that run commands here (such as ProxyCommand) are not accepted. Use -J for a jump host.',
    shell_characters: 'Leave out quotes and shell characters such as $ ; | & < >.',
    port_missing: 'Add the port, as in host:22, or the user, as in root@host.',
    bad_port: 'The port must be a number from 1 to 65535.',
    empty_host: 'The host is missing.',
    bad_host: 'This is not a host name or an IP address.',
    bad_user: 'This is not a user name.',
    v6_brackets: 'Put an IPv6 address in brackets: [2001:db8::7]:22.',
    option_without_value: 'An option lacks its value.',
    command_after_host: 'There is something after the host that does not belong to the connection.',
    bad_instance_id: 'This is not a Vast instance id.',
  },

  buttons: { start: 'Start', stop: 'Stop', clear: 'Clear' },
  noAnswer: 'Bringup does not answer. Check that it is running and try again.',

  run: {
    heading: 'Run',
    stepOf: (n: number, total: number, label: string) => `Step ${n} of ${total}: ${label}`,
    progress: 'Progress of the run',
    percent: (percent: number) => `${percent} %`,
    elapsed: 'Elapsed',
    took: 'Took',
    box: 'Box',
    practice: 'Practice box: a built-in box on this computer',
    id: 'Workflow id',
    temporal: 'Open in Temporal',
    nextStepIn: (seconds: number) => `Next step in ${seconds} s`,
    pausing: 'Pauses after this step.',
    paused:
      'Nothing runs on the box until somebody lets it go on, by POST /api/v1/runs/…/resume. The box costs meanwhile.',
    nextStepNow: 'Next step starts now',
    cancelling: 'Cancelling…',
    cancellingUntil: (seconds: number) => `Processes that have not ended in ${seconds} s are ended by force.`,
    cancellingNow: 'Ending every process of the run on the box.',
    cancellingUnreachable:
      'The box does not answer, so its processes could not be ended yet. It is done as soon as the box is back.',
  },

  runWords: {
    starting: 'Starting',
    running: 'Running',
    paused: 'Paused',
    blocked: 'Blocked',
    cancelling: 'Cancelling…',
    completed: 'Completed',
    warnings: 'Completed with warnings',
    failed: 'Failed',
    cancelled: 'Cancelled',
    undoing: 'Undoing…',
    undone: 'Undone',
  },

  stepWords: {
    pending: 'Pending',
    running: 'In progress',
    retrying: 'Retrying',
    unreachable: 'Unreachable',
    waiting: 'Waiting',
    blocked: 'Blocked',
    done: 'Completed',
    warning: 'Completed with warnings',
    failed: 'Failed',
    cancelled: 'Cancelled',
    skipped: 'Skipped',
    undoing: 'Undoing',
    undone: 'Undone',
  },

  taskWords: {
    pending: 'Pending',
    running: 'Running',
    success: 'Done',
    warning: 'Warning',
    failed: 'Failed',
    skipped: 'Skipped',
  },

  steps: {
    heading: 'Steps',
    countOn: (on: number, total: number) => `${on} of ${total} switched on`,
    count: (total: number) => count(total, 'step', 'steps'),
    on: 'On',
    off: 'Off',
    nodes: (n: number) => count(n, 'node', 'nodes'),
    attempt: (n: number, max: number) => (max > 1 ? `Try ${n} of ${max}` : `Try ${n}`),
    retryIn: (seconds: number) => `next try in ${seconds} s`,
    retryNow: 'next try starts now',
    silentSince: (time: string, long: string) => `No answer from the box since ${time} (${long})`,
    givesUpAt: (time: string, long: string) => `gives up at ${time} (in ${long})`,
    endsAt: (time: string, long: string) => `Ends at ${time} at the latest (in ${long})`,
    endsNow: 'Its time is over: it is being ended',
    endsSilent: (long: string) => `Ends earlier when it says nothing for ${long}`,
    extend: '10 more minutes',
    extendLabels: {
      timeout_s: (label: string) => `10 more minutes for ${label}`,
      no_output_s: (label: string) => `10 more minutes of silence for ${label}`,
      unreachable_limit_s: (label: string) => `10 more minutes until ${label} is given up`,
    },
    extended: 'Given 10 more minutes.',
    goesOn: 'Work that has been started goes on over there.',
    waitingFor: {
      box: 'Waiting for the box to come back',
      host_key: 'Waiting for your decision about the host key',
      delay: 'Waiting for the next step',
      approval: 'Waiting for somebody’s approval',
      probe: 'Asking whether what was done still stands',
    } as Record<string, string>,
    waitingUntil: (seconds: number) => `at most ${seconds} s more`,
    progress: (label: string) => `Progress of ${label}`,
    progressOf: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`.trimEnd(),
    progressSoFar: (done: string, unit: string) => `${done} ${unit} so far`.replace('  ', ' '),
    rate: (rate: string) => `${rate}/s`,
    eta: (long: string) => `about ${long} left`,
    result: 'Result',
    tasks: (label: string) => `Tasks of ${label}`,
    more: (n: number) => `${n} more`,
    all: (n: number) => `Show all ${n} rows`,
    fewer: 'Show fewer',
    log: (name: string) => `Log of ${name}`,
    logEmpty: 'It has no lines of its own in the log.',
    logEmptyYet: 'It has no lines of its own in the log yet.',
    logLast: 'Its last lines. The download has all of them.',
    logDownload: 'Download all lines',
    logDownloadOf: (name: string) => `Download all lines of ${name}`,
    logNoAnswer: 'Bringup does not answer, trying again…',
    yes: 'yes',
    no: 'no',
    none: 'none',
  },

  final: {
    completed: (steps: number, took: string) =>
      steps === 1 ? `The step is done. It took ${took}.` : `All ${steps} steps are done. It took ${took}.`,
    completedPlain: 'All steps are done.',
    warnings: 'Warnings',
    failed: (n: number, action: string, error: string) => `Step ${n} (${action}) failed: ${error}`,
    failedUnknown: 'The run failed without saying why.',
    cancelled: 'Every process of the run on the box has ended.',
    log: 'Last lines of the log',
    practiceNext: 'That was the practice box. Choose a template for your own box to set one up for real.',
  },

  hostKey: {
    heading: 'Is this your box?',
    intro: (host: string, port: string) => `${host}, port ${port}, shows a host key that Bringup has never seen.`,
    fingerprint: 'Fingerprint',
    fingerprints: 'Fingerprints (choose the one you have compared)',
    none: 'The box’s fingerprint could not be read, so there is nothing to trust. Stop the run and try again.',
    compare: 'Compare it before you trust it:',
    compareProvider: 'with the one on your provider’s page for this box, or',
    compareBox: 'on the box itself, in a console that does not come through this connection:',
    command: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    same: 'If they are the same, nobody is in between. If they differ, stop the run.',
    cost: 'The run waits for you, and a rented box costs money while it waits.',
    waitingFor: (long: string) => `Waiting for ${long}.`,
    trust: 'Trust this key and go on',
    stop: 'Stop the run',
  },

  changedKey: {
    heading: 'Another host key than the known one',
    intro: (host: string, port: number) =>
      `${host}, port ${port}, does not show the key that was trusted. The run has stopped, and nothing was sent to whoever shows the new one.`,
    known: 'Known until now',
    shown: 'Shown by the box',
    meaning:
      'A box that was recreated, or a port that was given to another box, has a new key. If yours was not, somebody may be in between: change nothing and ask your provider.',
    replace: 'Replace the key…',
    sure: 'Trust the new key instead of the old one?',
    warning:
      'Compare it with the one on your provider’s page or on the box’s own console first. From then on Bringup logs in to whoever has this key and sends it commands and secrets. The decision is recorded.',
    confirm: 'I have compared it, replace the key',
    keep: 'Keep the old key',
    replaced: 'The key was replaced',
    replacedWhat: (host: string, port: number) => `For ${host}, port ${port}, this key is trusted from now on:`,
    startAgain: 'Start again',
  },

  footer: { temporal: 'Temporal Web UI', version: (version: string) => `Bringup ${version}` },

  /** What a step does, in one line, where the template does not say so itself. */
  actions: {
    test_ssh: 'Logs in, runs a command and reports host name, uptime, system and GPU.',
    set_ui_home: 'Makes UI_HOME known to later steps and to login shells.',
    get_ui_home: 'Reads UI_HOME back the way a login shell sees it.',
    setup_civitdl: 'Installs civitdl in an environment of its own and sets its API key.',
    test_civitdl: 'Checks civitdl’s command, its configuration and its API.',
    sync_instance: 'Copies media from the box into a local folder; what is there is not copied again.',
    install_custom_nodes: 'Clones and installs the template’s custom nodes.',
    verify_dependencies:
      'Installs what the nodes’ requirements lack, imports every node, and waits until the application is ready.',
    push_files: 'Sends a folder of this computer to the box; what is there with another content stays.',
    remove_synced_files: 'Deletes on the box what is proven to be here, byte for byte.',
    reboot_instance: 'Restarts the box and proves that it went away and came back.',
    configure_links: 'Gives folders of models a second name; what lies under that name is moved, never deleted.',
    download: 'Fetches files to the box, goes on after a cut, and checks them.',
    git_clone: 'Clones a repository; a checkout that is there is never overwritten.',
    python_venv: 'Makes a Python environment and installs into it.',
    install_browser_agent: 'Installs BrowserAgent with an environment and a browser of its own.',
  } as Record<string, string>,
};
