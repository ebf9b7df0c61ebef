# The template author's own text. It arrives as data and is read by an interpreter of its own, which may report on descriptor 3, too.
command_text=$COMMAND interpreter=${BRINGUP_INTERPRETER:-sh} directory=${BRINGUP_DIRECTORY-} success=${BRINGUP_SUCCESS:-0}
unset COMMAND BRINGUP_INTERPRETER BRINGUP_DIRECTORY BRINGUP_SUCCESS
umask 022
# shellcheck disable=SC2088 # a literal ~ is meant
case $directory in '~/'*) directory=$HOME/${directory#'~/'} ;; esac
if [ -n "$directory" ] && ! cd -- "$directory"; then
  failure "There is no folder $directory on the box: nothing was run."
  exit 1
fi
if [ "$interpreter" = python ]; then interpreter=python3; fi
if ! command -v "$interpreter" >/dev/null 2>&1; then
  failure "There is no $interpreter on the PATH of the box: nothing was run."
  exit 1
fi
if [ "$success" = 0 ]; then exec "$interpreter" -c "$command_text"; fi
"$interpreter" -c "$command_text"
code=$?
case " $success " in
  *" $code "*)
    printf 'ended with exit code %s, which the template counts as success\n' "$code"
    exit 0
    ;;
  *" 0 "*) exit "$code" ;;
esac
if [ "$code" = 0 ]; then
  failure "The command ended with exit code 0, and only $success count as success."
  code=1
fi
exit "$code"
