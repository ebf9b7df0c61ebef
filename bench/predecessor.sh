#!/bin/bash
# The way of the predecessor, rendered after what is known of its install-custom-nodes.sh: the nodes of a CSV one after the other,
# each cloned, looked at, cloned once more where that failed, then `pip install -r` for it, also where the node was there before.
# Its progress file is written anew for every line that git or pip says. Two of its faults are left out, since they cost no time:
# a failed pip is a failure here, and it does not wait for Enter at its end.
#
# predecessor.sh UI_HOME --venv-path PYTHON --progress-file FILE --csv FILE
set -u
ui_home=$1 python=$3 progress_file=$5 csv=$7
total=$(grep -c . "$csv")
number=0 name='' failed=0

progress() {
  cat >"$progress_file" <<EOF
{
  "in_progress": true,
  "total_nodes": $total,
  "processed": $number,
  "current_node": "$name",
  "current_status": "$1",
  "successful": $((number - failed)),
  "failed": $failed,
  "clone_progress": ${2:-0}
}
EOF
}

clone() {
  git clone --progress --depth 1 "$1" "$2" 2>&1 | while IFS= read -r line; do
    percent=$(printf '%s' "$line" | grep -oE '[0-9]+%' | tail -1 | tr -d '%')
    progress cloning "${percent:-0}"
    printf '%s\n' "$line"
  done
  return "${PIPESTATUS[0]}"
}

install_requirements() {
  "$python" -m pip install -r "$1" 2>&1 | while IFS= read -r line; do
    progress installing
    printf '%s\n' "$line"
  done
  return "${PIPESTATUS[0]}"
}

cd "$ui_home/custom_nodes" || exit 1
while IFS=, read -r name url subfolder requirements <&3; do
  number=$((number + 1))
  progress running
  folder=${subfolder:-$name}
  if [ -d "$folder" ]; then
    echo "$name: Already installed"
  else
    clone "$url" "$folder"
    if ! git -C "$folder" rev-parse HEAD >/dev/null 2>&1; then
      rm -rf "$folder"
      clone "$url" "$folder"
    fi
    if ! git -C "$folder" rev-parse HEAD >/dev/null 2>&1; then
      echo "$name: FAILED to clone"
      failed=$((failed + 1))
      continue
    fi
  fi
  if [ -n "$requirements" ] && [ -f "$folder/$requirements" ]; then
    if install_requirements "$folder/$requirements"; then
      echo "$name: Successfully installed requirements"
    else
      echo "$name: FAILED to install requirements"
      failed=$((failed + 1))
    fi
  fi
done 3<"$csv"
progress completed
echo "$failed of $total failed"
[ "$failed" -eq 0 ]
