# What there is to bring: the files of the SOURCES (folders below UI_HOME, one a line; output and outputs when empty). LINKS is
# `follow` to go where symbolic links point to. Prints records <kind> TAB <size> TAB <mtime> TAB <text> NUL. Kinds: root (the folder
# that the paths are relative to), source (a folder that is listed), rsync (it is installed), now (the box's clock), warning; file,
# unreadable (a file), link (its size says inside, outside or dangling), special (neither file nor folder). Names are bytes; line
# feeds and blanks in them do no harm. Stands alone: no progress.sh.
LC_ALL=C
export LC_ALL
# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
if ! cd -- "$UI_HOME" 2>/dev/null; then
  printf '%s\n' "There is no folder $UI_HOME on the box." >&2
  exit 10
fi

record() { printf '%s\t%s\t%s\t%s\000' "$1" "${3-}" "${4-}" "$2"; }

record root "$(pwd -P)"
record now "$(date +%s)"
if command -v rsync >/dev/null 2>&1; then record rsync ''; fi

asked=$SOURCES
found=
# GNU find says all in one process; others are asked file by file.
find . -maxdepth 0 -printf '' 2>/dev/null && gnu=yes || gnu=no
# The folder itself may be a link to a bigger disk; links inside are only followed when asked for.
if [ "${LINKS-}" = follow ]; then how=-L; else how=-H; fi
exec 3>&1

# shellcheck disable=SC2016 # for the shells that find starts
links='
  for link; do
    real=$(readlink -f -- "$link" 2>/dev/null)
    verdict=outside
    case $real/ in "$SOURCE"/*) verdict=inside ;; esac
    [ -e "$link" ] || verdict=dangling
    printf "link\t%s\t\t%s\000" "$verdict" "${link#./}" >&3
  done'
# shellcheck disable=SC2016
files='
  for file; do
    kind=file
    [ -r "$file" ] || kind=unreadable
    facts=$(stat -L -c "%s	%Y" -- "$file") && printf "%s\t%s\t%s\000" "$kind" "$facts" "${file#./}" >&3
  done'
# shellcheck disable=SC2016
others='for other; do printf "special\t\t\t%s\000" "${other#./}" >&3; done'

while IFS= read -r source; do
  if [ ! -d "$source" ]; then
    if [ -n "$asked" ]; then record warning "There is no folder $UI_HOME/$source on the box."; fi
    continue
  fi
  found=yes
  record source "$source"
  SOURCE=$(cd -- "$source" && pwd -P)
  export SOURCE
  # Partial copies of rsync are nobody's media.
  if [ "$gnu" = yes ]; then
    # The folder's name stands in a format: its own % and \ are doubled.
    folder=$(printf '%s' "$source" | sed 's/[%\]/&&/g')
    words=$(find "$how" "./$source" -name .rsync-partial -prune \
      -o -type f -readable -printf "file\t%s\t%T@\t$folder/%P\0" \
      -o -type f -printf "unreadable\t%s\t%T@\t$folder/%P\0" \
      -o -type l -exec sh -c "$links" sh {} + \
      -o ! -type d ! -type l -printf "special\t\t\t$folder/%P\0" 2>&1 >&3)
  else
    words=$(find "$how" "./$source" -name .rsync-partial -prune -o -type f -exec sh -c "$files" sh {} + \
      -o -type l -exec sh -c "$links" sh {} + -o ! -type d ! -type l -exec sh -c "$others" sh {} + 2>&1)
  fi
  # What was never listed would never be missed.
  if [ -n "$words" ]; then
    more=$(printf '%s\n' "$words" | wc -l)
    if [ "$more" -gt 1 ]; then more=" (and $((more - 1)) more)"; else more=; fi
    record warning "Not everything in $UI_HOME/$source could be read: $(printf '%s\n' "$words" | head -n 1)$more"
  fi
done <<SOURCES
${asked:-output
outputs}
SOURCES

if [ -z "$found" ]; then
  printf '%s\n' "There is none of these folders in $UI_HOME on the box: $(printf '%s' "${asked:-output, outputs}" | tr '\n' ' ')" >&2
  exit 10
fi
