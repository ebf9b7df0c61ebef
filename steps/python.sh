# Put between progress.sh and a step that is written in Python: finds the Python to run it with. PYTHON is the application's own
# as the template has it, and becomes the one that was found, or nothing; without one any Python 3 of the box runs the step.
# shellcheck disable=SC2088 # a literal ~ is meant
case ${UI_HOME-} in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
# shellcheck disable=SC2088
case ${PYTHON-} in '~/'*) PYTHON=$HOME/${PYTHON#'~/'} ;; esac
bringup_python=
for bringup_candidate in "${PYTHON-}" /venv/main/bin/python "${UI_HOME-}/venv/bin/python" "${UI_HOME-}/.venv/bin/python"; do
  if [ -f "$bringup_candidate" ] && [ -x "$bringup_candidate" ]; then
    bringup_python=$bringup_candidate
    if [ -n "${PYTHON-}" ] && [ "$PYTHON" != "$bringup_python" ]; then
      printf '%s is not there, using %s\n' "$PYTHON" "$bringup_python"
    fi
    break
  fi
done
BRINGUP_WANTED_PYTHON=${PYTHON-}
PYTHON=$bringup_python
export UI_HOME PYTHON BRINGUP_WANTED_PYTHON
for bringup_candidate in python3 /usr/bin/python3 /usr/local/bin/python3 /opt/conda/bin/python3; do
  if [ -n "$bringup_python" ]; then break; fi
  bringup_python=$(command -v "$bringup_candidate")
done
if [ -z "$bringup_python" ]; then
  failure "There is no Python 3 on the box: neither ${BRINGUP_WANTED_PYTHON:-the application's} nor python3 on the PATH."
  exit 13
fi
