"""Shared by the scripts about migrations: each is this text followed by its own.

They run as `python3 -c` in a container of the application's image, in the folder of manage.py, with
any Django from 3.2 on. Whatever goes wrong is one last line on standard error and exit code 1.
"""

import os
import re
import sys
import traceback


class Refusal(Exception):
    """Something that a person has to decide or correct; its text is the whole message."""


def settings_module():
    """Return the settings that manage.py would take, for images that do not name them."""
    with open("manage.py", encoding="utf-8") as file:
        found = re.search(r"DJANGO_SETTINGS_MODULE[\"']\s*,\s*[\"']([\w.]+)[\"']", file.read())
    if not found:
        raise Refusal("neither DJANGO_SETTINGS_MODULE nor manage.py names the settings")
    return found.group(1)


def session_statements(connection, read_only):
    """Return what every new session starts with; it wins over limits in the project's settings."""
    lock = os.environ.get("PALIER_LOCK_SECONDS")
    statement = os.environ.get("PALIER_STATEMENT_SECONDS")
    if connection.vendor == "postgresql":
        if read_only:
            yield "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
        if lock:
            yield f"SET lock_timeout = '{int(lock)}s'"
        if statement:
            yield f"SET statement_timeout = '{int(statement)}s'"
    elif connection.vendor == "mysql":
        if read_only:
            yield "SET SESSION TRANSACTION READ ONLY"
        if lock:
            yield f"SET SESSION lock_wait_timeout = {int(lock)}, innodb_lock_wait_timeout = {int(lock)}"
        # MySQL limits nothing but SELECT.
        if statement and connection.mysql_is_mariadb:
            yield f"SET SESSION max_statement_time = {int(statement)}"


def set_up(read_only=False):
    """Load the project; every connection gets the limits of the environment."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module()
    import django
    from django.db.backends.signals import connection_created

    def prepare(connection, **_):
        statements = list(session_statements(connection, read_only))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    connection_created.connect(prepare, weak=False)
    django.setup()


def database_operations(operations):
    """Yield the operations that reach the database, those inside of combinations included."""
    from django.db.migrations.operations.special import SeparateDatabaseAndState

    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from database_operations(operation.database_operations)
        else:
            yield operation


def is_reversible(migration):
    """Tell whether the migration can be taken back with the data that it found."""
    from django.db import migrations

    return all(
        operation.reversible
        and not isinstance(operation, (migrations.RemoveField, migrations.DeleteModel))
        for operation in database_operations(migration.operations)
    )


def migration_id(key):
    """Return the name under which a migration is known outside: `app.0001_initial`."""
    return ".".join(key[:2])


def other_sessions():
    """Describe sessions of the same user that keep a transaction open, without what they ask."""
    from django.db import connection

    connection.close()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pid, host(client_addr), state, extract(epoch FROM now() - xact_start)::int"
                " FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 5"
            )
        else:
            cursor.execute(
                "SELECT trx_mysql_thread_id, p.host, trx_state,"
                " timestampdiff(SECOND, trx_started, now()) FROM information_schema.innodb_trx"
                " JOIN information_schema.processlist p ON p.id = trx_mysql_thread_id"
                " WHERE p.id <> connection_id() ORDER BY trx_started LIMIT 5"
            )
        for number, host, state, seconds in cursor.fetchall():
            yield f"session {number} from {host}: {state}, transaction open for {seconds} s"


def explain(error):
    """Print where the program was and, after a wait for a lock, who may hold it."""
    for frame in traceback.extract_tb(error.__traceback__)[-6:]:
        print(f"{frame.filename}:{frame.lineno} in {frame.name}", file=sys.stderr)
    if re.search(r"lock timeout|\b1205\b", str(error)):
        try:
            for line in other_sessions():
                print(line, file=sys.stderr)
        except Exception as failure:
            # MariaDB shows open transactions to its administrator only.
            print(f"open transactions are not shown to us: {reason(failure)}", file=sys.stderr)


def reason(error):
    """Return one line without values of rows, which may be personal."""
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    text = re.sub(r"Duplicate entry '.*' for key", "Duplicate entry for key", text)
    return f"{type(error).__name__}: {text}"


def run(main):
    """Run the script; the exit code tells whether all of it succeeded."""
    try:
        main()
    except Refusal as refusal:
        sys.exit(str(refusal))
    except Exception as error:
        explain(error)
        sys.exit(reason(error))
