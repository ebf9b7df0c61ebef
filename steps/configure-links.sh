# Links below UI_HOME/models: a second name for a folder of models. What lies under that name is moved into the folder first; where
# both have something of the same name nothing of that link is touched. Nothing is ever deleted but an empty folder.
# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
if [ ! -d "$UI_HOME" ]; then
  failure "There is no folder $UI_HOME on the box."
  exit 10
fi
models=$UI_HOME/models
changed='' failed=''

# Calls $1 for everything in the folder $2, hidden ones too.
each_entry() {
  for entry in "$2"/* "$2"/.[!.]* "$2"/..?*; do
    if [ -e "$entry" ] || [ -L "$entry" ]; then "$1" "$entry"; fi
  done
}

note_clash() {
  name=${1##*/}
  if [ -e "$models/$folder/$name" ] || [ -L "$models/$folder/$name" ]; then
    clashes="$clashes${clashes:+, }$1 and $models/$folder/$name"
  fi
}

move_entry() {
  bringup_quote "${1##*/}" 30000
  remember "{\"moved\": $bringup_quoted, \"link\": $quoted_link}"
  # -n: what has appeared over there since is not overwritten, and then the entry is still here.
  if [ -z "$unmoved" ] && mv -n -- "$1" "$models/$folder/" && [ ! -e "$1" ] && [ ! -L "$1" ]; then
    moved=$((moved + 1))
  else
    unmoved=yes
  fi
}

fail_link() {
  task "$link" failed "$1"
  failed="$failed${failed:+; }$link: $1"
}

# Both names are of one folder, whatever lies in between.
is_same_folder() {
  one=$(readlink -f -- "$models/$link") && [ -d "$one" ] && [ "$one" = "$(readlink -f -- "$models/$folder")" ]
}

# One link. Returns with it in place, or with its row failed.
make_link() {
  words=linked
  bringup_quote "$link" 30000
  quoted_link=$bringup_quoted
  bringup_quote "$folder" 30000
  quoted_folder=$bringup_quoted
  if [ -L "$models/$folder" ] && [ ! -d "$models/$folder" ]; then
    fail_link "$models/$folder is a link to $(readlink "$models/$folder"), where there is no folder"
    return
  fi
  if [ ! -e "$models/$folder" ]; then remember "{\"made\": $quoted_folder}"; fi
  if ! mkdir -p "$models/$folder"; then
    failure "$models/$folder cannot be made."
    exit 11
  fi
  if [ -L "$models/$link" ]; then
    before=$(readlink "$models/$link")
    if is_same_folder; then
      task "$link" success 'unchanged'
      return
    fi
    words="led to $before before"
    bringup_quote "$before" 30000
    remember "{\"link\": $quoted_link, \"folder\": $quoted_folder, \"was\": \"link\", \"target\": $bringup_quoted}"
    # The link is turned; what it led to stays where it is, but the application no longer sees it under that name.
    if [ -n "$(ls -A "$models/$link/" 2>/dev/null)" ]; then
      warning "$models/$link led to $before, which is not empty: what is in there is no longer seen as $link."
    fi
  elif [ -d "$models/$link" ] && is_same_folder; then
    # The other way round: that name leads here already.
    task "$link" success "$folder leads to it"
    return
  elif [ -d "$models/$link" ]; then
    clashes='' moved=0 unmoved=''
    each_entry note_clash "$models/$link"
    if [ -n "$clashes" ]; then
      fail_link "of one name, and both were left alone: $clashes"
      return
    fi
    remember "{\"link\": $quoted_link, \"folder\": $quoted_folder, \"was\": \"folder\"}"
    each_entry move_entry "$models/$link"
    if [ -n "$unmoved" ] || ! rmdir "$models/$link"; then
      fail_link "$models/$link could not be emptied into $models/$folder"
      return
    fi
    words="$moved moved"
  elif [ -e "$models/$link" ]; then
    fail_link "$models/$link is a file"
    return
  else
    remember "{\"link\": $quoted_link, \"folder\": $quoted_folder, \"was\": \"nothing\"}"
  fi
  # Without n a link to a folder would get the new one inside that folder.
  if ! ln -sfn "$folder" "$models/$link"; then
    failure "$models/$link cannot be made."
    exit 11
  fi
  changed=yes
  task "$link" success "$words"
  printf '%s leads to %s (%s)\n' "$models/$link" "$folder" "$words"
}

while IFS=/ read -r link folder; do
  make_link
done <<LINKS
$LINKS
LINKS

if [ -n "$failed" ]; then
  failure "$failed"
  exit 20
fi
if [ -n "$changed" ]; then note 'links are in place'; else note 'links are in place, unchanged'; fi
