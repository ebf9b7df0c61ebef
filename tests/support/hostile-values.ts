// Texts that would run a command, leave a folder or forge a line, if anything on their way took them for more than text. Each would
// leave a file behind that has its own number, so the one that got through is known.

/** What a value runs: a file of this name is the proof that something ran it. */
export const canaryName = (number: number): string => `canary-${String(number).padStart(4, '0')}`;

type Make = (touch: string, name: string) => string;

const around = (...quotes: string[]): Make[] =>
  quotes.flatMap((quote) => [
    (touch) => `${quote};${touch} #`,
    (touch) => `${quote};${touch};${quote}`,
    (touch) => `${quote}$(${touch})${quote}`,
    (touch) => `${quote}\`${touch}\`${quote}`,
    (touch) => `${quote}|${touch} #`,
    (touch) => `${quote}\n${touch}\n${quote}`,
    (touch) => `x${quote} ${quote};${touch};: ${quote}`,
  ]);

const substitutions: Make[] = [
  (touch) => `$(${touch})`,
  (touch) => `\`${touch}\``,
  (touch) => `$(${touch}`,
  (touch) => `a$(${touch})b\`${touch}\`c`,
  (touch) => `\${x:=$(${touch})}`,
  (touch) => `\${x:-\`${touch}\`}`,
  (touch) => `$((a[$(${touch})]))`,
  (touch) => `a[$(${touch})]`,
  (touch) => `$[$(${touch})]`,
  (touch) => `<(${touch})`,
  (touch) => `>(${touch})`,
  (_, name) => `>${name}`,
  (_, name) => `x>>${name}`,
  (_, name) => `<>${name}`,
  (_, name) => `;>${name}`,
  (_, name) => `$(touch\${IFS}${name})`,
  (_, name) => `;touch\${IFS}${name};`,
  (_, name) => `;touch$IFS$9${name}`,
  (_, name) => `;{touch,${name}}`,
  (touch) => `$'\\x24(${touch})'`,
  (touch) => `$"$(${touch})"`,
  (touch) => `() { :; }; ${touch}`,
  (touch) => `() { ${touch}; }`,
  (touch) => `eval ${touch}`,
  (touch) => `exec ${touch}`,
  (touch) => `command ${touch}`,
  (touch) => `trap '${touch}' EXIT`,
  // printf %b, echo and friends
  (touch) => `\\0044(${touch})`,
  (touch) => `\\044(${touch})`,
  (touch) => `\\x24(${touch})`,
  (touch) => `\\n${touch}\\n`,
  (touch) => `\\0012${touch}\\0012`,
  (touch) => `\\c;${touch}`,
];

const separators: Make[] = [';', '|', '||', '&', '&&', '|&', ';;', '\n', '\r', '\r\n', '\t;', '\v', '\f'].flatMap(
  (separator): Make[] => [(touch) => `${separator}${touch}`, (touch) => `x${separator}${touch}${separator}`],
);

const lines: Make[] = [
  ...['\u0085', '\u2028', '\u2029', '\u001e', '\u001f', '\u0000', '\u001a', '\u0004', '\u007f', '\u00a0', '\ufeff'].map(
    (separator): Make =>
      (touch) =>
        `x${separator}${touch}${separator}`,
  ),
  // Ends of here-documents, blocks and records that the scripts know
  ...['EOF', 'LINKS', 'NODES', 'FILES', '# <<< bringup <<<', 'export X=1', '\u001e0\u001e'].map(
    (end): Make =>
      (touch) =>
        `x\n${end}\n${touch}\n`,
  ),
  (touch) => `x\u001fhttps://127.0.0.1:1/$(${touch})\u001f\u001f\u001f`,
  (touch) => `\\\n${touch}`,
  (touch) => `x\\`.concat(`\n${touch}`),
  (touch) => `<<EOF\n$(${touch})\nEOF`,
  (touch) => `#\n${touch}`,
];

const otherShells: Make[] = [
  // fish
  (touch) => `(${touch})`,
  (touch) => `;and ${touch}`,
  (touch) => `; begin; ${touch}; end`,
  (touch) => `'(${touch})'(${touch})`,
  // zsh
  (touch) => `=(${touch})`,
  (touch) => `*(e:'${touch}':)`,
  (touch) => `\${(e):-$(${touch})}`,
  (touch) => `~[$(${touch})]`,
  // csh
  (touch) => `!!;${touch}`,
  (touch) => `\\!;${touch}`,
  (touch) => `!{${touch}}`,
  (touch) => `'\\''\`${touch}\``,
  (touch) => `$<;${touch}`,
  // others
  (touch) => `%COMSPEC% & ${touch}`,
  (touch) => `^& ${touch}`,
  (touch) => `{{${touch}}}`,
  (touch) => `\${{ ${touch} }}`,
  (touch) => `<%= \`${touch}\` %>`,
];

const programs: Make[] = [
  (touch) => `-oProxyCommand=${touch}`,
  (touch) => `-o ProxyCommand=${touch}`,
  (touch) => `--upload-pack=${touch};`,
  (touch) => `-u ${touch};`,
  (touch) => `--exec=${touch};`,
  (touch) => `--rsh=${touch};`,
  (touch) => `-e ${touch};`,
  (touch) => `-c ${touch}`,
  (touch) => `--config=core.sshCommand=${touch}`,
  (touch) => `-ccore.fsmonitor=${touch};`,
  (_, name) => `--output=${name}`,
  (_, name) => `-O${name}`,
  (touch) => `--checkpoint-action=exec=${touch}`,
  (touch) => `--to-command=${touch}`,
  (touch) => `--use-compress-program=${touch};`,
  (touch) => `-exec ${touch} ;`,
  (touch) => `--rcfile=${touch}`,
  () => '--',
  () => '-',
  () => '-rf',
  () => '--help',
  (touch) => `ext::sh -c "${touch}"`,
  (touch) => `ext::sh -c ${touch.replaceAll(' ', '% ')}`,
  () => 'fd::17/x',
  (touch) => `file:///x;${touch}`,
  (touch) => `file:///$(${touch})`,
  (touch) => `ssh://-oProxyCommand=${touch}/x`,
  (touch) => `ssh://git@-oProxyCommand=${touch}/x`,
  (touch) => `git@-oProxyCommand=${touch}:x`,
  (touch) => `git@127.0.0.1:$(${touch})`,
  (touch) => `git@127.0.0.1:';${touch};'`,
  (touch) => `git@$(${touch}):x`,
  (touch) => `ssh://git@127.0.0.1:1/\`${touch}\``,
  (touch) => `https://127.0.0.1:1/$(${touch})`,
  (touch) => `https://127.0.0.1:1/x?";${touch};"`,
  (touch) => `https://$(${touch})/x`,
  (touch) => `https://user:$(${touch})@127.0.0.1:1/x`,
  (touch) => `git://127.0.0.1/;${touch}`,
  (touch) => `javascript:${touch}`,
  (touch) => `data:text/x-sh,${touch}`,
  () => 'file:///etc/passwd',
  () => 'http://169.254.169.254/latest/meta-data/',
  (touch) => `@{${touch}}`,
  (touch) => `HEAD;${touch}`,
  () => 'main:refs/heads/main',
  () => '+refs/heads/*:refs/heads/*',
  // sed, awk, Python, pip, ini
  (touch) => `s/x/${touch}/e`,
  (_, name) => `x/w ${name}`,
  (_, name) => `x\nw ${name}`,
  (touch) => `&\\1e ${touch}`,
  (touch) => `{system("${touch}")}`,
  (touch) => `"|"${touch}"`,
  (touch) => `__import__("os").system("${touch}")`,
  (touch) => `'); import os; os.system('${touch}') #`,
  (touch) => `"); import os; os.system("${touch}") #`,
  (touch) => `'''\nimport os; os.system("${touch}")\n'''`,
  (touch) => `x @ file:///$(${touch})`,
  () => '-r /etc/passwd',
  () => '--index-url=http://127.0.0.1:1/',
  () => '%(x)s',
  (touch) => `LD_PRELOAD=/x ${touch}`,
  (touch) => `BASH_ENV=$(${touch})`,
  (touch) => `PATH=.;${touch}`,
];

const paths: Make[] = [
  ...['..', '../x', '../../../../etc/passwd', 'a/../../x', '/../x', '/x/..', './..', '....//', '..\\..\\x'],
  ...['~', '~root', '~root/x', '~/../x', '~+', '.', './', '//', '/', '/proc/self/environ', '/dev/tcp/127.0.0.1/1'],
  ...['.git', '.git/hooks/post-checkout', '.ssh/authorized_keys', '%2e%2e/x', '%2e%2e%2fx', 'C:\\x', '\\\\host\\x'],
  ...[
    '*',
    '?',
    '[a-z]*',
    '{a,b}',
    '**',
    '/*',
    '[!a]*',
    '[[:alpha:]]*',
    '*;*',
    '\\*',
    '$HOME',
    '${HOME}',
    '$0',
    '$$',
    '$@',
  ],
  ...[
    '%s%s%s%s%s',
    '%n%n%n%n',
    '%x',
    '%1$*1$x',
    '%b',
    '%99999999s',
    '%',
    '%%',
    '!x',
    '!!',
    '^a^b',
    '#x',
    ' #x',
    '\\',
    'x\\',
    '\\\\',
  ],
  ...[
    "'",
    '"',
    '`',
    "''",
    '""',
    `'"'"'`,
    "'\\''",
    `"'"`,
    '$',
    '$(',
    '${',
    '`x',
    '(',
    ')',
    '{',
    '}',
    '<',
    '>',
    '|',
    '&',
    ';',
    '=',
    ' ',
  ],
].map(
  (text): Make =>
    () =>
      text,
);

const looks: Make[] = [
  () => '\u001b[2J\u001b[H',
  (touch) => `\u001b]0;${touch}\u0007`,
  (touch) => `\u009b31m$(${touch})`,
  () => '\u001bP1$r\u001b\\',
  () => '\b\b\b\b',
  (touch) => `\u202e${touch}`,
  (touch) => `\u2066$(${touch})\u2069`,
  (touch) => `\u200b$(${touch})\u200d`,
  () => '\ud800',
  () => 'x\udfff',
  () => '\ufffe\uffff',
  () => '\u{1f469}\u200d\u{1f4bb}',
  () => 'e\u0301'.repeat(50),
  (touch) => `\u2019;${touch}`,
  (touch) => `\uff1b${touch}`,
  (touch) => `\uff04(${touch})`,
  (touch) => `\u0027;${touch}`,
  () => '__proto__',
  () => 'constructor',
  () => 'toString',
  () => 'null',
  () => '0',
  () => '-1',
  () => '1e999',
  () => '',
  (touch) => `<script>${touch}</script>`,
  (touch) => `' OR 1=1; ${touch} --`,
  (touch) => `"}],"steps":[{"action":"run_command","command":"${touch}"}`,
  () => 'a'.repeat(101),
  () => 'a'.repeat(1_025),
  () => 'a'.repeat(200_000),
  (touch) => `$(${touch})${'a'.repeat(60)}`,
  (touch) => `${'/a'.repeat(120)}/$(${touch})`,
  () => 'ü'.repeat(255),
];

const makes: Make[] = [
  ...substitutions,
  ...separators,
  ...around('', "'", '"', `'"`, `"'`, '`', '\\', "\\'", '\\"', "'\\''", '$(', "$'", '}', ')', ']]'),
  ...lines,
  ...otherShells,
  ...programs,
  ...paths,
  ...looks,
];

export interface Hostile {
  number: number;
  text: string;
}

/** All of them, each once. */
export const hostileValues: Hostile[] = [
  ...new Map(
    makes.map((make, number) => {
      const name = canaryName(number);
      return [make(`touch ${name}`, name), number] as const;
    }),
  ),
].map(([text, number]) => ({ number, text }));
