"""A lock that the database holds for a connection: it ends with it, come what may."""

from contextlib import contextmanager
from math import ceil
from typing import Any, Iterator, List

from django.db import OperationalError

from core.connections import lock_timeout_ms


class LockTaken(Exception):
    """Another connection holds the lock."""


@contextmanager
def database_lock(connection: Any, name: str) -> Iterator[None]:
    """Hold the lock `name`; raise `LockTaken` unless it is free within `DB_LOCK_TIMEOUT_MS`."""
    if connection.vendor == "mysql":
        # These names are the whole server's.
        key = f"{connection.settings_dict['NAME']}.{name}"
        take, arguments = "SELECT GET_LOCK(%s, %s)", [key, ceil(lock_timeout_ms() / 1000)]
        give_back = "SELECT RELEASE_LOCK(%s)"
    else:
        # Waits as long as the connection's lock_timeout allows.
        key = name
        take, arguments = "SELECT pg_advisory_lock(hashtext(%s)) IS NOT NULL", [key]
        give_back = "SELECT pg_advisory_unlock(hashtext(%s))"
    try:
        taken = _value(connection, take, arguments)
    except OperationalError as error:
        raise LockTaken(name) from error
    if not taken:
        raise LockTaken(name)
    try:
        yield
    finally:
        _value(connection, give_back, [key])


def _value(connection: Any, statement: str, arguments: List[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchone()[0]
