# The remote job on the box: POSIX sh and coreutils, no Python, no agent. adapters/ssh/remote-job.ts sends this text with
# its parameters in front and one call behind. It runs on other people's machines, so every step says why.
#
# Parameters: JOB (the job's id, safe as a file name), NONCE, LIMIT (seconds until the box itself ends the job), QUIET (seconds
#   without output after which it does, 0 for never), GRACE (seconds between TERM and KILL), OFFSET (bytes of the log that are
#   known already), FRESH (not empty: nothing of it was ever sent), BEGUN (not empty: it was seen to run, so it is never started), SCRIPT, SECRETS, LIBRARY (this text and box-lock.sh).
#
# A job is a folder ~/.bringup/jobs/<JOB>:
#   wrapper   this text and its parameters       script    what the step runs
#   lock      held by the wrapper while it lives  leader    pid and start time of the wrapper, which leads the session
#   log       stdout and stderr of the script    progress  its file descriptor 3
#   boot      mark of the boot it belongs to     limits    LIMIT and QUIET, written anew when they are extended
#   exit      blank, then "<code> <ended|timed_out|quiet|cancelled>"
# Options that login files exported are not for us, and what they took out of PATH is looked for at its end.
set +efuvx
umask 077
PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
DIR=${HOME-}/.bringup/jobs/$JOB EXIT=

# Frames go to stderr between two record separators, which JSON never holds, so they can stand anywhere in the stream.
frame() { printf '\036%s %s\036' "$NONCE" "$1" >&2; }

# Says where our own output begins: login files of the box may have printed before.
begin() {
  printf '\036%s\036' "$NONCE"
  frame begin
  case ${HOME-} in
    /*) ;;
    *) unusable "HOME is \"${HOME-}\" after the login; it must name the folder that jobs are kept in. Look at the login files of the box" ;;
  esac
  [ -r /proc/self/stat ] && [ -r /proc/uptime ] && return
  unusable "/proc is not mounted, so nobody could tell what runs and what has ended. Mount it (mount -t proc proc /proc)"
}

# STATE, SESSION and START (ticks) of a process. The name in field 2 may hold blanks, so all up to the last ) goes first.
stat_of() {
  { read -r stat_line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # splitting is what is wanted
  set -- ${stat_line##*) }
  STATE=$1 SESSION=$4 START=${20}
}

# In a container a reboot changes the start of pid 1 and not the kernel's boot id; on a machine it changes both.
read_boot() {
  if stat_of 1; then BOOT=$START; else BOOT=-; fi
  boot_id=-
  { read -r boot_id </proc/sys/kernel/random/boot_id; } 2>/dev/null
  BOOT="$BOOT $boot_id ${BRINGUP_BOOT_MARK:--}"
}

read_leader() {
  LEADER='' LEADER_START=''
  { read -r LEADER LEADER_START <"$DIR/leader"; } 2>/dev/null
  [ -n "$LEADER" ]
}

# A pid alone proves nothing: it may belong to somebody else by now. A zombie is dead.
leader_lives() { [ -n "$LEADER" ] && stat_of "$LEADER" && [ "$START" = "$LEADER_START" ] && [ "$STATE" != Z ]; }
leader_alive() { read_leader && leader_lives; }

# Processes with the job's cookie in their environment. BusyBox's grep sees nothing behind a NUL, so the names come from head.
with_cookie() {
  head -v -c 2097152 /proc/[0-9]*/environ 2>/dev/null | tr '\0' '\n' | LC_ALL=C grep -e '^==> /proc/' -e "^BRINGUP_JOB=$JOB;" |
    while IFS= read -r line; do
      case $line in
        '==> '*) pid=${line#==> /proc/} ;;
        *) echo "${pid%%/*}" ;;
      esac
    done
}

# The wrapper of a job whose folder or leader file was deleted: it has the job's cookie and holds the lock open. FOUND: something of
# the job lives.
find_leader() {
  LEADER='' LEADER_START='' FOUND=''
  for pid in $(with_cookie); do
    if ! stat_of "$pid" || [ "$STATE" = Z ]; then continue; fi
    FOUND=yes
    case $(readlink "/proc/$pid/fd/9" 2>/dev/null) in
      *"/jobs/$JOB/lock"*) LEADER=$pid LEADER_START=$START && return ;;
    esac
  done
  return 1
}

# NOW: hundredths of a second since the box's start; it cannot jump as the box's clock can.
read_clock() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}${NOW#*.}
}

if command -v flock >/dev/null 2>&1; then FLOCK=yes; else FLOCK=; fi

# CODE and REASON of the end; false while there is none. The end is one small write, and it is read after the lock is free.
read_exit() {
  CODE='' REASON=''
  { read -r CODE REASON <"${EXIT:-$DIR/exit}"; } 2>/dev/null
  [ -n "$REASON" ]
}

# Waits for the wrapper's end, at most $1 seconds when given. With flock the kernel wakes us; nothing is polled.
wait_for_end() {
  if [ "$FLOCK" ]; then
    # shellcheck disable=SC2086 # both words or none
    { flock -s ${1:+-w $1} 8 8<"$DIR/lock"; } 2>/dev/null
    return
  fi
  tenths=0
  while ! read_exit && leader_alive; do
    [ -n "${1-}" ] && [ "$tenths" -ge 2 ] && return 1
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths + 1))
  done
}

unusable() {
  frame "unusable $1"
  exit 0
}

# Ends this call with the reason why nothing can be written below $1, in the C locale's words, and what is left there.
cannot_write() {
  tried="$1/.try-$$"
  why=$({ printf '%4096s' '' | LC_ALL=C tee "$tried" >/dev/null; } 2>&1 | tail -n 1)
  rm -f "$tried" 2>/dev/null
  left=$(df -Pk "$1" 2>/dev/null | tail -n 1 | { read -r _ _ _ left _ mount && echo "$left kB left on $mount"; })
  unusable "cannot write to $1: ${why:-too little space}; $left"
}

# Makes the folder and starts the wrapper in a session of its own. mkdir is atomic: whoever makes the folder starts the job.
launch() {
  cd "$DIR" || unusable "cannot enter $DIR"
  # Leader and end are written over these blanks, so that they can be told on a full disk, too.
  { printf '%s\n' "$SCRIPT" >script &&
    printf '%s\n' "JOB='$JOB' NONCE='$NONCE' GRACE='$GRACE' RUN='$RUN'" "$LIBRARY" run_job >wrapper &&
    printf '%s %s\n' "$LIMIT" "$QUIET" >limits &&
    printf '%s\n' "$BOOT" >boot &&
    printf '%40s\n' '' >'exit' && printf '%40s\n' '' >leader && true >log && true >progress && true >lock &&
    { [ -z "$SECRETS" ] || printf '%s\n' "$SECRETS" >secrets; }; } 2>/dev/null ||
    { cd / && rm -rf "$DIR"; cannot_write "$HOME/.bringup/jobs"; }
  # The lock is taken before the wrapper exists and inherited by it, so nobody can find it free in between.
  exec 9>lock
  if [ "$FLOCK" ]; then flock 9; fi
  if command -v setsid >/dev/null 2>&1; then
    BRINGUP_JOB="$JOB;" setsid sh ./wrapper </dev/null >/dev/null 2>&1 &
  else
    (
      trap '' HUP
      BRINGUP_JOB="$JOB;"
      export BRINGUP_JOB
      exec sh ./wrapper
    ) </dev/null >/dev/null 2>&1 &
  fi
  exec 9>&-
}

# The wrapper: runs the script, keeps the time, writes the end. It outlives TERM, since it has to tell how it ended.
run_job() {
  trap '' HUP
  cd "$DIR" || exit 1
  # What is held open can still be read and written when somebody deletes it; find_leader and open_job say how.
  exec 5<log 6<progress 7<>'exit'
  # Before our own trap for TERM: a shell that has one may lose the signal while it becomes a subshell.
  watch_limits 9>&- &
  watchdog=$!
  trap : TERM INT
  stat_of $$ || START=-
  # Nobody signals a job before this file is there.
  printf '%s %s\n' $$ "$START" 1<>leader
  # A cancel leaves its mark and then looks for a leader; we the other way round, so one of us sees the other.
  if [ -e cancelled ]; then
    kill $watchdog 2>/dev/null
    rm -f secrets
    printf '143 cancelled' >&7
    exit 0
  fi
  # Secrets reach the script as environment and are gone from the disk before it starts.
  unset SECRETS
  if [ -e secrets ]; then
    SECRETS=$(cat secrets)
    rm -f secrets
  fi
  # In a shell of their own, which becomes the script: they are nobody else's environment, and no variable of ours.
  {
    export BRINGUP_JOB="$JOB;"
    eval "$SECRETS"
    unset SECRETS
    exec sh ./script
  } </dev/null >>log 2>&1 3>>progress 5<&- 6<&- 7>&- 9>&- &
  child=$!
  # A signal ends wait early; while the child lives (or is not yet waited for) it is waited for again.
  while :; do
    wait $child
    code=$?
    kill -0 $child 2>/dev/null || break
  done
  reason=ended
  for limit in timed_out quiet; do if [ -e "$limit" ]; then reason=$limit; fi; done
  # The watchdog is looking for what is left; the end is told only after it.
  if [ "$reason" != ended ]; then wait $watchdog; else kill $watchdog 2>/dev/null; fi
  # By its whole name: a cancel makes a deleted folder anew.
  if [ -e "$DIR/cancelled" ]; then reason=cancelled; fi
  # As long as this wrapper lives, nobody takes the box from its run.
  read_boot
  if holds_box; then renew_lock; fi
  printf '%s %s' "$code" "$reason" >&7
  [ -e 'exit' ] || { printf '%s %s\n' "$code" "$reason" >'exit'; } 2>/dev/null
}

# The watchdog: ends the job when it has run for LIMIT seconds, from its start and whoever follows it, or has been without output
# for QUIET. It sleeps until something may be due and then reads the limits anew, so extending them needs no signal.
watch_limits() {
  # Without the trap a TERM to this subshell would leave its sleep behind; with TERM a sleep that is just being started would be
  # left, too: until it is a program of its own it takes the signal for this shell's.
  trap 'kill -s KILL $! 2>/dev/null; exit 0' TERM
  read_clock
  begun=$NOW heard=$NOW size=
  while :; do
    { read -r LIMIT QUIET <limits; } 2>/dev/null
    read_clock
    left=$((begun + LIMIT * 100 - NOW))
    if [ "$left" -le 0 ]; then
      true >timed_out
      break
    fi
    if [ "$QUIET" -gt 0 ]; then
      # The eighth part: how late, at most, the silence is noticed.
      pause=$((QUIET * 100 / 8))
      now_size=$(wc -c /proc/self/fd/5 /proc/self/fd/6 2>/dev/null)
      if [ "$now_size" != "$size" ]; then heard=$NOW size=$now_size; fi
      if [ "$NOW" -ge $((heard + QUIET * 100)) ]; then
        true >quiet
        break
      fi
      if [ "$left" -gt "$pause" ]; then left=$pause; fi
    fi
    sleep $(((left + 99) / 100)) &
    wait $!
  done
  end_tree
}

# Other limits for a job that runs; one that has ended keeps its end. The watchdog must never read half of them.
set_limits() {
  { read -r old_limit old_quiet <"$DIR/limits"; } 2>/dev/null || return 1
  [ "$old_limit $old_quiet" = "$LIMIT $QUIET" ] && return
  { printf '%s %s\n' "$LIMIT" "$QUIET" >"$DIR/limits.new" && mv "$DIR/limits.new" "$DIR/limits"; } 2>/dev/null
}

limit_job() {
  begin
  if set_limits; then frame limited; else frame 'limited not_there'; fi
  exit 0
}

# MEMBERS: every living process of the job but the leader and the one that asks ($SELF): in the leader's session, or with the
# job's cookie in its environment. A daemon that is meant to stay drops BRINGUP_JOB and its session.
find_members() {
  MEMBERS=
  session=$LEADER
  # The pid was given to somebody else: then the session of that number is not ours either.
  if stat_of "$LEADER" && [ "$START" != "$LEADER_START" ]; then session=; fi
  # This very shell: /proc/self is opened by it and not by a child.
  read -r SELF _ </proc/self/stat
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    stat_of "$pid" || continue
    if [ "$STATE" != Z ] && [ "$SESSION" = "$session" ] && [ "$pid" != "$LEADER" ] && [ "$pid" != "$SELF" ]; then
      MEMBERS="$MEMBERS $pid"
    fi
  done
  for pid in $(with_cookie); do
    case "$MEMBERS $LEADER $SELF " in *" $pid "*) continue ;; esac
    if stat_of "$pid" && [ "$STATE" != Z ]; then MEMBERS="$MEMBERS $pid"; fi
  done
}

signal_members() {
  for pid in $MEMBERS; do kill -s "$1" "$pid" 2>/dev/null; done
}

# A look is not one moment: a process that was born during it, of one that died during it, is seen by the next only.
members_left() {
  find_members
  [ -n "$MEMBERS" ] && return
  find_members
  [ -n "$MEMBERS" ]
}

# TERM, the grace, then KILL, and again until nothing is left. FORCED says whether TERM was enough.
end_tree() {
  FORCED=gentle
  read_leader || find_leader
  find_members
  signal_members TERM
  read_clock
  kill_at=$((NOW + GRACE * 100))
  while members_left; do
    read_clock
    if [ "$NOW" -ge "$kill_at" ]; then
      FORCED=forced
      signal_members KILL
    fi
    # Nothing survives KILL for 30 s but a process that hangs in the kernel; that is told, not waited for.
    [ "$NOW" -ge $((kill_at + 3000)) ] && return 1
    sleep 0.05 2>/dev/null || sleep 1
  done
  return 0
}

# What a failure may be due to: kilobytes left on the disk of the job, which we know that we may write to, and on others.
tell_space() {
  frame "space $(df -Pk "$HOME" / /workspace 2>/dev/null | while read -r _ _ _ left _ mount; do printf '%s:%s ' "$left" "$mount"; done)"
}

# Tells how the job ended, or that it vanished without an end. $1 and $2: bytes of log and progress that have to arrive; without
# them the end of the streams says that all has.
report_end() {
  if read_exit; then
    if [ "$CODE" != 0 ]; then tell_space; fi
    frame "end $CODE $REASON ${1-} ${2-}"
    return
  fi
  # A cancel that had to end the wrapper, too.
  if [ -e "$DIR/cancelled" ]; then
    frame "end 143 cancelled ${1-} ${2-}"
    return
  fi
  boot=
  { read -r boot <"$DIR/boot"; } 2>/dev/null
  if [ "${boot:-$BOOT}" = "$BOOT" ]; then frame 'lost same_boot'; else frame 'lost rebooted'; fi
}

lock_held() { [ "$FLOCK" ] && [ -e "$DIR/lock" ] && ! { flock -s -n 8 8<"$DIR/lock"; } 2>/dev/null; }

# A folder without a leader belongs to a start that is just under way, or that died before the command began. As long as the lock
# is held, somebody lives.
await_leader() {
  tenths=0
  until read_leader || read_exit; do
    if [ "$tenths" -ge 20 ]; then
      find_leader && return
      if [ "$tenths" -ge 600 ] || ! lock_held; then return 1; fi
    fi
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths + 1))
  done
}

# The whole result of a job that is over.
send_all() {
  if open_job; then
    if [ -s /proc/self/fd/5 ]; then tail -c "+$((OFFSET + 1))" /proc/self/fd/5; fi
    if [ -s /proc/self/fd/6 ]; then cat /proc/self/fd/6 >&2; fi
  else
    if [ -s "$DIR/log" ]; then tail -c "+$((OFFSET + 1))" "$DIR/log"; fi
    if [ -s "$DIR/progress" ]; then cat "$DIR/progress" >&2; fi
  fi
  report_end
  exit 0
}

# $1 and its name in the folder, or the wrapper's descriptor of it where it was deleted.
open_path() { if [ -r "$DIR/$1" ]; then OPEN=$DIR/$1; else OPEN=/proc/$LEADER/fd/$2; fi; }

# Holds open what is read of a job, so that this call can tell its end whatever becomes of the folder. False while it is not there yet.
open_job() {
  [ "$OPENED" ] && return
  open_path log 5 && LOG=$OPEN
  open_path progress 6 && PROGRESS=$OPEN
  open_path 'exit' 7 && EXIT=$OPEN
  open_path lock 9
  # Tried first: a shell ends when its exec cannot open a file.
  if { true <"$LOG" && true <"$PROGRESS" && true <"$EXIT" && true <"$OPEN"; } 2>/dev/null; then
    exec 4<"$EXIT" 5<"$LOG" 6<"$PROGRESS" 8<"$OPEN"
    EXIT=/proc/self/fd/4
    OPENED=yes
  else
    EXIT=
    return 1
  fi
}

# A job without its folder: never started again while something of it lives, or when it was seen to run.
adopt_deleted() {
  find_leader && return
  if [ ! -d "$DIR" ] && [ "$FOUND$BEGUN" ]; then
    frame adopted
    frame 'lost deleted'
    exit 0
  fi
  return 1
}

# Starts the job or adopts it, then streams: log bytes from OFFSET on stdout, progress and frames on stderr.
start_job() {
  begin
  read_boot
  frame "boot $BOOT"
  deleted='' OPENED='' LEADER=''
  if [ ! -d "$DIR" ]; then
    hold_box
    if [ -z "$FRESH" ] && adopt_deleted; then deleted=yes; fi
  fi
  if [ "$deleted" ]; then
    open_job
    frame adopted
  elif mkdir "$DIR" 2>/dev/null; then
    # Told only afterwards: where nobody listens any more, the telling ends this shell.
    launch
    frame started
  elif [ -d "$DIR" ]; then
    read_leader
    open_job
    frame adopted
    set_limits
  elif mkdir -p "$HOME/.bringup/jobs" 2>/dev/null && mkdir "$DIR" 2>/dev/null; then
    launch
    frame started
  else
    unusable "cannot create $DIR: $(LC_ALL=C mkdir -p "$DIR" 2>&1 | tail -n 1)"
  fi
  open_job
  # A short job is answered with its whole result in this same round trip.
  if [ -z "$deleted" ] && wait_for_end 0.2; then
    read_exit || await_leader
    if read_exit || ! leader_lives; then send_all; fi
  fi
  if [ -z "$deleted" ]; then await_leader || send_all; fi
  if read_exit || ! open_job; then send_all; fi
  frame "leader $LEADER $LEADER_START"
  # By name as long as there is one: tail is woken by the kernel then, and looks once a second otherwise. The wrapper's descriptors
  # are gone with it, perhaps before tail has opened them; ours stay.
  { [ "$LOG" = "$DIR/log" ] && [ -r "$LOG" ]; } || LOG=/proc/self/fd/5
  { [ "$PROGRESS" = "$DIR/progress" ] && [ -r "$PROGRESS" ]; } || PROGRESS=/proc/self/fd/6
  # What tail has to say of itself is no progress.
  tail -c "+$((OFFSET + 1))" -f "$LOG" 2>/dev/null &
  followers=$!
  tail -c +1 -f "$PROGRESS" >&2 2>/dev/null &
  followers="$followers $!"
  (
    trap 'kill -s KILL $! 2>/dev/null; exit 0' TERM
    if [ "$FLOCK" ]; then
      flock -s 8 &
      wait $!
    fi
    # Where the lock says nothing. A TERM ends the wait for the sleep.
    until read_exit || ! leader_lives; do
      { sleep 0.1 2>/dev/null || sleep 1; } &
      wait $!
    done
    # shellcheck disable=SC2046 # two numbers, in some wc with blanks before them
    set -- $(wc -c </proc/self/fd/5 && wc -c </proc/self/fd/6)
    report_end "$1" "$2"
  ) &
  followers="$followers $!"
  # The client says a line when it has all, or is gone: then nothing of this call stays on the box. The job does.
  read -r _
  # shellcheck disable=SC2086 # a list of pids
  kill $followers 2>/dev/null
  exit 0
}

log_size() {
  # shellcheck disable=SC2046 # some wc put blanks before the number
  set -- $({ wc -c <"$DIR/log"; } 2>/dev/null)
  echo "${1:-0}"
}

# Ends a job that runs, its wrapper, too. False when something outlives KILL.
end_job() {
  { true >"$DIR/cancelled"; } 2>/dev/null
  end_tree || return 1
  # The leader has nothing left to wait for and writes the end; one that does not is ended, too.
  tenths=0
  while leader_lives; do
    [ "$tenths" -ge 20 ] && kill -s KILL "$LEADER" 2>/dev/null
    sleep 0.05 2>/dev/null || sleep 1
    tenths=$((tenths + 1))
  done
  # What the leader may have started between the last look and its own end.
  if members_left; then end_tree; fi
}

# Ends the job and proves it. A job that has not started yet can never start after this: the folder is taken.
cancel_job() {
  begin
  read_boot
  mkdir -p "$HOME/.bringup/jobs" 2>/dev/null
  if mkdir "$DIR" 2>/dev/null; then
    find_leader
    { true >"$DIR/log" && true >"$DIR/progress" && printf '143 cancelled' >"$DIR/exit"; } 2>/dev/null
    # Somebody deleted the folder of a job that runs.
    if [ -z "$FOUND" ]; then
      frame 'cancelled never_started'
      exit 0
    fi
  else
    [ -d "$DIR" ] || unusable "cannot create $DIR: $(LC_ALL=C mkdir -p "$DIR" 2>&1 | tail -n 1)"
    await_leader
    # Any other end was made by somebody who may not have come to its proof.
    if read_exit && [ "$REASON" = ended ]; then
      frame "cancelled already_ended $(log_size)"
      exit 0
    fi
  fi
  frame term_sent
  if end_job; then frame "cancelled $FORCED $(log_size)"; else frame "cancelled alive$MEMBERS"; fi
  exit 0
}
