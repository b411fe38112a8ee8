"""Runs migrations one at a time, without the time limit that protects ordinary requests."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from core.connections import without_statement_limit
from core.database_lock import LockTaken, database_lock


class Command(migrate.Command):
    """Django's command; only a statement may take as long as a large table needs.

    The limit on waiting for locks stays, so that a migration never queues up the whole site.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Lift the limit on a fresh connection, then migrate; looking needs no lock."""
        connection = connections[options["database"]]
        connection.close()
        without_statement_limit(connection.settings_dict)
        if options["check_unapplied"] or options["plan"]:
            super().handle(*args, **options)
            return
        try:
            with database_lock(connection, "migrate"):
                super().handle(*args, **options)
        except LockTaken as error:
            raise CommandError(
                "Another migration runs on this database; wait until it has ended."
            ) from error
