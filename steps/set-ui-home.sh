# Makes UI_HOME known: ~/.bringup/env holds it, a marked block in the login files sources that. Files are replaced whole and
# only when their text changes, so a second run writes nothing. No sudo: what is not ours to write is left alone.
umask 022
# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac

if [ ! -d "$UI_HOME" ]; then
  failure "There is no folder $UI_HOME on the box."
  exit 10
fi
if [ ! -e "$UI_HOME/main.py" ]; then
  warning "$UI_HOME holds no main.py: it may not be the application's folder."
fi

START='# >>> bringup >>>'
END='# <<< bringup <<<'
written='' comma='' removed=''

# Sets quoted to $1 in single quotes, $2 being what stands for a single quote in there.
quote() {
  quoted='' rest=$1
  while :; do
    case $rest in *\'*) ;; *) break ;; esac
    quoted=$quoted${rest%%\'*}$2
    rest=${rest#*\'}
  done
  quoted=\'$quoted$rest\'
}

# Keeps the file $1 for the undo, as a copy that the journal names: once, so that it is the one from before the first try.
remember_file() {
  [ -n "${UNDO_FILE-}" ] || return 0
  bringup_quote "$1" 30000
  if [ -e "$UNDO_FILE" ] && grep -q -F -e "{\"file\": $bringup_quoted," -- "$UNDO_FILE"; then return 0; fi
  place=$bringup_quoted
  if [ ! -e "$1" ]; then
    remember "{\"file\": $place, \"copy\": null}"
    return
  fi
  if ! copy=$(umask 077 && mkdir -p "${UNDO_FILE%/*}" && mktemp "$UNDO_FILE.XXXXXX") || ! cp -p -- "$1" "$copy"; then
    failure "$1 could not be copied to ${UNDO_FILE%/*}: without it there would be no way back."
    exit 11
  fi
  bringup_quote "$copy" 30000
  remember "{\"file\": $place, \"copy\": $bringup_quoted}"
}

# Puts $2 as the text of file $1, if it is another one: beside it first, then renamed. Mode and owner stay, a link stays a
# link. Shells drop line feeds at the end of what they read, so both texts are compared without.
put() {
  target=$(readlink -f -- "$1") || target=$1
  if [ -e "$target" ] && [ "$(cat -- "$target")" = "$2" ]; then return 0; fi
  remember_file "$target"
  temporary=$(mktemp "${target%/*}/.bringup.XXXXXX") || return 1
  chmod 644 "$temporary"
  if [ -e "$target" ]; then cp -p -- "$target" "$temporary"; fi
  if ! { printf '%s\n' "$2" >"$temporary" && mv -f -- "$temporary" "$target"; }; then
    rm -f -- "$temporary"
    return 1
  fi
  printf 'wrote %s\n' "$1"
  written="$written$comma$1"
  comma=', '
}

# Sets text to file $1 without our block, one line feed less at its end. A block that somebody has cut in half is not taken
# for one that reaches to the end of the file: only its marks go.
without_block() {
  text=
  [ -e "$1" ] || return 0
  if [ "$(grep -c -x -F -e "$START" -- "$1")" = "$(grep -c -x -F -e "$END" -- "$1")" ]; then
    text=$(sed "/^$START\$/,/^$END\$/d" <"$1")
  else
    text=$(grep -v -x -F -e "$START" -e "$END" -- "$1")
  fi
}

# A file with our block at its end: $1 file, $2 the block's lines.
put_block() {
  without_block "$1"
  put "$1" "$text${text:+
}$START
$2
$END"
}

# The environment file $1 with our block at its end, and without older lines that set UI_HOME: the predecessor added one with every
# run. $2 the block's line. The last line of a file wins, but who reads it otherwise may see another.
put_environment() {
  without_block "$1"
  older=$(printf '%s\n' "$text" | grep -c -E -e '^[[:space:]]*(export[[:space:]]+)?UI_HOME=')
  if [ "$older" -gt 0 ]; then
    text=$(printf '%s\n' "$text" | grep -v -E -e '^[[:space:]]*(export[[:space:]]+)?UI_HOME=')
    printf '%s: %s older lines of UI_HOME are left out\n' "$1" "$older"
    removed="$removed${removed:+, }$older in $1"
  fi
  put "$1" "$text${text:+
}$START
$2
$END"
}

# UI_HOME as a shell has it that reads the file $1 and nothing else; sets seen.
read_back() {
  # shellcheck disable=SC2016 # the shell over there expands it
  seen=$(env -i "HOME=$HOME" "PATH=$PATH" sh -c '. "$1" >/dev/null 2>&1; printf "%s_" "${UI_HOME-}"' sh "$1" 3>&- </dev/null)
  seen=${seen%_}
}

give_up() {
  failure "$1 cannot be written: UI_HOME would be lost with the next login."
  exit 11
}

mkdir -p "$HOME/.bringup" || give_up "$HOME/.bringup"
quote "$UI_HOME" "'\\''"
others=
if [ -e "$HOME/.bringup/env" ]; then
  others=$(grep -v -e '^export UI_HOME=' -e '^# Written by Bringup' <"$HOME/.bringup/env")
fi
put "$HOME/.bringup/env" "# Written by Bringup; login shells read it.
${others}${others:+
}export UI_HOME=$quoted" || give_up "$HOME/.bringup/env"
read_back "$HOME/.bringup/env"
if [ "$seen" != "$UI_HOME" ]; then
  failure "$HOME/.bringup/env was written, and says UI_HOME=$seen instead of $UI_HOME."
  exit 12
fi

# shellcheck disable=SC2016 # the login shell expands it
source_it='if [ -r "$HOME/.bringup/env" ]; then . "$HOME/.bringup/env"; fi'
put_block "$HOME/.profile" "$source_it" || give_up "$HOME/.profile"
# The first of these that exists hides ~/.profile from bash.
for file in "$HOME/.bash_profile" "$HOME/.bash_login"; do
  if [ -e "$file" ]; then put_block "$file" "$source_it" || give_up "$file"; fi
done
case ${SHELL-} in
  */zsh) put_block "$HOME/.zprofile" "$source_it" || give_up "$HOME/.zprofile" ;;
  *) if [ -e "$HOME/.zprofile" ]; then put_block "$HOME/.zprofile" "$source_it" || give_up "$HOME/.zprofile"; fi ;;
esac
case ${SHELL-} in
  */fish)
    # In fish a backslash escapes within single quotes.
    escaped=$(printf '%s\n' "$UI_HOME" | sed "s/[\\\\']/\\\\&/g")
    file=$HOME/.config/fish/conf.d/bringup.fish
    mkdir -p "${file%/*}"
    put "$file" "# Written by Bringup.
set -gx UI_HOME '$escaped'" || give_up "$file"
    ;;
  */csh | */tcsh)
    # In csh an exclamation mark is the history's even within quotes.
    quote "$UI_HOME" "'\\''"
    put_block "$HOME/.login" "setenv UI_HOME $(printf '%s\n' "$quoted" | sed 's/!/\\!/g')" || give_up "$HOME/.login"
    ;;
esac

# The environment files of a Vast.ai image, which its login shells and services read. An ordinary machine's /etc/environment
# is not ours.
files=${ENV_FILES-}
if [ -z "$files" ]; then
  first=
  { read -r first </etc/environment; } 2>/dev/null
  case $first in
    '# Template controlled environment'*)
      files=/etc/environment
      if [ -z "${WORKSPACE-}" ]; then
        WORKSPACE=$(sed -n 's/^WORKSPACE=//p' /etc/environment | tail -n 1 | tr -d \"\')
        WORKSPACE=${WORKSPACE:-/workspace}
      fi
      ;;
  esac
  # On such an image the services read both, so the second one is made where it lacks.
  if [ -n "${WORKSPACE-}" ] && { [ -e "$WORKSPACE/.env" ] || { [ -n "$files" ] && [ -d "$WORKSPACE" ]; }; }; then
    files="$files${files:+
}$WORKSPACE/.env"
  fi
fi
quote "$UI_HOME" "'\\''"
while read -r file; do
  [ -n "$file" ] || continue
  # shellcheck disable=SC2088 # a literal ~ is meant
  case $file in '~/'*) file=$HOME/${file#'~/'} ;; esac
  if [ ! -w "$file" ] && { [ -e "$file" ] || [ ! -w "${file%/*}" ]; }; then
    warning "$file cannot be written: services that read it do not see UI_HOME."
  else
    if put_environment "$file" "UI_HOME=$quoted"; then
      read_back "$file"
      if [ "$seen" != "$UI_HOME" ]; then
        warning "$file was written, and a shell that reads it has UI_HOME=$seen: something else in it sets another value, or ends it."
      fi
    else
      warning "$file cannot be written: services that read it do not see UI_HOME."
    fi
  fi
done <<FILES
$files
FILES

# The predecessor's other place, which interactive shells read after all of these. It is a person's file, so it is only told.
if [ -r "$HOME/.bashrc" ] && grep -q -E -e '^[[:space:]]*(export[[:space:]]+)?UI_HOME=' -- "$HOME/.bashrc"; then
  last=$(grep -E -e '^[[:space:]]*(export[[:space:]]+)?UI_HOME=' -- "$HOME/.bashrc" | tail -n 1)
  last=$(printf '%s' "${last#*UI_HOME=}" | tr -d \"\')
  while :; do
    case $last in ?*/) last=${last%/} ;; *) break ;; esac
  done
  if [ "$last" != "$UI_HOME" ]; then
    warning "$HOME/.bashrc sets UI_HOME to $last: interactive shells see that one. Remove the line there."
  fi
fi

result_string "$UI_HOME"
if [ -n "$removed" ]; then printf 'older lines of UI_HOME left out: %s\n' "$removed"; fi
if [ -n "$written" ]; then
  note "$UI_HOME, written to $written"
else
  note "$UI_HOME, unchanged"
  printf 'UI_HOME is %s already, nothing written\n' "$UI_HOME"
fi
