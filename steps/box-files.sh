# Answers about single files below ROOT, one line each for the lines on stdin, in their order, until stdin ends. A name is written
# with \0ooo for what is no letter, digit, dot, dash, underscore or slash. Comes after sha256.sh; no progress.sh.
#   facts TAB <name>                    there TAB <facts> | link | other | gone
#   hash TAB <name>                     hashed TAB <sha256> TAB <facts> | link | other | gone | changed | failed TAB <why>
#   remove TAB <facts> TAB <name>       removed | changed | gone | failed TAB <why>
#   remove_folder TAB <name>            removed | failed TAB <why>
# A link is followed for facts and hash where FOLLOW is set, never for remove. <facts> are size, seconds of the time, the time in full, inode: what changes when somebody writes. Nothing is ever removed
# recursively.
LC_ALL=C
export LC_ALL
cd -- "$ROOT" 2>/dev/null || { printf '%s\n' "There is no folder $ROOT on the box." >&2; exit 10; }
tab=$(printf '\t')

kind_of() {
  if [ -L "$name" ] && [ -z "${FOLLOW-}" ]; then kind=link
  elif [ -f "$name" ]; then kind=file
  elif [ -e "$name" ]; then kind=other
  else kind=gone; fi
}
read_facts() { facts=$(stat -L -c '%s %Y %y %i' -- "$name" 2>/dev/null); }
last_words() { printf 'failed\t%s\n' "$(printf '%s' "$1" | head -n 1 | tr '\t' ' ')"; }

answer_facts() {
  if [ "$kind" != file ]; then echo "$kind"; return; fi
  if read_facts; then printf 'there\t%s\n' "$facts"; else echo gone; fi
}

answer_hash() {
  if [ "$kind" != file ]; then echo "$kind"; return; fi
  if [ -n "${no_tool-}" ]; then last_words 'no sha256sum, openssl or python3 on the box'; return; fi
  if ! read_facts; then echo gone; return; fi
  before=$facts
  # Not as sha256's own argument: names may be anything.
  if ! words=$({ sha256 <"$name"; } 2>&1); then last_words "$words"; return; fi
  if ! read_facts || [ "$facts" != "$before" ]; then echo changed; return; fi
  printf 'hashed\t%s\t%s\n' "${words%% *}" "$facts"
}

answer_remove() {
  if [ "$kind" = gone ]; then echo gone; return; fi
  if [ "$kind" != file ] || [ -L "$name" ] || ! read_facts || [ "$facts" != "$wanted" ]; then echo changed; return; fi
  words=$(rm -f -- "$name" 2>&1)
  if [ -e "$name" ] || [ -L "$name" ]; then last_words "${words:-it is still there}"; else echo removed; fi
}

answer_remove_folder() {
  if words=$(rmdir -- "$name" 2>&1); then echo removed; else last_words "$words"; fi
}

while IFS=$tab read -r what first second; do
  wanted=$first
  name=${second:-$first}
  case $name in
    *\\*)
      name=$(printf %b "$name"; printf x)
      name=${name%x}
      ;;
  esac
  # A name never leads out of ROOT, nor is it an option.
  name=./$name
  kind_of
  case $what in
    facts) answer_facts ;;
    hash) answer_hash ;;
    remove) answer_remove ;;
    remove_folder) answer_remove_folder ;;
    *) last_words 'not a question' ;;
  esac </dev/null
done
