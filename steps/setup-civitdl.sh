# shellcheck disable=SC2153 # VERSION is the parameter, version what civitdl says
# civitdl in a virtual environment of its own below ~/.bringup, so that it cannot disturb the application's. The API key comes
# as environment, leaves it at once, and goes on by stdin only: no argument, no output and no file but civitdl's own holds it.
set +x
umask 077
key=${CIVITDL_API_KEY-}
unset CIVITDL_API_KEY
key=$(printf '%s' "$key" | tr -d '\r\n')

tool=$HOME/.bringup/tools/civitdl
own_python=$tool/bin/python

# Says about the stored key: same, other, none or broken; then where it is stored. The key is compared inside Python, which
# gets it as environment; civitdl's exit codes and the mere presence of "api_key" prove nothing.
key_state() {
  BRINGUP_KEY=$key "$own_python" -I - 3>&- <<'PYTHON'
import hashlib, hmac, json, os
from appdirs import AppDirs

path = os.path.join(AppDirs('civitdl', 'Owen Truong').user_config_dir, 'config.json')
given = os.environ['BRINGUP_KEY']
try:
    with open(path, encoding='utf-8') as file:
        stored = json.load(file)['default'].get('api_key') or ''
except FileNotFoundError:
    stored = ''
except (ValueError, KeyError, TypeError, AttributeError):
    stored = None
digest = lambda text: hashlib.sha256(text.encode()).digest()
if stored is None:
    print('broken')
elif not stored:
    print('none')
else:
    print('same' if hmac.compare_digest(digest(stored), digest(given)) else 'other')
print(path)
PYTHON
}

read_key_state() {
  state=$(key_state) || return 1
  config=${state#*
}
  state=${state%%
*}
}

# Prints $1 with the key blanked: civitconfig shows its settings, and other versions may show the key among them.
print_blanked() {
  rest=$1
  if [ -n "$key" ]; then
    while :; do
      case $rest in *"$key"*) ;; *) break ;; esac
      printf '%s[redacted]' "${rest%%"$key"*}"
      rest=${rest#*"$key"}
    done
  fi
  printf '%s\n' "$rest"
}

# Runs a command, its output into the log and into $scratch/out.
logged() {
  { "$@" 2>&1 3>&- </dev/null; printf '%s' $? >"$scratch/code"; } | tee "$scratch/out"
  return "$(cat "$scratch/code")"
}

# Gives up on an installation that failed, in the words of the installer.
installation_failed() {
  reason=$(grep -i -e '^ *error' -e '^ *cause:' -e '^fatal' -e 'no space left' "$scratch/out" | tail -n 1)
  [ -n "$reason" ] || reason=$(grep . "$scratch/out" | tail -n 1)
  task install failed "$reason"
  failure "civitdl $VERSION could not be installed: $reason"
  if grep -q -i -e 'no space left' "$scratch/out"; then exit 16; fi
  if grep -q -i -E -e 'name resolution|failed to (establish|fetch|connect)|connection (refused|reset|aborted|broken|error)|timed out|unreachable|error sending request|dns error' "$scratch/out"; then
    exit 15
  fi
  exit 1
}

# Sets uv to the box's own, which an image may have in the application's environment, off the PATH of an ssh session.
find_uv() {
  uv=$(command -v uv)
  for candidate_uv in "${PYTHON%/*}/uv" "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv" "$HOME/.bringup/uv/bin/uv"; do
    if [ -z "$uv" ] && [ -x "$candidate_uv" ]; then uv=$candidate_uv; fi
  done
}

# Makes the environment with the Python $1 in whatever way that one can; `installer` says how packages get into it.
make_environment() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null 3>&- || return 1
  rm -rf "$tool"
  find_uv
  if [ -n "$uv" ] && logged "$uv" venv --python "$1" "$tool"; then
    installer=uv
  elif "$1" -c 'import ensurepip, venv' 2>/dev/null 3>&- && logged "$1" -m venv "$tool"; then
    installer=own
  elif rm -rf "$tool" && "$1" -m pip --version >/dev/null 2>&1 3>&- && logged "$1" -m venv --without-pip "$tool"; then
    # Debian's python3 without python3-venv, but with pip (22.3 or later) to install from outside.
    installer=outside
  elif rm -rf "$tool" && "$1" -m virtualenv --version >/dev/null 2>&1 3>&-; then
    logged "$1" -m virtualenv "$tool" || return 1
    installer=own
  elif command -v virtualenv >/dev/null 2>&1 && logged virtualenv -p "$1" "$tool"; then
    installer=own
  else
    return 1
  fi
  [ -x "$own_python" ]
}

install_package() {
  export PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
  case $installer in
    uv) logged "$uv" pip install --python "$own_python" "civitdl==$VERSION" ;;
    own) logged "$own_python" -m pip install "civitdl==$VERSION" ;;
    outside) logged "$1" -m pip --python "$own_python" install "civitdl==$VERSION" ;;
  esac
}

install_civitdl() {
  task install running "civitdl $VERSION"
  mkdir -p "${tool%/*}" || exit 1
  scratch=$(mktemp -d "${tool%/*}/.install.XXXXXX") || exit 1
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 143' TERM INT
  # shellcheck disable=SC2088 # a literal ~ is meant
  case $PYTHON in '~/'*) PYTHON=$HOME/${PYTHON#'~/'} ;; esac
  for candidate in python3 "$PYTHON" python; do
    if command -v "$candidate" >/dev/null 2>&1 && make_environment "$candidate"; then
      install_package "$candidate" || installation_failed
      return
    fi
  done
  task install failed 'no Python to make an environment with'
  failure 'There is no Python 3.8 or later on the box that can make a virtual environment (python3-venv, pip, virtualenv or uv).'
  exit 13
}

# A link that somebody else made there stays.
link_commands() {
  mkdir -p "$HOME/.local/bin"
  for command in civitdl civitconfig civitmisc; do
    link=$HOME/.local/bin/$command
    if [ "$(readlink "$link")" = "$tool/bin/$command" ]; then continue; fi
    if [ -e "$link" ] && [ ! -L "$link" ]; then
      warning "$link is not ours and stays; civitdl of this step is $tool/bin/$command."
    else
      ln -sfn "$tool/bin/$command" "$link"
    fi
  done
}

store_key() {
  task key running
  # No terminal in this session, so civitconfig reads stdin; its exit code is 0 whatever happens.
  output=$(printf '%s\n' "$key" | "$tool/bin/civitconfig" default --api-key 2>&1 3>&-)
  print_blanked "$output"
  if ! read_key_state || [ "$state" != same ]; then
    task key failed 'not stored'
    failure 'civitconfig did not store the API key: what it said is in the log.'
    exit 14
  fi
}

changed=
task install pending
task key pending
# The mark is the last thing an installation writes: without it the environment may be half of one.
ready='' version=''
{ { read -r ready; read -r version; } <"$tool/.ready"; } 2>/dev/null
if [ "$ready" != "$VERSION" ] || [ -z "$version" ] || [ ! -x "$tool/bin/civitdl" ] || [ ! -x "$tool/bin/civitconfig" ] ||
  ! read_key_state; then
  install_civitdl
  changed=yes
  if ! read_key_state; then
    failure 'The environment of civitdl does not work: what Python said is in the log.'
    exit 14
  fi
  version=$("$tool/bin/civitdl" --version 2>&1 3>&-)
  # Its exit code proves nothing; what it says does.
  case $version in
    "civitdl v$VERSION" | "civitdl v$VERSION".*) ;;
    *)
      print_blanked "$version"
      task install failed 'civitdl --version failed'
      failure "civitdl is installed but does not say that it is $VERSION: what it said is in the log."
      exit 14
      ;;
  esac
  printf '%s\n' "$version"
  printf '%s\n%s\n' "$VERSION" "$version" >"$tool/.ready"
fi
task install success "civitdl $VERSION"
link_commands

if [ "$state" = broken ]; then
  task key failed 'settings are damaged'
  failure "The settings of civitdl ($config) are not readable as JSON: move the file away and start again."
  exit 14
fi
configured=true
if [ -z "$key" ]; then
  case $state in
    other) task key success 'the stored key was kept' ;;
    *)
      configured=false
      task key warning 'no key given'
      warning 'No API key was given (CIVITDL_API_KEY): civitdl can fetch only what needs no login.'
      ;;
  esac
else
  if [ "$state" != same ]; then
    store_key
    changed=yes
  fi
  task key success
fi
if [ -e "$config" ]; then chmod 600 "$config" && chmod 700 "${config%/*}"; fi

bringup_quote "$version" 200
result_json "{\"version\":$bringup_quoted,\"api_key_configured\":$configured}"
if [ -n "$changed" ]; then note "civitdl $VERSION"; else note "civitdl $VERSION, unchanged"; fi
printf 'civitdl %s, API key configured: %s\n' "$VERSION" "$configured"
