// Who may in: logins to the box, tokens of sites, keys of git.
import type { Rule } from './rule.ts';

/** wget names the address lines before the answer, and nothing of 401 after it. */
const WGET = { line: /awaiting response\.\.\. 40[13]\b/, until: /^--\d.*--\s+https?:\/\// };

export const accessRules: Rule[] = [
  {
    cause: 'host_key_changed',
    title: 'The box shows another host key than before',
    explanation:
      'A box that was recreated, or another one at the same address, has a new key. It can also be somebody in between.',
    advice:
      'Was the box recreated? Compare the new fingerprint with the provider’s and replace the key. If it was not, do not go on.',
    actions: ['replace_host_key', 'open_log'],
    rank: 'exact',
    lines: [/REMOTE HOST IDENTIFICATION HAS CHANGED/],
    codes: ['host_key_changed'],
  },
  {
    cause: 'ssh_key_refused',
    title: 'The box does not take our key',
    explanation:
      'It was reached, and lets nobody in with the key that was shown: its public half is not on the box, or the user is another one.',
    advice:
      'Add the public key to the box (on Vast.ai: before the box is created, or on its page), or name another key in config.yaml; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'usual',
    codes: ['ssh_auth_refused'],
  },
  {
    cause: 'ssh_key_missing',
    title: 'There is no SSH key to log in with',
    explanation: 'Bringup found no key in the usual places, no agent holds one, and config.yaml names none.',
    advice:
      'Make one with ssh-keygen -t ed25519, add its public half to the box (on Vast.ai: before the box is created, or on its page); then continue.',
    actions: ['continue', 'run_again'],
    rank: 'usual',
    codes: ['ssh_no_key'],
  },
  {
    cause: 'ssh_key_locked',
    title: 'The SSH key has a passphrase',
    explanation:
      'Bringup never asks for a passphrase, so it can use such a key only through an agent that has it open.',
    advice:
      'Load the key with ssh-add, start Bringup with SSH_AUTH_SOCK set, or name another key in config.yaml; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'usual',
    codes: ['ssh_key_encrypted'],
  },
  {
    cause: 'git_key_refused',
    title: 'The git server does not take the box’s key',
    explanation: 'The address is one of SSH, and the box has no key that the server knows.',
    advice: 'Use the https address of the repository, or give the box a key that may read it; then run the step again.',
    actions: ['run_again', 'continue'],
    rank: 'exact',
    lines: [/Permission denied \(publickey/],
    only: ['step_failed', 'nodes_failed', 'download_failed', 'download_refused'],
  },
  {
    cause: 'git_host_unknown',
    title: 'The box does not know the git server’s host key',
    explanation: 'git over SSH stops there until the key of the server is known on the box.',
    advice:
      'Use the https address of the repository, or add the server to ~/.ssh/known_hosts on the box; then run the step again.',
    actions: ['run_again', 'continue'],
    rank: 'usual',
    lines: [/Host key verification failed/],
    only: ['step_failed', 'nodes_failed', 'download_failed', 'download_refused'],
  },
  {
    cause: 'huggingface_gated',
    title: 'Hugging Face wants its terms accepted',
    explanation: 'The model is gated: the account of the token has not been given access to it.',
    advice: 'Open the model’s page with that account, accept the terms, wait for the yes where it asks, then continue.',
    actions: ['continue', 'set_secret'],
    rank: 'exact',
    lines: [
      /GatedRepoError/,
      /Access to model .* is restricted/i,
      /Cannot access gated repo/i,
      /huggingface\.co\S* answered 403/,
      /403 Client Error.*huggingface\.co/i,
    ],
  },
  {
    cause: 'huggingface_token',
    title: 'Hugging Face does not take the token, or got none',
    explanation: 'The file needs a login. A repository that does not exist is answered in the same way.',
    advice: 'Set the secret with a token that may read, check the name of the repository, then continue.',
    actions: ['set_secret', 'continue'],
    rank: 'exact',
    lines: [
      /(401|Unauthorized).*(huggingface\.co|hf\.co)/i,
      /(huggingface\.co|hf\.co)\S* answered 401/i,
      /Invalid user token/i,
      /RepositoryNotFoundError: 401/,
      /Invalid username or password\..*huggingface/i,
    ],
    below: [{ ...WGET, with: /^--\d.*--\s+https?:\/\/(\w+\.)*(huggingface\.co|hf\.co)\// }],
  },
  {
    cause: 'civitai_token',
    title: 'Civitai does not take the key, or got none',
    explanation: 'Many files there can only be had by somebody who has signed in.',
    advice: 'Make an API key in your account on civitai.com, set the secret, then continue.',
    actions: ['set_secret', 'continue'],
    rank: 'exact',
    lines: [
      /civitai\.\w+\S* answered (401|403)/i,
      /(401|403|Unauthorized|Forbidden).*civitai\./i,
      /civitai\..*(401|403|Unauthorized|Forbidden)/i,
    ],
    below: [{ ...WGET, with: /^--\d.*--\s+https?:\/\/(\w+\.)*civitai\.\w+\// }],
    codes: ['api_key_rejected'],
  },
  {
    cause: 'git_login',
    title: 'The repository wants a login',
    explanation: 'It is private, it was renamed or removed: a git server answers all three in the same way.',
    advice: 'Check the address in a browser. For a private one, name a secret with a token that may read it.',
    actions: ['run_again', 'set_secret'],
    rank: 'exact',
    lines: [
      /could not read Username for/i,
      /terminal prompts disabled/i,
      /fatal: Authentication failed for/i,
      /Support for password authentication was removed/i,
      /remote: Repository not found/i,
    ],
  },
  {
    cause: 'site_unauthorized',
    title: 'The server wants a login',
    explanation: 'It answered 401 or 403: no secret was sent, it is not right, or its account may not have that file.',
    advice: 'Set the secret of the step, check the rights of its account, then continue.',
    actions: ['set_secret', 'continue'],
    rank: 'usual',
    lines: [
      /The requested URL returned error: 40[13]/i,
      /\banswered 40[13]\b/,
      /HTTP (Error )?40[13]\b/,
      /40[13] Client Error/,
      /ERROR 40[13]: (Unauthorized|Forbidden)/,
      /awaiting response\.\.\. 40[13]\b/,
    ],
    codes: ['download_refused'],
  },
  {
    cause: 'secret_missing',
    title: 'A secret of the step is not there',
    explanation: 'The step names a secret that was never set, or was removed since.',
    advice: 'Set it in the settings under the name that the message gives, then continue.',
    actions: ['set_secret', 'continue'],
    rank: 'usual',
    codes: ['secret_missing'],
  },
  {
    cause: 'provider_key',
    title: 'The provider does not take our key',
    explanation:
      'Vast refused the request: the key is wrong, may not do it, or the number of the box is not one of yours.',
    advice: 'Check VAST_API_KEY and the number of the box, then continue.',
    actions: ['set_secret', 'continue'],
    rank: 'usual',
    codes: ['provider_refused'],
  },
  {
    cause: 'dubious_ownership',
    title: 'git does not trust a folder of another owner',
    explanation: 'The folder of the repository belongs to another account than the one that runs git.',
    advice:
      'Give the folder to the account of the step (chown), or name it in git’s safe.directory on the box; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [/detected dubious ownership in repository/i],
  },
  {
    cause: 'permission_denied',
    title: 'A file or folder may not be used',
    explanation: 'The account on the box has no right to read, write or run it.',
    advice: 'Give the account the right (chown, chmod), take another folder, or log in as another user; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'general',
    lines: [/Permission denied/i, /Operation not permitted/i, /\bEACCES\b/, /are you root\?/],
    except:
      /Permission denied \((publickey|password|keyboard)|^find: |^du: |^ls: cannot (access|open)|Permission denied, please try again/,
    exits: [126],
  },
];
