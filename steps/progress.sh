# Put before every step's script: the functions it reports with. Each writes one JSON object on one line to file descriptor 3,
# in one write, so that scripts running side by side do not mix their lines. Pure POSIX sh; no process is started unless a
# text is unusually long. steps/progress.ts reads the lines.
#
#   task NAME STATUS [NOTE] [PERCENT]     a row: pending, running, success, warning, failed or skipped
#   progress DONE TOTAL UNIT [CURRENT]    how far; TOTAL may be empty
#   result_string TEXT, result_json JSON  the step's value
#   note TEXT                             what it came to, in a line
#   warning TEXT, failure TEXT            a sentence for the person: what, and where
#   remember JSON                         a line of the journal that the step's undo reads, see box/way_back.py

# Run by hand there is no descriptor 3: then the reports go to stderr.
{ true >&3; } 2>/dev/null || exec 3>&2

# The underscore keeps command substitution from dropping the line feed.
bringup_controls=$(printf '\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037_')
bringup_controls=${bringup_controls%_}

# Sets bringup_quoted to TEXT as a JSON string. $1 text, $2 at most so many bytes of JSON.
bringup_quote() {
  # A byte becomes at most six (\u001f), so this much fits in any case.
  if [ "$((${#1} * 6))" -gt "$2" ]; then
    bringup_quoted=$(bringup_cut "$1" "$2")
    return
  fi
  bringup_escape "$1"
  bringup_quoted=\"$bringup_escaped\"
}

# Sets bringup_escaped. Goes from one character that needs it to the next.
bringup_escape() {
  bringup_escaped=
  bringup_rest=$1
  while :; do
    case $bringup_rest in
      *[\"\\"$bringup_controls"]*) ;;
      *) break ;;
    esac
    bringup_plain=${bringup_rest%%[\"\\"$bringup_controls"]*}
    bringup_rest=${bringup_rest#"$bringup_plain"}
    bringup_char=${bringup_rest%"${bringup_rest#?}"}
    bringup_rest=${bringup_rest#?}
    case $bringup_char in
      \" | \\) bringup_char=\\$bringup_char ;;
      *)
        # The character's place in the list is its number.
        bringup_before=${bringup_controls%%"$bringup_char"*}
        bringup_hex $((${#bringup_before} + 1))
        ;;
    esac
    bringup_escaped=$bringup_escaped$bringup_plain$bringup_char
  done
  bringup_escaped=$bringup_escaped$bringup_rest
}

bringup_hex() {
  bringup_low=$(($1 % 16))
  case $bringup_low in
    10) bringup_low=a ;;
    11) bringup_low=b ;;
    12) bringup_low=c ;;
    13) bringup_low=d ;;
    14) bringup_low=e ;;
    15) bringup_low=f ;;
  esac
  bringup_char="\\u00$(($1 / 16))$bringup_low"
}

# Prints a long text as a JSON string of at most $2 bytes, in a subshell: here a character is a byte. Piece by piece, since
# shells are slow with long strings.
bringup_cut() {
  LC_ALL=C
  export LC_ALL
  bringup_left=$1
  bringup_json=
  while [ -n "$bringup_left" ]; do
    bringup_piece=$(printf '%.100s_' "$bringup_left")
    bringup_piece=${bringup_piece%_}
    bringup_left=${bringup_left#"$bringup_piece"}
    bringup_escape "$bringup_piece"
    if [ "$((${#bringup_json} + ${#bringup_escaped}))" -gt "$(($2 - 5))" ]; then
      bringup_high=$(printf '\300-\377')
      bringup_more=$(printf '\200-\277')
      # No half character at the end: the last one of several bytes goes, whole or not. Then three dots in one character.
      printf '"%s\342\200\246"' "$(printf '%s' "$bringup_json" | sed "s/[$bringup_high][$bringup_more]*\$//")"
      return
    fi
    bringup_json=$bringup_json$bringup_escaped
  done
  printf '"%s"' "$bringup_json"
}

task() {
  bringup_quote "$1" 800
  bringup_line="{\"task\":$bringup_quoted,\"status\":\"$2\""
  if [ -n "${3-}" ]; then
    bringup_quote "$3" 3000
    bringup_line="$bringup_line,\"note\":$bringup_quoted"
  fi
  printf '%s\n' "$bringup_line${4:+,\"percent\":$4}}" >&3
}

progress() {
  bringup_quote "$3" 200
  bringup_line="{\"done\":$1,\"total\":${2:-null},\"unit\":$bringup_quoted"
  if [ -n "${4-}" ]; then
    bringup_quote "$4" 3000
    bringup_line="$bringup_line,\"current\":$bringup_quoted"
  fi
  printf '%s\n' "$bringup_line}" >&3
}

bringup_say() {
  bringup_quote "$2" 3900
  printf '{"%s":%s}\n' "$1" "$bringup_quoted" >&3
}

result_string() { bringup_say result "$1"; }
result_json() { printf '{"result":%s}\n' "$1" >&3; }
note() { bringup_say note "$1"; }
warning() { bringup_say warning "$1"; }
failure() { bringup_say failure "$1"; }

# Ends the step where the line cannot be kept: what has no way back is not changed. Without UNDO_FILE nobody wants to go back.
remember() {
  if [ -n "${UNDO_FILE-}" ] && ! (umask 077 && mkdir -p "${UNDO_FILE%/*}" && printf '%s\n' "$1" >>"$UNDO_FILE"); then
    failure "$UNDO_FILE cannot be written: without it there would be no way back. Free space below the home and try again."
    exit 11
  fi
}
