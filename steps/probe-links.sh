# Whether each link of LINKS below UI_HOME/models still leads to its folder. PROBE_NO is the exit code for no.
# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
models=$UI_HOME/models
lacks=
while IFS=/ read -r link folder; do
  one=$(readlink -f -- "$models/$link")
  if [ ! -d "$models/$link" ] || [ "$one" != "$(readlink -f -- "$models/$folder")" ]; then
    lacks="$lacks${lacks:+; }$models/$link no longer leads to $folder"
  fi
done <<LINKS
$LINKS
LINKS
if [ -n "$lacks" ]; then
  failure "$lacks"
  exit "$PROBE_NO"
fi
