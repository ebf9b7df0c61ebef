// What a line looks like that tells of an error. A guess, and called one: it is for jumping, not for judging.

/** As the server searches for it, capitals and small letters alike. At most 500 characters. */
export const ERROR_LINES = [
  // errors, RuntimeError:, 3 failed; not "0 errors", "no error", "errors: 0", --on-error, error.log
  String.raw`(?<!\b(?:no|0|zero|without|on|if)[ _-])(?:errors?|exception|failures?|failed)\b(?![-_.]\w|[:=] ?0\b)`,
  String.raw`\b(?:fatal|panic|panicked|traceback|segmentation fault|core dumped|killed|out of memory)\b`,
  String.raw`\b(?:no space left|permission denied|command not found|no such file|npm ERR!|not recognized)`,
].join('|');
