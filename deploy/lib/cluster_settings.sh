# shellcheck shell=bash
# PostgreSQL's settings wherever it runs for Broadsheet. Sourced.

# Settings for a small machine. An acknowledged write survives: fsync stays on.
common_settings() {
  cat <<'SETTINGS'
max_connections = 100
shared_buffers = 256MB
max_wal_size = 4GB
min_wal_size = 1GB
wal_compression = lz4
fsync = on
synchronous_commit = on
full_page_writes = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
SETTINGS
}
