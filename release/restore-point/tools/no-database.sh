# shellcheck shell=bash
# An application without a database.

connect_database() { :; }
check_database() { :; }
database_bytes() { echo 0; }
database_facts() { :; }
save_database() {
  : >"$2"
  digest_schema >"$SCRATCH/schema"
}
describe_database() { echo null; }
check_dump() { :; }
load_database() { :; }
digest_schema() { echo none; }
