import type { Example } from './example.ts';

/** Access, network, and the box itself. */
export const networkExamples: Example[] = [
  {
    cause: 'host_key_changed',
    log: '',
    code: 'host_key_changed',
    message: 'The box shows another host key than the one that is known.',
  },
  {
    cause: 'ssh_key_refused',
    log: '',
    code: 'ssh_auth_refused',
    message: 'root@203.0.113.7:22 takes none of our keys.',
  },
  {
    cause: 'ssh_key_missing',
    log: '',
    code: 'ssh_no_key',
    message: 'There is no SSH key to log in to root@203.0.113.7:22 with.',
  },
  {
    cause: 'ssh_key_locked',
    log: '',
    code: 'ssh_key_encrypted',
    message: 'The key ~/.ssh/id_ed25519 has a passphrase.',
  },
  {
    cause: 'git_key_refused',
    log: `Cloning into 'x'...
root@127.0.0.1: Permission denied (publickey).
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.`,
    exit: 128,
  },
  {
    cause: 'git_host_unknown',
    log: `No ED25519 host key is known for github.com and you have requested strict checking.
Host key verification failed.
fatal: Could not read from remote repository.`,
    exit: 128,
  },
  {
    cause: 'huggingface_gated',
    log: `huggingface_hub.errors.GatedRepoError: 403 Client Error. (Request ID: Root=1-66)
Cannot access gated repo for url https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/main/flux1-dev.safetensors.
Access to model black-forest-labs/FLUX.1-dev is restricted and you are not in the authorized list.`,
    exit: 1,
  },
  {
    cause: 'huggingface_token',
    log: '[flux1-dev.safetensors] https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/main/flux1-dev.safetensors answered 401: it wants a login, and no secret was named for it',
    exit: 23,
    code: 'download_refused',
  },
  {
    cause: 'huggingface_token',
    log: `requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://huggingface.co/api/models/x/y`,
    exit: 1,
  },
  {
    cause: 'civitai_token',
    log: '[lora.safetensors] https://civitai.com/api/download/models/1 answered 401: it did not take the secret',
    exit: 23,
    code: 'download_refused',
  },
  { cause: 'civitai_token', log: '', code: 'api_key_rejected' },
  {
    cause: 'civitai_token',
    log: `--2026-05-01 10:00:00--  https://civitai.com/api/download/models/1
Connecting to civitai.com (civitai.com)|104.22.18.237|:443... connected.
HTTP request sent, awaiting response... 401 Unauthorized

Username/Password Authentication Failed.`,
    exit: 6,
  },
  {
    cause: 'huggingface_token',
    log: `--2026-05-01 10:00:00--  https://huggingface.co/x/y/resolve/main/z.safetensors
Connecting to huggingface.co (huggingface.co)|3.165.190.1|:443... connected.
HTTP request sent, awaiting response... 401 Unauthorized

Username/Password Authentication Failed.`,
    exit: 6,
  },
  {
    cause: 'site_unauthorized',
    log: `--2026-05-01 10:00:00--  https://huggingface.co/x/y/resolve/main/z.safetensors
HTTP request sent, awaiting response... 200 OK
--2026-05-01 10:00:09--  https://models.example.org/z.safetensors
HTTP request sent, awaiting response... 401 Unauthorized

Username/Password Authentication Failed.`,
    exit: 6,
  },
  {
    cause: 'git_login',
    log: `Cloning into 'x'...
fatal: could not read Username for 'https://github.com': terminal prompts disabled`,
    exit: 128,
  },
  {
    cause: 'site_unauthorized',
    log: 'curl: (22) The requested URL returned error: 403',
    exit: 22,
  },
  { cause: 'secret_missing', log: '', code: 'secret_missing', message: 'The secret HF_TOKEN of download is gone.' },
  { cause: 'provider_key', log: '', code: 'provider_refused' },
  {
    cause: 'dubious_ownership',
    log: "fatal: detected dubious ownership in repository at '/workspace/ComfyUI'\nTo add an exception for this directory, call:",
    exit: 128,
  },
  { cause: 'permission_denied', log: "mkdir: cannot create directory '/usr/xx': Permission denied", exit: 1 },
  { cause: 'permission_denied', log: "PermissionError: [Errno 13] Permission denied: '/usr/x'", exit: 1 },

  {
    cause: 'clock_wrong',
    log: 'E: Release file for http://deb.debian.org/debian/dists/bookworm-updates/InRelease is not valid yet (invalid for another 3h 2min 1s). Updates for this repository will not be applied.',
    exit: 100,
  },
  { cause: 'clock_wrong', log: 'curl: (60) SSL certificate problem: certificate is not yet valid', exit: 60 },
  { cause: 'certificate_expired', log: 'curl: (60) SSL certificate problem: certificate has expired', exit: 60 },
  {
    cause: 'certificate_untrusted',
    log: `curl: (60) SSL certificate problem: self-signed certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`,
    exit: 60,
  },
  {
    cause: 'certificate_untrusted',
    log: "fatal: unable to access 'https://127.0.0.1:48443/x/': server certificate verification failed. CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none",
    exit: 128,
  },
  {
    cause: 'certificate_untrusted',
    log: 'urllib.error.URLError: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)>',
    exit: 1,
  },
  {
    cause: 'rate_limited',
    log: "fatal: unable to access 'https://github.com/x/y.git/': The requested URL returned error: 429",
    exit: 128,
  },
  {
    cause: 'rate_limited',
    log: '[x] https://civitai.com/api/download/models/1 answered 429: too many requests',
    exit: 15,
  },
  {
    cause: 'rate_limited',
    log: `remote: Too many requests
fatal: unable to access 'https://github.com/x/y.git/': The requested URL returned error: 403`,
    exit: 128,
  },
  {
    cause: 'rate_limited',
    log: `remote: You have exceeded a secondary rate limit. Please wait a few minutes before you try again.
fatal: unable to access 'https://github.com/x/y.git/': The requested URL returned error: 403`,
    exit: 128,
  },
  { cause: 'rate_limited', log: 'curl: (22) The requested URL returned error: 403 rate limit exceeded', exit: 22 },
  {
    cause: 'proxy',
    log: "fatal: unable to access 'https://github.com/x/y.git/': Could not resolve proxy: proxy.corp",
    exit: 128,
  },
  { cause: 'proxy', log: 'curl: (56) CONNECT tunnel failed, response 407', exit: 56 },
  {
    cause: 'dns',
    log: `Cloning into 'x'...
fatal: unable to access 'https://no-such-host.invalid/x.git/': Could not resolve host: no-such-host.invalid`,
    exit: 128,
  },
  { cause: 'dns', log: 'curl: (6) Could not resolve host: no-such-host.invalid', exit: 6 },
  { cause: 'dns', log: '<urlopen error [Errno -2] Name or service not known>', exit: 1 },
  {
    cause: 'dns',
    log: "W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'",
    exit: 100,
  },
  {
    cause: 'dns',
    log: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/six/
ERROR: Could not find a version that satisfies the requirement six (from versions: none)
ERROR: No matching distribution found for six`,
    exit: 1,
  },
  { cause: 'server_away', log: 'curl: (22) The requested URL returned error: 503', exit: 22 },
  { cause: 'not_found', log: 'curl: (22) The requested URL returned error: 404', exit: 22 },
  { cause: 'not_found', log: "fatal: repository '/nonexistent/repo' does not exist", exit: 128 },
  { cause: 'not_found', log: 'fatal: Remote branch v9 not found in upstream origin', exit: 128 },
  {
    cause: 'git_lfs_missing',
    log: `git-lfs filter-process: 1: git-lfs: not found
fatal: the remote end hung up unexpectedly
warning: Clone succeeded, but checkout failed.`,
    exit: 128,
  },
  { cause: 'git_lfs_missing', log: "git: 'lfs' is not a git command. See 'git --help'.", exit: 1 },
  {
    cause: 'lfs_budget',
    log: 'batch response: This repository is over its data quota. Account responsible for LFS bandwidth should purchase more data packs to restore access.\nerror: This repository exceeded its LFS budget.',
    exit: 2,
  },
  {
    cause: 'connection_cut',
    log: `error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)
fatal: early EOF
fatal: fetch-pack: invalid index-pack output`,
    exit: 128,
  },
  {
    cause: 'port_in_use',
    log: "OSError: [Errno 98] error while attempting to bind on address ('0.0.0.0', 8188): address already in use",
    exit: 1,
  },
  {
    cause: 'no_route',
    log: "fatal: unable to access 'http://127.0.0.1:9/x.git/': Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server",
    exit: 128,
  },
  { cause: 'no_route', log: '<urlopen error [Errno 111] Connection refused>', exit: 1 },

  { cause: 'command_missing', log: 'bash: line 1: nosuchcmd: command not found', exit: 127 },
  { cause: 'command_missing', log: '/bin/sh: 1: nosuchcmd: not found', exit: 127 },
  {
    cause: 'box_rebooted',
    log: 'Collecting six',
    code: 'step_lost',
    message: 'The command vanished on root@box:22 without a result: the box was rebooted.',
  },
  {
    cause: 'command_vanished',
    log: 'Collecting six',
    code: 'step_lost',
    message: 'The command vanished on root@box:22 without a result.',
  },
  {
    cause: 'time_limit',
    log: 'step 41 of 100',
    code: 'step_timed_out',
    message: 'The command did not end within 60 s on root@box:22.',
  },
  {
    cause: 'no_output',
    log: 'step 41 of 100',
    code: 'step_quiet',
    message: 'The command gave no output for 60 s on root@box:22.',
  },
  {
    cause: 'waits_for_answer',
    log: 'After this operation, 12 MB will be used.\nDo you want to continue? [Y/n] ',
    code: 'step_quiet',
  },
  { cause: 'box_silent', log: '', code: 'ssh_unreachable' },
  { cause: 'box_locked', log: '', code: 'box_locked' },
  { cause: 'login_files', log: '', code: 'box_not_usable' },
  { cause: 'not_ready', log: '', code: 'not_ready' },
  { cause: 'illegal_instruction', log: 'Illegal instruction (core dumped)', exit: 132 },
  { cause: 'crashed', log: 'Segmentation fault (core dumped)', exit: 139 },
  { cause: 'terminated', log: 'working', exit: 143 },
  { cause: 'wrong_architecture', log: 'bash: ./tool: cannot execute binary file: Exec format error', exit: 126 },
];

/** What looks like trouble and is none: no cause may be read from it. */
export const harmless: string[] = [
  "ERROR: pip's dependency resolver does not currently take into account all the packages that are installed. This behaviour is the source of the following dependency conflicts.",
  'WARNING: Running pip as the root user can result in broken permissions and conflicting behaviour with the system package manager.',
  'sudo: unable to resolve host box: Name or service not known',
  "find: '/proc/17/task': Permission denied",
  'warning: redirecting to https://github.com/x/y.git/',
  'Downloaded 404 files in 429 s, 503 MB',
  'Killed time with a test of the killer feature',
  'Checking for cc: found gcc and g++',
  'model 401-forbidden-forest.safetensors is there',
  'Memory: 137 of 500 MB used, no memory error',
  'Step 127 of 137',
  'Disk: 28 GB of 122 GB free',
  'INFO: torch 2.5.1 with CUDA 12.4 is installed',
  'note: This is an issue with the package mentioned above, not pip.',
  'Skipping optional module found nowhere',
  'Python 3.11 is required and found',
];
