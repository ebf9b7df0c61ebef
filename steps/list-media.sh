# What there is to bring: the files of the SOURCES (folders below UI_HOME, one a line; output and outputs when empty).
# Prints records <kind> TAB <size> TAB <mtime> TAB <text> NUL. Kinds: root (the folder that the paths are relative to), rsync
# (it is installed), warning, file. Names are bytes; line feeds and blanks in them do no harm. Stands alone: no progress.sh.
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
if command -v rsync >/dev/null 2>&1; then record rsync ''; fi

asked=$SOURCES
found=
# GNU find says all in one process; others are asked file by file.
find . -maxdepth 0 -printf '' 2>/dev/null && gnu=yes || gnu=no
exec 3>&1

while IFS= read -r source; do
  if [ ! -d "$source" ]; then
    if [ -n "$asked" ]; then record warning "There is no folder $UI_HOME/$source on the box."; fi
    continue
  fi
  found=yes
  # The folder itself may be a link to a bigger disk; links inside are not followed. Partial copies of rsync are nobody's media.
  if [ "$gnu" = yes ]; then
    # The folder's name stands in a format: its own % and \ are doubled.
    folder=$(printf '%s' "$source" | sed 's/[%\]/&&/g')
    words=$(find -H "./$source" -name .rsync-partial -prune -o -type f -printf "file\t%s\t%T@\t$folder/%P\0" 2>&1 >&3)
  else
    words=$(find -H "./$source" -name .rsync-partial -prune -o -type f -exec sh -c '
      for file; do
        facts=$(stat -c "%s	%Y" -- "$file") && printf "file\t%s\t%s\000" "$facts" "${file#./}" >&3
      done' sh {} + 2>&1)
  fi
  # What was never listed would never be missed.
  if [ -n "$words" ]; then record warning "Not everything in $UI_HOME/$source could be read: $(printf '%s\n' "$words" | head -n 1)"; fi
done <<SOURCES
${asked:-output
outputs}
SOURCES

if [ -z "$found" ]; then
  printf '%s\n' "There is none of these folders in $UI_HOME on the box: $(printf '%s' "${asked:-output, outputs}" | tr '\n' ' ')" >&2
  exit 10
fi
