// Every English text of the page. Components hold none of their own.

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

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

  pages: {
    more: 'Show more',
    moreBusy: 'Loading more…',
    shown: (n: number, more: boolean) => (more ? `The newest ${n}` : count(n, 'entry', 'entries')),
  },

  runsList: {},

  runPage: {},

  timeline: {},

  logViewer: {
    heading: 'Log',
    lines: 'Lines of the log',
    tools: 'Log tools',
    search: 'Search the whole log',
    searchHint: 'Search the whole log',
    searching: 'Searching…',
    searchNoAnswer: 'The search was not answered. Try again.',
    regex: 'Regular expression',
    clear: 'Clear the search',
    next: 'Next match (n)',
    previous: 'Previous match (N)',
    found: (number: number, total: number, capped: boolean) => {
      if (total === 0) return 'No match';
      return `${number.toLocaleString('en')} of ${capped ? 'more than ' : ''}${total.toLocaleString('en')}`;
    },
    nextError: 'Next error',
    nextErrorHint: 'To the next line that looks like an error (e)',
    errorsFound: (number: number, total: number, capped: boolean) =>
      total === 0
        ? 'No line looks like an error.'
        : `Line ${number.toLocaleString('en')} of ${capped ? 'more than ' : ''}${total.toLocaleString('en')} that look like an error.`,
    time: 'Time of each line',
    times: { off: 'No times', relative: 'Since the first line', local: 'Local time', utc: 'UTC' },
    timeUnknown: '–',
    wrap: 'Wrap long lines (w)',
    raw: 'Raw lines',
    rawHint: 'Raw lines: nothing drawn over, control characters as signs',
    copy: 'Copy',
    download: 'Download',
    asShown: (first: number, last: number) =>
      `Lines ${first.toLocaleString('en')}–${last.toLocaleString('en')}, as shown`,
    wholeLog: 'The whole log, as it is',
    wholeLogWithTimes: 'The whole log, with times',
    tooLongToCopy: 'More than 20 MB: download it.',
    notCopied: (why: string) => `This could not be copied: ${why}`,
    follow: 'Follow',
    followHint: 'Stay at the end while the log grows (f)',
    lineLink: (line: number) => `Line ${line}`,
    lineGoesOn: (more: number) => `… ${more.toLocaleString('en')} more characters, in the download`,
    copyLink: 'Copy link',
    copyLinkTo: (line: number) => `Copy the link to line ${line.toLocaleString('en')}`,
    where: (first: number, last: number, end: number | null) =>
      `Lines ${first.toLocaleString('en')}–${last.toLocaleString('en')}${end === null ? '' : ` of ${end.toLocaleString('en')}`}`,
    size: (bytes: number) => {
      if (bytes < 1_000) return `${bytes} B`;
      if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
      return `${(bytes / 1_000_000).toFixed(1)} MB`;
    },
    ended: 'Ended',
    live: 'Live',
    growing: 'More is below',
    reconnecting: 'Connection lost, trying again…',
    notLoaded: 'More lines could not be loaded. Scroll to try again.',
    toEnd: 'To the end',
    nothing: 'This attempt has printed nothing.',
    nothingYet: 'Nothing has been printed yet.',
    ofStep: (step: string, attempt: number) => `Log of ${step}, attempt ${attempt}`,
    ofNumber: (step: number, attempt: number) => `Log of step ${step}, attempt ${attempt}`,
    toRun: 'To the run',
    keys: {
      search: 'Search',
      next: 'Next match',
      previous: 'Previous match',
      nextError: 'Next error',
      previousError: 'Previous error',
      follow: 'Follow the end',
      wrap: 'Wrap long lines',
      top: 'To the first line',
      bottom: 'To the last line',
      pageUp: 'A page up',
      pageDown: 'A page down',
    },
  },

  failureCard: {},

  start: {
    what: 'What and where',
    parameters: 'Parameters',
    noTemplatesHint: 'Make one, or import one that you have.',
    templateVersion: (version: number) => `Version ${version}`,
    needed: 'This is needed.',
    wrong: (what: string) => `It ${what}.`,
    leftOut: (usual: boolean, asking: string[]) =>
      [
        usual
          ? 'Left out: the run shows it as skipped, and the steps after it find the box as it is.'
          : 'Not part of the run, unless it is switched on.',
        asking.length > 0 && usual ? `${list(asking)} asks how it came out, and is told that it was skipped.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    before: 'Before the start',
    noWayBackShort: 'No way back.',
    noWayBack: (labels: readonly string[]) =>
      `Has no way back: ${list(labels)}. What it changes on the box stays changed.`,
    undoOn: 'Undo by itself what can be undone',
    undoEnds: { failure: 'when the run fails', cancel: 'when it is cancelled' },
    undoHint: 'By hand it can be undone after the end of the run as well.',
    busy: 'This box has a run at work. A start is refused until that has ended.',
    busyRun: (id: string) => `Look at the run ${id}`,
    dryRun: 'Dry run',
    dryRunTitle: 'What a start would do',
    dryRunText: (box: string) => `On ${box}. Nothing was started, stored or sent to the box. Secrets are blanked.`,
    dryLeftOut: 'Left out.',
    commands: 'Everything that is sent to the box',
    commandsOf: (label: string) => `Commands of ${label}`,
    copyCommands: (label: string) => `Copy the commands of ${label}`,
    noCommands: 'It sends no commands of its own.',
    limit: (long: string) => `at most ${long}`,
    tries: (n: number) => `up to ${n} tries`,
    when: (condition: string) => `only when ${condition}`,
    mayFail: 'may fail',
    withSecrets: (names: string) => `with the secrets ${names}`,
    undoes: (what: string) => `Undo: ${what}`,
    noUndo: 'It has no undo.',
    continueTitle: 'Continue with changes',
    againTitle: 'Run again with changes',
  },

  change: {
    againText: 'A new run with the steps of an old one.',
    continueText: 'The same run goes on. What was done stays done, unless it is chosen or changed here.',
    oldRun: (id: string) => `Look at ${id}`,
    movedHint: 'Another box than before: this is a start of its own there.',
    sameBox: 'A run goes on where it was. For another box, run it again.',
    changed: 'changed',
    fates: { carry: 'stays done', run: 'is run', leave: 'left out' },
    fateText: (fate: 'carry' | 'run' | 'leave', hasProbe: boolean) => {
      if (fate === 'run') return 'is run';
      if (fate === 'leave') return 'is left out';
      return hasProbe ? 'stays done; the box is asked first if it still holds' : 'stays done';
    },
    reset: 'As it was',
    which: 'Which steps are run',
    all: 'All of them',
    rest: 'From where it ended, and whatever is changed',
    choices: { range: 'From one step up to another', only: 'Only chosen ones' },
    from: 'From',
    to: 'Up to',
    plan: 'What continuing does',
    keyHint:
      'Secrets that were typed in went with the run that had them. Left empty, a kept one is taken where there is one.',
    difference: 'What is different',
    same: 'Nothing is changed yet.',
    where: 'Field',
    before: 'Before',
    after: 'Now',
    nothing: 'nothing',
    where2: 'The changes',
    inRun: 'stay in this run',
    inTemplate: (name: string) =>
      name === '' ? 'become the template’s next version' : `become the next version of the template ${name}`,
    noTemplate: 'The run was started without a template.',
    otherBox: 'For another box the changes stay in the new run.',
    again: 'Start as a new run',
    continue: 'Continue this run',
  },

  fields: {
    required: (label: string) => `${label} (needed)`,
    fallback: (value: string) => `Without: ${value}`,
    none: 'Nothing',
    choose: 'Choose…',
    onePerLine: 'One a line',
    seconds: 'seconds',
    notJson: 'This is not JSON yet.',
    range: (min: number | null, max: number | null) => {
      if (min !== null && max !== null) return `From ${min} to ${max}.`;
      if (min !== null) return `At least ${min}.`;
      return max === null ? '' : `At most ${max}.`;
    },
    noSecret: 'None, or the one of the usual name',
    secretNamed: (name: string) => `Without one, the kept secret ${name} is taken where there is one.`,
    keptSecret: (name: string) => `Kept secret: ${name}`,
    typeSecret: 'Type it in, for this time only',
    secretOf: (label: string) => `Value of ${label}`,
    nodeUrl: (n: number) => `Address of node ${n}`,
    nodeUrlExample: 'https://github.com/…',
    nodeRef: (n: number) => `Branch, tag or commit of node ${n}`,
    nodeRefNone: 'newest',
    nodeAdd: 'Add a node',
    nodeRemove: (n: number) => `Remove node ${n}`,
    backToDefault: 'Back to the template’s list',
    stepLabel: 'Label',
    optionsOf: 'Limits and conditions',
    options: {
      timeout_s: { label: 'Limit', help: 'Longest time of one try. Without: its action’s.' },
      no_output_s: { label: 'Limit of silence', help: 'Longest time without a line of output.' },
      unreachable_s: { label: 'Limit of no answer', help: 'How long the box may be out of reach.' },
      allow_failure: { label: 'May fail', help: 'Its failure becomes a warning, and the run goes on.' },
      beside: { label: 'Beside the step before', help: 'Where the two need nothing in common.' },
      resources: { label: 'Needs', help: 'network, disk, python, gpu, service. Without: its action’s.' },
      accept_warnings: { label: 'Accepted warnings', help: '"all", or a list of texts that such a warning holds.' },
      when: { label: 'Only when', help: 'As in a template: {"step": "Label", "outcome": ["done"]}.' },
    },
  },

  templates: {},

  groups: {},

  instances: {
    title: 'Boxes',
    none: 'No box had a run yet',
    noneHint: 'A box stands here as soon as something was started on it. Start with one that you have rented.',
    setUp: 'Set up',
    setUpLabel: (key: string) => `Set up ${key}`,
    setUpFirst: 'Set up a box',
    practice: 'Practice',
    practiceHint: 'The built-in box on this computer: nothing is rented.',
    box: 'Box',
    lastRun: 'Runs now, or ran last',
    vast: (id: string) => `Vast.ai ${id}`,
    runs: 'Runs',
    runsOf: (n: number) => count(n, 'run', 'runs'),
    idle: 'No run is at work on it',
    stepOf: (n: number, total: number, label: string | null) =>
      label === null ? `step ${n} of ${total}` : `step ${n} of ${total}: ${label}`,
    noTemplate: 'Run without a template',
    progress: (key: string) => `Progress on ${key}`,
    warnings: (n: number) => count(n, 'warning', 'warnings'),
    allRuns: 'All runs, with filters',
    noRuns: 'It has no runs.',
    template: 'Template',
    started: 'Started',
    took: 'Took',
    outcome: 'State',
    facts: 'What is known of it',
    user: 'User',
    host: 'Host',
    port: 'Port',
    vastId: 'Vast.ai instance',
    now: 'At work on it',
  },

  hostKeys: {
    heading: 'Host key',
    where: (host: string, port: number) => `${host}, port ${port}`,
    trusted: 'Trusted',
    none: 'No key of it is trusted yet. The first connection will ask you.',
    standsIn: (file: string, line: number) => `${file}, line ${line}`,
    offered: (type: string) => `Shown last without being trusted (${type})`,
    decisions: 'Decisions',
    noDecisions: 'Nobody has decided anything about it here.',
    decided: {
      accepted: 'Accepted',
      replaced: 'Replaced',
      removed: 'Forgotten',
    },
    before: (known: string) => `before: ${known}`,
    show: 'Ask what it shows now',
    showing: 'Asking the box…',
    same: 'It shows the key that is trusted.',
    jump: (host: string, port: string) => `This is the key of ${host}, port ${port}, on the way to the box.`,
    unknown: 'It shows a key that nobody has trusted yet.',
    trust: 'I have compared it, trust this key',
    trusting: 'Trusting…',
    changed: 'It shows another key than the trusted one.',
    replaced: 'The key was replaced. This one is trusted from now on.',
    accepted: 'The key is trusted from now on.',
    forget: 'Forget…',
    forgetTitle: (host: string, port: number) => `Forget the host keys of ${host}, port ${port}?`,
    forgetText:
      'The next connection is refused until somebody has compared and trusted what the box shows then. A run that is at work waits for that decision when it connects again.',
    forgetConfirm: 'Forget them',
    forgotten: (n: number) => `${count(n, 'key was', 'keys were')} forgotten.`,
    noneHere: 'No host had a run or has shown a key yet.',
    noneMatches: 'No host, key or name of a decider contains that.',
    filter: 'Filter by host or fingerprint',
    count: (n: number) => count(n, 'host', 'hosts'),
  },

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
