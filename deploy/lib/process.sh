# shellcheck shell=bash
# Processes told apart from later ones that got the same pid. Sourced.

# process_stamp PID: "PID BOOT TICKS", the same as long as the process lives and
# never again afterwards. Fails when there is no such process, or a zombie.
process_stamp() {
  local stat fields boot
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  boot=$(</proc/sys/kernel/random/boot_id)
  printf '%s %s %s\n' "$1" "${boot}" "${fields[19]}"
}

# stamp_write PID FILE
stamp_write() {
  process_stamp "$1" >"$2.new" && mv "$2.new" "$2"
}

# stamp_pid FILE: the pid, when the stamped process still lives.
stamp_pid() {
  local stamp pid
  stamp=$(cat "$1" 2>/dev/null) || return 1
  pid=${stamp%% *}
  [[ ${pid} =~ ^[0-9]+$ ]] || return 1
  [[ $(process_stamp "${pid}") == "${stamp}" ]] || return 1
  printf '%s\n' "${pid}"
}

# process_seconds PID: how long it has been running.
process_seconds() {
  local stat fields up
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -r -a fields <<<"${stat##*) }"
  read -r up _ </proc/uptime
  printf '%s\n' $((${up%.*} - fields[19] / $(getconf CLK_TCK)))
}

# process_mebibytes PID: its resident memory.
process_mebibytes() {
  awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/$1/status" 2>/dev/null
}
