"""What differs between the database engines: Django's module and how statements are limited."""

from dataclasses import dataclass, field
from math import ceil
from typing import Any, Callable, Dict, Tuple

Options = Dict[str, Any]


@dataclass(frozen=True)
class Engine:
    """One database engine."""

    backend: str
    """Django's module."""
    port: int
    schemes: Tuple[str, ...]
    """Of its addresses in `DATABASE_URL`."""
    limits: Callable[[int, int], Options]
    """Options that bound how long a statement may run (0 is no limit) and wait, in milliseconds."""
    options: Options = field(default_factory=dict)
    test: Options = field(default_factory=dict)
    """How the tests make their database."""


def _postgresql_limits(statement_ms: int, lock_ms: int) -> Options:
    return {"options": f"-c statement_timeout={statement_ms} -c lock_timeout={lock_ms}"}


def _mariadb_limits(statement_ms: int, lock_ms: int) -> Options:
    # Waiting is counted in whole seconds, and 0 would not wait at all. The mode, in which data that
    # do not fit are an error, is set here too: a connection runs one statement at its start.
    lock_seconds = max(1, ceil(lock_ms / 1000))
    return {
        "init_command": f"SET SESSION sql_mode='TRADITIONAL,STRICT_ALL_TABLES',"
        f" SESSION max_statement_time={statement_ms / 1000},"
        f" SESSION lock_wait_timeout={lock_seconds},"
        f" SESSION innodb_lock_wait_timeout={lock_seconds}"
    }


ENGINES: Dict[str, Engine] = {
    "postgresql": Engine(
        backend="django.db.backends.postgresql",
        port=5432,
        schemes=("postgres", "postgresql"),
        limits=_postgresql_limits,
    ),
    "mariadb": Engine(
        backend="django.db.backends.mysql",
        port=3306,
        schemes=("mysql", "mariadb"),
        limits=_mariadb_limits,
        # The isolation that PostgreSQL has, so that both behave the same.
        options={"charset": "utf8mb4", "isolation_level": "read committed"},
        test={"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_520_ci"},
    ),
}
