"""Turns the environment into addresses of the database and of Redis.

PostgreSQL and MariaDB are the only engines: a process that cannot see its settings must stop, not
work on a private empty SQLite file that nobody else sees.
"""

from typing import Any, Dict, Tuple
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core import environment as env
from core.engines import ENGINES, Engine


def database() -> Dict[str, Any]:
    """Return Django's database entry from `DATABASE_URL`, else from the `DB_*` variables."""
    url = env.read("DATABASE_URL")
    engine, address = _from_url(url) if url else _from_parts()
    connect_seconds = env.number("DB_CONNECT_TIMEOUT", 5, minimum=1)
    return {
        "ENGINE": engine.backend,
        **address,
        "CONN_MAX_AGE": env.number("DB_CONN_MAX_AGE", 60),
        "OPTIONS": {
            **engine.options,
            "connect_timeout": connect_seconds,
            **engine.limits(env.number("DB_STATEMENT_TIMEOUT_MS", 30000), lock_timeout_ms()),
        },
        "TEST": engine.test,
    }


def lock_timeout_ms() -> int:
    """Return how long a statement may wait for a lock.

    Kept low so that a migration waiting behind a long query fails instead of blocking everyone who
    queues behind it.
    """
    return env.number("DB_LOCK_TIMEOUT_MS", 5000)


def without_statement_limit(database: Dict[str, Any]) -> None:
    """Change an entry of `DATABASES` so that its next connection lets statements run on."""
    engine = next(one for one in ENGINES.values() if one.backend == database["ENGINE"])
    database["OPTIONS"].update(engine.limits(0, lock_timeout_ms()))


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


def _from_url(url: str) -> Tuple[Engine, Dict[str, str]]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be parsed; encode its password.") from error
    name = unquote(parts.path.lstrip("/"))
    engine = next((one for one in ENGINES.values() if parts.scheme in one.schemes), None)
    if engine is None or not parts.hostname or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL is not a PostgreSQL or MariaDB address"
            " (postgres://user:password@host:5432/name, mysql://user:password@host:3306/name)."
        )
    if parts.query:
        raise ImproperlyConfigured("DATABASE_URL has a query part, which is not supported.")
    return engine, {
        "HOST": parts.hostname,
        "PORT": str(port or engine.port),
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def _from_parts() -> Tuple[Engine, Dict[str, str]]:
    engine = ENGINES[env.choice("DB_ENGINE", list(ENGINES), "postgresql")]
    return engine, {
        "HOST": env.required("DB_HOST"),
        "PORT": str(env.number("DB_PORT", engine.port, minimum=1)),
        "NAME": env.required("DB_NAME"),
        "USER": env.required("DB_USER"),
        "PASSWORD": env.required("DB_PASSWORD"),
    }
