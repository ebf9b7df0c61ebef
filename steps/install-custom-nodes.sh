# Custom nodes: cloned side by side, then one pass over all their requirements, then their install.py. A folder under its final
# name is always whole; what is there already is left alone, and nothing of somebody else's is overwritten. Whatever fails
# concerns its own node only: the rest is installed, and the step says which ones failed and why.
#
# Parameters: UI_HOME, PYTHON, NODES (a line per node: name, url, ref, requirements, subfolder, optional, apart by US).
# In $work, per node number: <n>.out what git said, <n>.code its exit code, <n>.txt cleaned requirements, <n>.state
# "<kind> <note>", kind being new, there, moved, foreign (usable, not ours) or failed.
umask 022
LC_ALL=C
export LC_ALL
US=$(printf '\037')
NL='
'
PARALLEL=8
# Packages that belong to the application: no node may replace its torch.
GUARD='torch|torchvision|torchaudio|triton|pytorch-triton|xformers|nvidia[-_.][a-z0-9._-]*'

# What would make git ask a person, or look into another repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
GIT_TERMINAL_PROMPT=0
GIT_SSH_COMMAND=${GIT_SSH_COMMAND:-ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15}
export GIT_TERMINAL_PROMPT GIT_SSH_COMMAND
# A server that sends less than 1000 bytes a second for 20 s is given up.
GIT_OPTIONS='-c http.lowSpeedLimit=1000 -c http.lowSpeedTime=20 -c advice.detachedHead=false -c init.defaultBranch=main'

# `at_most SECONDS COMMAND…`, without a limit where there is no timeout(1).
if command -v timeout >/dev/null 2>&1; then
  at_most() { timeout "$@"; }
else
  at_most() {
    shift
    "$@"
  }
fi

# --- one node, in a subshell of its own ---

# Runs git; what it says goes to the log under the node's name, and to <n>.out.
run_git() {
  : >"$work/$n.out"
  # shellcheck disable=SC2086 # the options hold no blanks
  { at_most 900 git $GIT_OPTIONS "$@" 2>&1 3>&- 4>&- </dev/null; printf '%s' $? >"$work/$n.code"; } |
    while IFS= read -r line || [ -n "$line" ]; do
      printf '[%s] %s\n' "$name" "$line"
      printf '%s\n' "$line" >>"$work/$n.out"
    done
  read -r code <"$work/$n.code" || [ -n "$code" ]
  return "$code"
}

in_target() { git -C "$target" "$@" 2>/dev/null; }

is_network_trouble() {
  grep -q -i -E -e 'resolve host|timed out|early EOF|RPC failed|connection (reset|refused|closed)|hung up|error: 5[0-9][0-9]|operation too slow|unexpected disconnect|failed to connect' "$work/$n.out"
}

# Like run_git; trouble on the way gets a second try.
fetch_git() {
  run_git "$@" && return
  is_network_trouble || return 1
  printf '[%s] trying once more in 3 s\n' "$name"
  sleep 3
  rm -rf "$work/$n.clone/.git/shallow.lock"
  case $1 in clone) rm -rf "$work/$n.clone" ;; esac
  run_git "$@"
}

# Why git failed, in words.
git_reason() {
  said=$(grep -i -E -e '^(fatal|error|ssh|remote: (error|fatal)):? ' "$work/$n.out" | tail -n 1)
  [ -n "$said" ] || said=$(grep . "$work/$n.out" | tail -n 1)
  case $(cat "$work/$n.out") in
    *'No space left on device'*) printf 'No space left on device' ;;
    *'terminal prompts disabled'* | *'Authentication failed'* | *'could not read Username'*)
      printf 'the repository does not exist or is private (%s)' "$url"
      ;;
    *'Remote branch'*'not found'* | *"couldn't find remote ref"* | *'not our ref'* | *'did not match any file'* | *'unable to read tree'* | *'reference is not a tree'*)
      printf 'the repository has no %s' "$ref"
      ;;
    *'Could not resolve host'*) printf 'the host name of %s cannot be resolved' "$url" ;;
    *)
      if [ "$code" = 124 ]; then said='git did not end within 15 minutes'; fi
      printf '%s' "${said:-git ended with exit code $code}"
      ;;
  esac
}

fail_node() { printf 'failed %s\n' "$1" >"$work/$n.state"; }

is_commit() {
  case $1 in *[!0-9a-f]* | ?????? | ????? | ???? | ??? | ?? | ? | '') return 1 ;; esac
  [ "${#1}" -le 40 ]
}

# The same repository may be written in many ways.
plain_url() {
  printf '%s' "$1" | tr '[:upper:]' '[:lower:]' |
    sed -e 's#/*$##' -e 's#\.git$##' -e 's#^file://##' -e 's#^[a-z]*://##' -e 's#^[^/@]*@##' -e 's#^\([^/:]*\):\([^/0-9]\)#\1/\2#'
}

# Clones to a temporary name: depth 1, at the ref if there is one.
clone() {
  temporary=$work/$n.clone
  rm -rf "$temporary"
  case $url in /*) set -- --no-local ;; *) set -- ;; esac
  if is_commit "$ref" && [ "${#ref}" = 40 ]; then
    run_git init -q "$temporary" && run_git -C "$temporary" remote add origin "$url" || return 1
    # Not every server hands out a commit by its number.
    fetch_git -C "$temporary" fetch --depth 1 origin "$ref" || fetch_git -C "$temporary" fetch origin || return 1
    run_git -C "$temporary" checkout -q --detach "$ref"
  elif [ -z "$ref" ]; then
    fetch_git clone --depth 1 --single-branch "$@" -- "$url" "$temporary"
  else
    fetch_git clone --depth 1 --single-branch --branch "$ref" "$@" -- "$url" "$temporary" && return
    is_commit "$ref" || return 1
    # A shortened commit can only be found in the whole history.
    rm -rf "$temporary"
    fetch_git clone --no-checkout "$@" -- "$url" "$temporary" && run_git -C "$temporary" checkout -q --detach "$ref"
  fi
}

submodules() {
  [ -e "$1/.gitmodules" ] || return 0
  case $(git -C "$1" submodule status --recursive 2>/dev/null) in
    -* | *"$NL"-*) fetch_git -C "$1" submodule update --init --recursive --depth 1 ;;
  esac
}

install_new() {
  if ! clone || ! submodules "$temporary"; then
    fail_node "$(git_reason)"
  elif ! sha=$(git -C "$temporary" rev-parse --verify -q 'HEAD^{commit}'); then
    fail_node 'the repository is empty'
  elif ! mkdir -p "${target%/*}" || ! mv "$temporary" "$target"; then
    fail_node "$target cannot be written"
  else
    printf 'new cloned at %.7s\n' "$sha" >"$work/$n.state"
  fi
  rm -rf "$work/$n.clone"
}

at_ref() {
  [ -z "$ref" ] && return
  if is_commit "$ref"; then
    case $sha in "$ref"*) return ;; esac
  fi
  [ "$(in_target symbolic-ref -q --short HEAD)" = "$ref" ] ||
    [ "$(in_target rev-parse --verify -q "refs/tags/$ref^{commit}")" = "$sha" ] ||
    [ "$(in_target rev-parse --verify -q "refs/remotes/origin/$ref^{commit}")" = "$sha" ]
}

# Fetches the ref into the checkout; sets `to` to what has to be checked out.
fetch_ref() {
  if is_commit "$ref"; then
    to=$ref
    [ "${#ref}" = 40 ] && run_git -C "$target" fetch --depth 1 origin "$ref" && return
    fetch_git -C "$target" fetch origin '+refs/heads/*:refs/remotes/origin/*'
    return
  fi
  to=refs/tags/$ref
  run_git -C "$target" fetch --depth 1 origin "+refs/tags/$ref:refs/tags/$ref" && return
  to=refs/remotes/origin/$ref
  fetch_git -C "$target" fetch --depth 1 origin "+refs/heads/$ref:refs/remotes/origin/$ref"
}

# Brings a checkout to the ref, if nothing of anybody's gets lost.
move_to_ref() {
  if [ -n "$(in_target status --porcelain --untracked-files=no)" ]; then
    fail_node "has local changes: left at $(printf %.7s "$sha") instead of $ref"
  elif fetch_ref && run_git -C "$target" checkout -q --detach "$to" && submodules "$target"; then
    sha=$(in_target rev-parse HEAD)
    printf 'moved moved to %s (%.7s)\n' "$ref" "$sha" >"$work/$n.state"
  else
    fail_node "left at $(printf %.7s "$sha"): $(git_reason)"
  fi
}

# What to do about a folder that is there. Status 1: nothing worth keeping, it may be cloned.
look_at_existing() {
  if [ ! -d "$target" ]; then
    fail_node 'something that is no folder is in its place'
    return 0
  fi
  [ -n "$(ls -A "$target")" ] || { rmdir "$target" && return 1; }
  if [ ! -e "$target/.git" ]; then
    printf 'foreign already there, not a git checkout: left alone\n' >"$work/$n.state"
    return 0
  fi
  if ! sha=$(in_target rev-parse --verify -q 'HEAD^{commit}'); then
    # An interrupted clone of another tool leaves .git and nothing else.
    if [ "$(ls -A "$target")" = .git ] && [ -d "$target/.git" ] && [ ! -L "$target" ]; then
      rm -rf "$target"
      return 1
    fi
    fail_node "a broken checkout is in its place: $(git -C "$target" rev-parse --verify 'HEAD^{commit}' 2>&1 | grep fatal)"
    return 0
  fi
  origin=$(in_target config --get remote.origin.url)
  if [ "$(plain_url "$origin")" != "$(plain_url "$url")" ]; then
    # Not with the password that it may hold.
    origin=$(printf '%s' "$origin" | sed 's#//[^/@]*@#//#')
    fail_node "the folder belongs to another repository (${origin:-no origin}): left alone"
    return 0
  fi
  if [ -d "$target/.git" ] && [ ! -e "$target/.git/index" ]; then
    # Interrupted while the files were written: those that are missing are added, none is overwritten.
    rm -f "$target/.git/index.lock"
    run_git -C "$target" read-tree HEAD && run_git -C "$target" checkout-index -a -q
  fi
  if ! at_ref; then
    move_to_ref
  elif submodules "$target"; then
    printf 'there already there at %.7s\n' "$sha" >"$work/$n.state"
  else
    fail_node "submodules: $(git_reason)"
  fi
  return 0
}

# The requirements of file $1 as plain lines, without what concerns the installer or the application. $2: how deep.
read_requirements() {
  [ -r "$1" ] && [ "$2" -lt 5 ] || return 0
  # A mark at the start, DOS line ends, continued lines; comments; options behind a requirement; a missing comma as in
  # numpy<1.24>=1.18, which old versions of pip took.
  sed -e "1s/^$(printf '\357\273\277')//" -e 's/\r$//' -e ':a' -e '/\\$/{N' -e 's/\\\n//' -e 'ba' -e '}' "$1" |
    sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]#.*$//' -e 's/[[:space:]]*$//' -e '/^#/d' -e '/^$/d' -e '/^[^-]/s/[[:space:]]--[a-z].*$//' \
      -e 's/\([<>=!~]=\{0,1\}[[:space:]]*[0-9][0-9A-Za-z.*+]*\)[[:space:]]*\([<>=!~]=\{0,1\}[[:space:]]*[0-9]\)/\1,\2/g' |
    while IFS= read -r line; do
      case $line in
        -r* | --requirement*)
          included=${line#--requirement}
          included=${included#-r}
          included=${included#=}
          while :; do case $included in ' '*) included=${included# } ;; *) break ;; esac; done
          read_requirements "${1%/*}/$included" $(($2 + 1))
          ;;
        '-e git+'* | '-e http'*) printf '%s\n' "${line#-e }" ;;
        '--editable git+'* | '--editable http'*) printf '%s\n' "${line#--editable }" ;;
        -* | .) printf '[%s] left out: %s\n' "$name" "$line" >&2 ;;
        ./*) printf '%s\n' "${1%/*}/${line#./}" ;;
        *) printf '%s\n' "$line" ;;
      esac
    done
}

collect_requirements() {
  file=$target/${requirements:-requirements.txt}
  if [ -n "$requirements" ] && [ ! -e "$file" ]; then
    printf '%s\n' "there is no $requirements in it" >"$work/$n.lacks"
  fi
  read_requirements "$file" 0 >"$work/$n.all"
  guard="^($GUARD)[[:space:]]*([][<>=!~;@,(]|\$)"
  grep -i -E -e "$guard" "$work/$n.all" | sed "s/^/left to the application: /"
  grep -v -i -E -e "$guard" "$work/$n.all" >"$work/$n.txt"
}

work_on_node() {
  task "$name" running 'cloning'
  target=$nodes_dir/$folder
  if [ ! -e "$target" ] && [ ! -L "$target" ]; then
    install_new
  elif ! look_at_existing; then
    install_new
  fi
  case $(cat "$work/$n.state") in
    failed*) ;;
    *) collect_requirements ;;
  esac
}

# --- the list ---

read_fields() {
  IFS=$US read -r n name url ref requirements subfolder _ <<FIELDS
$1
FIELDS
  folder=${subfolder:-$name}
}

# Calls $1 for every node with its fields as variables.
each_node() {
  n=0
  while IFS=$US read -r name url ref requirements subfolder _ <&5; do
    n=$((n + 1))
    folder=${subfolder:-$name}
    "$1"
  done 5<"$work/nodes"
}

count_node() {
  task "$name" pending
  total=$n
  slashes=$(printf '%s' "$folder" | tr -c -d /)
  printf '%s' "${#slashes}" >"$work/$n.depth"
  if [ "${#slashes}" -gt "$deepest" ]; then deepest=${#slashes}; fi
}

# Starts a node as soon as one of the places is free. Who is ready says so through the pipe.
start_node() {
  [ "$(cat "$work/$n.depth")" = "$depth" ] || return 0
  if [ "$busy" -ge "$PARALLEL" ]; then await_node; fi
  (
    (work_on_node)
    printf '%s\n' "$n" >&4
  ) 5<&- &
  busy=$((busy + 1))
}

# Waits for the next one that is ready and settles it, in the middle of starting others.
await_node() {
  keep=$n$US$name$US$url$US$ref$US$requirements$US$subfolder
  read -r ready <&4
  busy=$((busy - 1))
  read_fields "$ready$US$(sed -n "${ready}p" "$work/nodes")"
  settle_clone
  read_fields "$keep"
}

needs_python() { [ -s "$work/$n.txt" ] || runs_install; }

# install.py runs once per commit and Python.
runs_install() {
  target=$nodes_dir/$folder
  [ -f "$target/install.py" ] || return 1
  read -r kind _ <"$work/$n.state"
  case $kind in failed | foreign) return 1 ;; esac
  mark="$(in_target rev-parse HEAD) $python"
  [ "$(cat "$target/.git/bringup-installed" 2>/dev/null)" != "$mark" ]
}

# After the clone: a row that has nothing left to do is final.
settle_clone() {
  kind=failed words='its clone was killed'
  { read -r kind words <"$work/$n.state"; } 2>/dev/null
  printf '%s %s\n' "$kind" "$words" >"$work/$n.state"
  if [ "$kind" != failed ] && needs_python; then
    work_left=yes
    task "$name" running "$words, requirements next"
  else
    end_node
  fi
}

# The last word about a node.
end_node() {
  [ ! -e "$work/$n.ended" ] || return 0
  : >"$work/$n.ended"
  read -r kind words <"$work/$n.state"
  if [ -e "$work/$n.lacks" ]; then words="$words; $(cat "$work/$n.lacks")"; fi
  ended=$((ended + 1))
  case $kind in
    failed)
      failed=$((failed + 1))
      failed_words="$failed_words${failed_words:+; }$name: $words"
      failed_json="$failed_json${failed_json:+,}"
      bringup_quote "$name" 500
      failed_json="$failed_json$bringup_quoted"
      case $words in *'No space left'*) disk_full=yes ;; esac
      task "$name" failed "$words"
      printf '[%s] failed: %s\n' "$name" "$words"
      ;;
    *)
      case $kind in
        new) new=$((new + 1)) ;;
        moved) moved=$((moved + 1)) ;;
        *) there=$((there + 1)) ;;
      esac
      if [ "$kind" = foreign ] || [ -e "$work/$n.lacks" ]; then
        task "$name" warning "$words"
        warning "$name: $words"
      else
        task "$name" success "$words"
      fi
      printf '[%s] %s\n' "$name" "$words"
      ;;
  esac
  progress "$ended" "$total" nodes "$name"
}

# --- requirements ---

find_python() {
  # shellcheck disable=SC2088 # a literal ~ is meant
  case $PYTHON in '~/'*) PYTHON=$HOME/${PYTHON#'~/'} ;; esac
  for python in "$PYTHON" /venv/main/bin/python "$UI_HOME/venv/bin/python" "$UI_HOME/.venv/bin/python"; do
    [ -x "$python" ] && return
  done
  python=
  return 1
}

# uv, if the box has one; else the environment's own pip.
find_installer() {
  uv=
  for candidate in "$(command -v uv)" "${python%/*}/uv" "$HOME/.local/bin/uv"; do
    if [ -x "$candidate" ]; then
      uv=$candidate
      return
    fi
  done
  "$python" -m pip --version >/dev/null 2>&1 3>&-
}

# The application's own versions of the guarded packages, as constraints.
guarded_versions() {
  "$python" -I - "$GUARD" 3>&- <<'PYTHON'
import importlib.metadata, re, sys

guard = re.compile('(' + sys.argv[1] + r')\Z', re.I)
for one in sorted({(d.metadata['Name'] or '', d.version or '') for d in importlib.metadata.distributions()}):
    if guard.match(one[0]):
        print('=='.join(one))
PYTHON
}

# Installs the requirements in file $1. Its output goes to the log and to $work/installer.out.
install_file() {
  if [ -n "$uv" ]; then
    set -- "$uv" pip install --python "$python" -r "$1"
    if [ -n "$uv_excludes" ]; then
      set -- "$@" --excludes "$work/guard"
    elif [ -s "$work/constraints" ]; then
      set -- "$@" --overrides "$work/constraints"
    fi
  else
    set -- "$python" -m pip install --disable-pip-version-check --no-input -r "$1"
    if [ -s "$work/constraints" ]; then set -- "$@" -c "$work/constraints"; fi
  fi
  { "$@" 2>&1 3>&- 4>&- </dev/null; printf '%s' $? >"$work/installer.code"; } | tee "$work/installer.out"
  if grep -q -E -e '^Successfully installed|^Installed [0-9]|^ *[+~] [a-zA-Z0-9._-]+==' "$work/installer.out"; then installed_any=yes; fi
  return "$(cat "$work/installer.code")"
}

# Why the installer failed: its last error in one line. uv gives the cause on a line of its own.
installer_reason() {
  if grep -q 'No space left on device' "$work/installer.out"; then
    printf 'No space left on device'
    return
  fi
  said=$(sed -n -e 's/^ *cause: *//p' -e 's/^ *╰─▶ *//p' "$work/installer.out" | tail -n 1)
  # pip says what does not go together in a list.
  [ -n "$said" ] || said=$(sed -n -e '/^The conflict is caused by/,/^$/s/^  *//p' "$work/installer.out" | tr '\n' ';' | sed -e 's/;$//' -e 's/;/; /g')
  [ -n "$said" ] || said=$(grep -i -E -e '^ *(error|fatal)' "$work/installer.out" | grep -v -e ResolutionImpossible -e 'pip.*available' | tail -n 1)
  [ -n "$said" ] || said=$(grep . "$work/installer.out" | tail -n 1)
  said=${said#ERROR: }
  printf '%s' "${said#error: }"
}

add_requirements() { cat "$work/$n.txt" >>"$work/all" 2>/dev/null; }

say_installing() {
  if [ -s "$work/$n.txt" ]; then task "$name" running 'installing requirements'; fi
}

# One node at a time, on top of what was accepted before, so that a conflict shows at the node that brings it.
try_node() {
  [ -s "$work/$n.txt" ] || return 0
  task "$name" running 'installing requirements by itself'
  progress "$ended" "$total" nodes "$name"
  cat "$work/accepted" "$work/$n.txt" | sort -u >"$work/try"
  printf '[%s] installing its requirements\n' "$name"
  if install_file "$work/try"; then
    mv "$work/try" "$work/accepted"
  else
    fail_node "requirements: $(installer_reason)"
    end_node
  fi
}

lack_python() {
  if [ ! -e "$work/$n.ended" ] && needs_python; then
    fail_node "$1"
    end_node
  fi
}

run_install_py() {
  [ ! -e "$work/$n.ended" ] || return 0
  if runs_install; then
    task "$name" running 'install.py'
    printf '[%s] install.py\n' "$name"
    (
      cd "$target" || exit 1
      # Its own calls of pip keep the application's versions, too; the variable takes no path with blanks.
      case $work in *[[:space:]]*) ;; *) if [ -s "$work/constraints" ]; then export PIP_CONSTRAINT="$work/constraints"; fi ;; esac
      export COMFYUI_PATH="$UI_HOME" PYTHONUNBUFFERED=1
      { at_most 600 "$python" install.py 2>&1 3>&- 4>&- </dev/null; printf '%s' $? >"$work/$n.code"; } | tee "$work/$n.out"
    )
    read -r code <"$work/$n.code" || [ -n "$code" ]
    case $code in
      0)
        installed_any=yes
        if [ -d "$target/.git" ]; then printf '%s\n' "$mark" >"$target/.git/bringup-installed"; fi
        ;;
      124) fail_node 'install.py did not end within 10 minutes' ;;
      *) fail_node "install.py ended with exit code $code: $(grep . "$work/$n.out" | tail -n 1)" ;;
    esac
  fi
  end_node
}

no_python() {
  printf '%s\n' "$1"
  lacks_python=$1
  lack_it() { lack_python "$lacks_python"; }
  each_node lack_it
}

install_requirements() {
  : >"$work/all"
  : >"$work/accepted"
  if ! find_python; then
    no_python "there is no Python for its requirements ($PYTHON)"
    return
  fi
  if [ "$python" != "$PYTHON" ]; then printf '%s is not there, using %s\n' "$PYTHON" "$python"; fi
  if ! find_installer; then
    no_python "the Python $python has no pip, and the box has no uv"
    return
  fi
  guarded_versions >"$work/constraints"
  printf '%s\n' torch torchvision torchaudio triton pytorch-triton xformers >"$work/guard"
  sed -n -e 's/^\(nvidia[^=]*\)=.*/\1/p' "$work/constraints" >>"$work/guard"
  uv_excludes=
  if [ -n "$uv" ] && "$uv" pip install --help 2>/dev/null | grep -q -e '--excludes'; then uv_excludes=yes; fi

  each_node add_requirements
  if [ -s "$work/all" ]; then
    each_node say_installing
    progress "$ended" "$total" nodes 'requirements of all nodes'
    sort -u "$work/all" >"$work/once"
    if ! install_file "$work/once"; then
      printf 'The requirements do not go together; looking for the nodes that do not fit.\n'
      each_node try_node
    fi
  fi
  each_node run_install_py

  guarded_versions >"$work/after"
  if ! cmp -s "$work/constraints" "$work/after"; then
    warning "The application's own packages have changed: $(tr '\n' ' ' <"$work/constraints")became $(tr '\n' ' ' <"$work/after")"
  fi
}

# --- the step ---

# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
if [ ! -d "$UI_HOME" ]; then
  failure "There is no folder $UI_HOME on the box."
  exit 10
fi
if [ -z "$NODES" ]; then
  note 'the template names no nodes'
  result_json '{"total":0,"cloned":0,"moved":0,"already_there":0,"failed":[]}'
  exit 0
fi
if ! command -v git >/dev/null 2>&1; then
  failure 'There is no git on the PATH of the box.'
  exit 13
fi
nodes_dir=$UI_HOME/custom_nodes
# ComfyUI skips folders with this ending. What an interrupted run left there goes.
work=$nodes_dir/.bringup-clone.disabled
if ! { mkdir -p "$nodes_dir" && rm -rf "$work" && mkdir "$work" && printf '%s\n' "$NODES" >"$work/nodes"; }; then
  failure "$nodes_dir cannot be written."
  exit 11
fi
trap 'rm -rf "$work"' EXIT
unset NODES

total=0 deepest=0 ended=0 busy=0 failed=0 new=0 moved=0 there=0
failed_words='' failed_json='' work_left='' installed_any='' disk_full='' lacks_python='' python=
each_node count_node
progress 0 "$total" nodes

mkfifo "$work/pipe"
exec 4<>"$work/pipe"
depth=0
find_python || python=
# A node inside another one comes after it.
while [ "$depth" -le "$deepest" ]; do
  each_node start_node
  while [ "$busy" -gt 0 ]; do await_node; done
  depth=$((depth + 1))
done
if [ -n "$work_left" ]; then install_requirements; fi

result_json "{\"total\":$total,\"cloned\":$new,\"moved\":$moved,\"already_there\":$there,\"failed\":[$failed_json]}"
if [ "$failed" -gt 0 ]; then
  note "$((total - failed)) of $total nodes are ready"
  failure "$failed of $total nodes failed: $failed_words"
  if [ -n "$disk_full" ]; then exit 16; fi
  if [ -n "$lacks_python" ]; then exit 13; fi
  exit 18
fi
if [ "$new$moved" = 00 ] && [ -z "$installed_any" ]; then
  note "nothing to do: $total nodes already there"
  printf 'Nothing to do: %s nodes already there\n' "$total"
else
  note "nodes ready: $total ($new cloned, $moved moved, $there already there)"
fi
