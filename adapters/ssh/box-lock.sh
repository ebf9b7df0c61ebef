# Who may work on the box: one run at a time, whoever started it and under whatever name they know the box. Part of the library of
# remote-job.sh; adapters/ssh/box-lock.ts has the other side.
#
# Parameters: RUN (execution id of the run; empty: no lock), OWNER (id of its control plane), HOLDER (its name for people), LEASE
#   (seconds for which the lock counts without a sign of life), TAKE_FROM (a run that is known to have ended).
#
# ~/.bringup/lock, two lines:  <run> <owner> <last sign of life> <lease> <boot mark>  and  <name of the holder>
LOCK=$HOME/.bringup/lock

# LOCK_RUN, LOCK_OWNER, LOCK_SEEN (hundredths of the box's clock), LOCK_LEASE, LOCK_BOOT and LOCK_NAME; false when nobody holds the box.
read_lock() {
  LOCK_RUN='' LOCK_NAME=''
  { read -r LOCK_RUN LOCK_OWNER LOCK_SEEN LOCK_LEASE LOCK_BOOT && IFS= read -r LOCK_NAME; } 2>/dev/null <"$LOCK"
  [ -n "$LOCK_NAME" ]
}

# The first line has the same length for as long as one run holds the lock on one boot, so it can be written over in place.
lock_line() { printf '%s %s %012d %s %s\n' "$1" "$2" "$NOW" "$3" "$BOOT"; }

# True when $RUN holds the box on this boot.
holds_box() {
  read_clock
  read_lock && [ "$LOCK_RUN" = "$RUN" ] && [ "$LOCK_BOOT" = "$BOOT" ]
}

# The sign of life of a run that holds the box. Where its lease is over and no job is at work, somebody may be taking it right now.
renew_lock() { lock_line "$LOCK_RUN" "$LOCK_OWNER" "$LOCK_LEASE" 2>/dev/null 1<>"$LOCK"; }

# Clocks start anew at a boot, so after one the lease counts from it.
lease_holds() {
  seen=${LOCK_SEEN#"${LOCK_SEEN%%[!0]*}"}
  if [ "$LOCK_BOOT" != "$BOOT" ]; then seen=${BOOT%% *}; fi
  # The start of pid 1 counts from the kernel's start, a container's uptime may not: such a time is none.
  if [ "$seen" = - ] || [ "${seen:-0}" -gt "$NOW" ]; then seen=0; fi
  [ "$NOW" -lt $((${seen:-0} + LOCK_LEASE * 100)) ]
}

# True while a job of run $1 is at work: more than any clock can prove.
run_works() (
  for DIR in "$HOME/.bringup/jobs/$1".*; do
    if [ -e "$DIR/leader" ] && leader_alive; then exit 0; fi
  done
  exit 1
)

# Ends what is left of run $1, which is over: nobody else ever would.
end_run() (
  for DIR in "$HOME/.bringup/jobs/$1".*; do
    # shellcheck disable=SC2034 # end_job finds its processes by it
    JOB=${DIR##*/}
    if [ -e "$DIR/leader" ] && leader_alive; then end_job || exit 1; fi
  done
)

# Whoever looks and then writes does so alone.
guard_lock() {
  if [ "$FLOCK" ]; then
    # Tried first: a shell ends when its exec cannot open a file.
    true 2>/dev/null >>"$LOCK.guard" || return 1
    exec 7>>"$LOCK.guard"
    flock 7
    return
  fi
  tenths=0
  until mkdir "$LOCK.busy" 2>/dev/null; do
    # What is done here takes milliseconds: a guard this old was left behind.
    [ "$tenths" -ge 50 ] && rmdir "$LOCK.busy" 2>/dev/null
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths + 1))
  done
}

unguard_lock() {
  if [ "$FLOCK" ]; then exec 7>&-; else rmdir "$LOCK.busy" 2>/dev/null; fi
}

# Takes the box for $RUN or keeps it; ends this call with the holder's name when another run has it. A holder counts as dead when
# its own control plane knows that it has ended (what it left at work is ended then), or when none of its jobs is at work and its
# lease is over.
hold_box() {
  if [ -z "$RUN" ] || { holds_box && lease_holds && renew_lock; }; then return; fi
  mkdir -p "$HOME/.bringup/jobs" 2>/dev/null || unusable "cannot create $HOME/.bringup: $(LC_ALL=C mkdir -p "$HOME/.bringup/jobs" 2>&1 | tail -n 1)"
  guard_lock || cannot_write "$HOME/.bringup"
  read_clock
  if read_lock && [ "$LOCK_RUN" != "$RUN" ]; then
    at_work=idle
    if [ "$LOCK_RUN" = "$TAKE_FROM" ]; then end_run "$LOCK_RUN"; fi
    if run_works "$LOCK_RUN"; then at_work=working; fi
    if [ "$at_work" = working ] || { [ "$LOCK_RUN" != "$TAKE_FROM" ] && lease_holds; }; then
      unguard_lock
      frame "held $LOCK_RUN $LOCK_OWNER $at_work $LOCK_NAME"
      exit 0
    fi
  fi
  if ! { lock_line "$RUN" "$OWNER" "$LEASE" && printf '%s\n' "$HOLDER"; } 2>/dev/null >"$LOCK.new" || ! mv "$LOCK.new" "$LOCK" 2>/dev/null; then
    rm -f "$LOCK.new"
    cannot_write "$HOME/.bringup"
  fi
  unguard_lock
}

# Takes or keeps the box for work that is no job of it.
hold_only() {
  begin
  read_boot
  hold_box
  frame holds
}

# Gives the box back at the end of a run, and clears away jobs older than $KEEP days whose run is over. While a run holds the box
# every living job is its own, so any other folder without a living leader is over.
release_box() {
  begin
  read_boot
  if read_lock && guard_lock; then
    if read_lock && [ "$LOCK_RUN" = "$RUN" ] && ! run_works "$RUN"; then rm -f "$LOCK"; fi
    unguard_lock
    read_lock
  fi
  for DIR in "$HOME"/.bringup/jobs/*; do
    case "${DIR##*/}" in "$RUN".* | "${LOCK_RUN:--}".*) continue ;; esac
    if [ -d "$DIR" ] && [ -n "$(find "$DIR" -prune -mtime "+$KEEP" 2>/dev/null)" ] && ! leader_alive; then rm -rf "$DIR"; fi
  done
  frame released
}
