"""Tells whether the process is up (`live`) and whether it can do its work (`ready`)."""

import logging
import secrets
import tempfile
from typing import Callable, Dict

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse

logger = logging.getLogger(__name__)


def live() -> JsonResponse:
    """Answer 200 as long as the process serves requests, whatever happens around it."""
    return _answer({"status": "ok", "version": settings.APP_VERSION}, 200)


def ready() -> JsonResponse:
    """Answer 200 when database, cache and media work, else 503 and which of them failed.

    The cause goes to the log only: messages of drivers hold addresses and user names.
    """
    checks = {name: _outcome(name, check) for name, check in _CHECKS.items()}
    healthy = all(outcome == "ok" for outcome in checks.values())
    body = {
        "status": "ok" if healthy else "unavailable",
        "version": settings.APP_VERSION,
        "checks": checks,
    }
    return _answer(body, 200 if healthy else 503)


def drop_dead_connection() -> None:
    """Close this thread's database connection if it no longer answers; the next use opens one."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def _database() -> None:
    drop_dead_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _cache() -> None:
    key, value = f"health-{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise RuntimeError("the cache did not return what was stored")
    cache.delete(key)


def _media() -> None:
    # Without a name, so that the folder stays as it is: it may be saved at this very moment.
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        file.write(b"ok")
        file.flush()


def _outcome(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # any failure at all means "not ready"
        logger.warning(
            "readiness check failed",
            extra={"fields": {"check": name, "error": type(error).__name__}},
        )
        return "failed"
    return "ok"


def _answer(body: Dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


_CHECKS: Dict[str, Callable[[], None]] = {"database": _database, "cache": _cache, "media": _media}

ANSWERS: Dict[str, Callable[[], JsonResponse]] = {
    "/api/health": ready,
    "/api/health/live": live,
    "/api/health/ready": ready,
}
