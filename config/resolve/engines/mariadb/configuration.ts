import { mariadbMemory } from "./memory";

/** my.cnf for a memory limit in MiB. It is read after the files of the image, so it wins over them. */
export function mariadbConfiguration(memory: number): string {
  return [
    "[mariadbd]",
    connections(memory),
    resources(memory),
    durability(memory),
    logging,
    language,
    behaviour,
  ].join("\n");
}

function connections(limit: number): string {
  const { maximumConnections, accountConnections } = mariadbMemory(limit);
  return `# Connections
bind_address = *
port = 3306
socket = /run/mysqld/mysqld.sock
pid_file = /run/mysqld/mysqld.pid
max_connections = ${maximumConnections}
# What is left over is for health checks and backups when an application takes all it can get.
max_user_connections = ${accountConnections}
max_allowed_packet = 64M
# Accounts are for addresses and the socket: a name server is not asked who comes.
skip_name_resolve = ON
# The only network is internal to one host and belongs to one application; encryption on it would
# protect nothing that an attacker there does not already have.
skip_ssl
# Connections of a client that vanished are noticed after about a minute and a half.
tcp_keepalive_time = 60
tcp_keepalive_interval = 10
tcp_keepalive_probes = 3
# A client could be asked by a server for any of its own files.
local_infile = OFF
`;
}

function resources(limit: number): string {
  const memory = mariadbMemory(limit);
  return `# Memory: derived from a limit of ${limit} MiB
innodb_buffer_pool_size = ${memory.bufferPool}M
innodb_log_buffer_size = 8M
tmp_memory_table_size = ${memory.temporaryTable}M
max_heap_table_size = ${memory.temporaryTable}M
sort_buffer_size = 1M
# For tables of the server itself; an application's are InnoDB's.
key_buffer_size = 8M
aria_pagecache_buffer_size = 16M
aria_sort_buffer_size = 16M
myisam_sort_buffer_size = 8M
performance_schema = OFF
table_open_cache = 1000
open_files_limit = 4096
# Sorts and new indexes of large tables need room; the container's /tmp is memory.
tmpdir = /var/lib/mysql
`;
}

function durability(limit: number): string {
  return `# Durability: what was committed survives a power cut
innodb_log_file_size = ${mariadbMemory(limit).redoLog}M
innodb_flush_log_at_trx_commit = 1
innodb_doublewrite = ON
innodb_strict_mode = ON
default_storage_engine = InnoDB
# Nobody reads a binary log here: there is no replica, and it would be written beside every change.
skip_log_bin
expire_logs_days = 0
# Solid-state disks: random writes cost little more than sequential ones.
innodb_io_capacity = 1000
innodb_flush_neighbors = 0
`;
}

const logging = `# Log: to the container's standard error. Statements are left out, because they hold personal data.
skip_log_error
general_log = OFF
slow_query_log = OFF
log_warnings = 2
`;

const language = `# Language: a collation that MySQL and older versions of MariaDB know as well, and that is named, so
# that another default of a later version cannot mix two of them in one database.
character_set_server = utf8mb4
collation_server = utf8mb4_unicode_520_ci
default_time_zone = +00:00
`;

const behaviour = `# Behaviour
# A value that does not fit is an error, not another value; so is a date that does not exist.
sql_mode = STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION
# A statement that waits for a lock makes everything behind it wait as well, and a transaction that
# is forgotten keeps rows from being cleaned up. An application that needs more sets it for its session.
lock_wait_timeout = 10
innodb_lock_wait_timeout = 10
idle_transaction_timeout = 300
`;
