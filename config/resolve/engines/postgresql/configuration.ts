import { postgresqlMemory } from "./memory";

/**
 * postgresql.conf for a memory limit in MiB. What a standby or pg_rewind needs is set here and not
 * on the command line, because recovery in single-user mode reads files only.
 */
export function postgresqlConfiguration(memory: number): string {
  return [
    connections(postgresqlMemory(memory).maximumConnections),
    resources(memory),
    writeAheadLog,
    logging,
    behaviour,
  ].join("\n");
}

const connections = (maximum: number): string => `# Connections
listen_addresses = '*'
port = 5432
max_connections = ${maximum}
superuser_reserved_connections = 3
unix_socket_directories = '/var/run/postgresql'
password_encryption = scram-sha-256
# The only network is internal to one host and belongs to one application; encryption on it would
# protect nothing that an attacker there does not already have.
ssl = off
# Connections of a client that vanished are noticed after about a minute and a half.
tcp_keepalives_idle = 60
tcp_keepalives_interval = 10
tcp_keepalives_count = 3
`;

function resources(limit: number): string {
  const memory = postgresqlMemory(limit);
  return `# Memory: derived from a limit of ${limit} MiB
shared_buffers = ${memory.sharedBuffers}MB
effective_cache_size = ${memory.effectiveCacheSize}MB
work_mem = ${memory.workMemory}MB
maintenance_work_mem = ${memory.maintenanceWorkMemory}MB
huge_pages = off
dynamic_shared_memory_type = posix
`;
}

const writeAheadLog = `# Write-ahead log: ready for a standby and for pg_rewind
wal_level = replica
max_wal_senders = 10
max_replication_slots = 10
wal_log_hints = on
hot_standby = on
wal_keep_size = 256MB
# A standby that stays away must not fill the disk: beyond this it has to be made again.
max_slot_wal_keep_size = 2GB
max_wal_size = 1GB
min_wal_size = 80MB
wal_compression = on
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
`;

const logging = `# Log: to the container's standard error. Statements are left out, because they hold personal data.
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] %q%u@%d '
log_timezone = 'UTC'
log_checkpoints = off
log_connections = off
log_disconnections = off
log_lock_waits = on
log_temp_files = 10MB
log_autovacuum_min_duration = 10s
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`;

const behaviour = `# Behaviour
timezone = 'UTC'
# Solid-state disks: random reads cost little more than sequential ones.
random_page_cost = 1.1
effective_io_concurrency = 200
# Many small tables with frequent changes: clean up earlier than after a fifth of the rows.
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.02
`;
