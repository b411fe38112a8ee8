"""Turns the environment into addresses of the database and of Redis.

PostgreSQL is the only engine: a process that cannot see its settings must stop, not work on a
private empty SQLite file that nobody else sees.
"""

from typing import Any, Dict
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core import environment as env


def database() -> Dict[str, Any]:
    """Return Django's database entry from `DATABASE_URL`, else from the `DB_*` variables."""
    url = env.read("DATABASE_URL")
    address = _from_url(url) if url else _from_parts()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **address,
        "CONN_MAX_AGE": env.number("DB_CONN_MAX_AGE", 60),
        "OPTIONS": {
            "connect_timeout": env.number("DB_CONNECT_TIMEOUT", 5, minimum=1),
            "options": time_limits(env.number("DB_STATEMENT_TIMEOUT_MS", 30000)),
        },
    }


def time_limits(statement_ms: int) -> str:
    """Return libpq options that bound how long a statement may run (0 is no limit) and wait.

    `DB_LOCK_TIMEOUT_MS` (default 5000) is kept low so that a migration waiting behind a long
    query fails instead of blocking everyone who queues behind it.
    """
    lock_ms = env.number("DB_LOCK_TIMEOUT_MS", 5000)
    return f"-c statement_timeout={statement_ms} -c lock_timeout={lock_ms}"


def redis(variable: str, database_variable: str, database_default: int) -> str:
    """Return the Redis URL in `variable`, else one made of the `REDIS_*` variables."""
    url = env.read(variable)
    if url:
        if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
            raise ImproperlyConfigured(f"{variable} is not a Redis address (redis://host:6379/0).")
        return url
    if not env.read("REDIS_HOST"):
        raise ImproperlyConfigured(
            f"{variable} is not set; set {variable}, {variable}_FILE or REDIS_HOST."
        )
    password = env.read("REDIS_PASSWORD")
    credentials = f":{quote(password, safe='')}@" if password else ""
    port = env.number("REDIS_PORT", 6379, minimum=1)
    index = env.number(database_variable, database_default)
    return f"redis://{credentials}{env.read('REDIS_HOST')}:{port}/{index}"


def _from_url(url: str) -> Dict[str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be parsed; encode its password.") from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not parts.hostname or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL is not a PostgreSQL address (postgres://user:password@host:5432/name)."
        )
    if parts.query:
        raise ImproperlyConfigured("DATABASE_URL has a query part, which is not supported.")
    return {
        "HOST": parts.hostname,
        "PORT": str(port),
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def _from_parts() -> Dict[str, str]:
    return {
        "HOST": env.required("DB_HOST"),
        "PORT": str(env.number("DB_PORT", 5432, minimum=1)),
        "NAME": env.required("DB_NAME"),
        "USER": env.required("DB_USER"),
        "PASSWORD": env.required("DB_PASSWORD"),
    }
