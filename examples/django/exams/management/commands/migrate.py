"""Runs migrations without the time limit that protects ordinary requests."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from core.connections import time_limits


class Command(migrate.Command):
    """Django's command; only a statement may take as long as a large table needs.

    The limit on waiting for locks stays, so that a migration never queues up the whole site.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Lift the limit on a fresh connection, then migrate."""
        connection = connections[options["database"]]
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = time_limits(statement_ms=0)
        super().handle(*args, **options)
