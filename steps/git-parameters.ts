// What a template may say about a git repository.
import { text } from './parameters.ts';

const REMOTE = /^(https?|ssh):\/\/[^/@\s-][^/@\s]*(\/|$)/i;
const LOGIN_URL = /^(https?|ssh):\/\/[A-Za-z0-9._~%+-]+@[^/@\s-][^/@\s]*(\/|$)/i;
const SCP_LIKE = /^[A-Za-z0-9._][A-Za-z0-9._-]*@[A-Za-z0-9._][A-Za-z0-9._-]*:(?!:)/;

/** A repository: https, http, ssh://, user@host:path, file:// or an absolute path. No password, no other transport of git. */
export const repositoryUrl = text(500)
  .refine((url) => !/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(url), { error: 'must not hold a password' })
  .refine(
    (url) =>
      REMOTE.test(url) || LOGIN_URL.test(url) || SCP_LIKE.test(url) || /^file:\/\/\//.test(url) || /^\/[^/]/.test(url),
    { error: 'must be an http, https, ssh or file URL, user@host:path or an absolute path' },
  );

/** A branch, tag or commit, after the rules of `git check-ref-format`. */
export const gitRef = text(200).refine((ref) => !/^[-/.]|[~^:?*[\\\s]|\.\.|@\{|\/\/|[/.]$|\.lock$/.test(ref), {
  error: 'must be the name of a branch or tag, or a commit',
});
