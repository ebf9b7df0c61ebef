# What the box is: read from /proc where that does, so that hardly any process is started.
read -r host </proc/sys/kernel/hostname || host=$(uname -n)
read -r kernel </proc/sys/kernel/osrelease || kernel=$(uname -r)
read -r seconds _ </proc/uptime || seconds=0
seconds=${seconds%%.*}

days=$((seconds / 86400)) hours=$((seconds / 3600 % 24)) minutes=$((seconds / 60 % 60))
case $days in
  0) uptime="$hours h $minutes min" ;;
  1) uptime="1 day $hours h" ;;
  *) uptime="$days days $hours h" ;;
esac

os=
if [ -r /etc/os-release ]; then
  # Read and not sourced: it is data.
  while IFS='=' read -r key value; do
    if [ "$key" = PRETTY_NAME ]; then os=$value; fi
  done </etc/os-release
  os=${os#[\"\']} os=${os%[\"\']}
fi

# sshd sets both to the user that logged in.
user=${LOGNAME:-${USER-}}
if [ -z "$user" ]; then user=$(id -un 2>/dev/null); fi

container=
if [ -e /.dockerenv ]; then
  container=docker
elif [ -e /run/.containerenv ]; then
  container=podman
fi

# A link to python3.11 names the version. It is not started for that: behind a version manager's shim it costs 50 ms.
python=
python_path=$(command -v python3) && {
  real=$(readlink -f "$python_path" 2>/dev/null)
  case ${real##*/} in python3.[0-9]*) python=${real##*/python} ;; esac
}

# The last line: a long device name may push the numbers to a line of their own, always behind the name.
disk_total=null disk_free=null
# shellcheck disable=SC2046 # the fields are split on purpose
set -f -- $(df -Pk "$HOME" 2>/dev/null)
set +f
while [ "$#" -gt 6 ]; do shift; done
case "$#${2-}${4-}" in
  6*[!0-9]* | [!6]*) ;;
  6*) disk_total=$(($2 * 1024)) disk_free=$(($4 * 1024)) ;;
esac

# A broken driver can hang nvidia-smi for minutes.
gpu=null gpu_words='no GPU'
if command -v nvidia-smi >/dev/null 2>&1; then
  limit=
  if command -v timeout >/dev/null 2>&1; then limit='timeout 10'; fi
  if cards=$($limit nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader,nounits) && [ -n "$cards" ]; then
    gpu='' count=0
    while IFS=, read -r name driver memory; do
      driver=${driver# } memory=${memory# }
      bringup_quote "$name" 300
      gpu="$gpu${gpu:+,}{\"name\":$bringup_quoted"
      bringup_quote "$driver" 100
      case $memory in '' | *[!0-9]*) memory=null ;; esac
      gpu="$gpu,\"driver\":$bringup_quoted,\"memory_mib\":$memory}"
      gpu_words=$name count=$((count + 1))
    done <<CARDS
$cards
CARDS
    gpu="[$gpu]"
    if [ "$count" -gt 1 ]; then gpu_words="$count × $gpu_words"; fi
  else
    warning 'nvidia-smi is there but does not answer: the GPU or its driver is not usable.'
    gpu_words='GPU does not answer'
  fi
fi

if [ -e /.provisioning ]; then
  warning 'The image is still setting itself up (/.provisioning exists): two installers may get into the way of each other.'
fi

json() {
  if [ -z "$2" ]; then
    result="$result,\"$1\":null"
  else
    bringup_quote "$2" 600
    result="$result,\"$1\":$bringup_quoted"
  fi
}
result="{\"uptime_s\":$seconds"
json hostname "$host"
json uptime "$uptime"
json os "$os"
json kernel "$kernel"
json user "$user"
json python "$python"
json container "$container"
result_json "$result,\"disk_free_bytes\":$disk_free,\"disk_total_bytes\":$disk_total,\"gpu\":$gpu}"
note "$host: ${os:-$kernel}, up $uptime, $gpu_words"
printf '%s\n' "$host, ${os:-unknown system}, kernel $kernel, user $user, up $uptime, $gpu_words"
