# Reads UI_HOME as a program started from a login shell sees it. The login files may print what they like: the answer stands
# between two nonces. As a probe it answers no with PROBE_NO.
# shellcheck disable=SC2088 # a literal ~ is meant
case $EXPECTED in '~/'*) EXPECTED=$HOME/${EXPECTED#'~/'} ;; esac

# sshd sets SHELL to the login shell.
shell=${SHELL-}
if [ ! -x "$shell" ]; then shell=/bin/sh; fi

if ! read -r nonce </proc/sys/kernel/random/uuid; then nonce=bringup-$$-ui-home; fi

# The same words for every kind of shell: whatever it is, it only starts sh with a text from its environment.
# shellcheck disable=SC2016 # the shells over there expand them
words='/bin/sh -c "$BRINGUP_READ"'
# shellcheck disable=SC2016
read_it='printf "\n%s:%s:%s:%s\n" "$BRINGUP_NONCE" "${UI_HOME+set}" "${UI_HOME-}" "$BRINGUP_NONCE"'

set -- env -i "HOME=$HOME" "USER=${USER:-${LOGNAME-}}" "LOGNAME=${LOGNAME:-${USER-}}" "SHELL=$shell" "PATH=$PATH" TERM=dumb \
  "LANG=${LANG:-C}" "BRINGUP_READ=$read_it" "BRINGUP_NONCE=$nonce"
if command -v timeout >/dev/null 2>&1; then set -- timeout 20 "$@"; fi

case $shell in
  */csh | */tcsh)
    # There -l is only taken alone.
    answer=$(printf '%s\n' "$words" | "$@" "$shell" -l 3>&-)
    ;;
  *) answer=$("$@" "$shell" -l -c "$words" 3>&- </dev/null) ;;
esac
code=$?

case $answer in
  *"$nonce:"*":$nonce"*) ;;
  *)
    printf '%s\n' "$answer"
    failure "The login shell $shell gave no answer (exit code $code): its login files end it or hang. What it printed is in the log."
    exit 1
    ;;
esac
answer=${answer#*"$nonce:"}
answer=${answer%":$nonce"*}
value=${answer#*:}

if [ "${answer%%:*}" != set ] || [ -z "$value" ]; then
  failure "UI_HOME is not set in the login shell $shell: run set_ui_home first."
  exit "${PROBE_NO:-1}"
fi
result_string "$value"
printf 'UI_HOME=%s in %s\n' "$value" "$shell"
while :; do
  case $value in ?*/) value=${value%/} ;; *) break ;; esac
done
if [ -n "$EXPECTED" ] && [ "$value" != "$EXPECTED" ]; then
  failure "The login shell $shell says UI_HOME=$value, expected $EXPECTED."
  exit "${PROBE_NO:-12}"
fi
