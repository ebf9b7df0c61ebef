# Whether the checkout in FOLDER is still at COMMIT. Local changes are not looked at: git_clone leaves them alone, too.
# shellcheck disable=SC2088 # a literal ~ is meant
case $FOLDER in '~/'*) FOLDER=$HOME/${FOLDER#'~/'} ;; esac
if [ ! -e "$FOLDER/.git" ]; then
  failure "$FOLDER is no git checkout any more."
  exit "$PROBE_NO"
fi
if ! commit=$(git -c safe.directory='*' -C "$FOLDER" rev-parse --verify -q 'HEAD^{commit}'); then
  failure "$FOLDER holds a broken checkout."
  exit "$PROBE_NO"
fi
if [ "$commit" != "$COMMIT" ]; then
  failure "$FOLDER is at $commit instead of $COMMIT."
  exit "$PROBE_NO"
fi
