"""Creates the first administrator, once, without asking anything."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core import environment as env


class Command(BaseCommand):
    """Makes sure that the administrator named by the environment exists."""

    help = (
        "Creates the superuser DJANGO_SUPERUSER_USERNAME with DJANGO_SUPERUSER_EMAIL and the "
        "password in DJANGO_SUPERUSER_PASSWORD(_FILE). An existing user is left untouched."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the user unless the name is taken; never print the password."""
        users = get_user_model().objects
        name = env.read("DJANGO_SUPERUSER_USERNAME")
        password = env.read("DJANGO_SUPERUSER_PASSWORD")
        if not name:
            raise CommandError("DJANGO_SUPERUSER_USERNAME is not set.")
        if users.filter(username=name).exists():
            self.stdout.write(f"Administrator {name} exists already; nothing changed.")
            return
        if not password:
            raise CommandError(
                "No password: set DJANGO_SUPERUSER_PASSWORD_FILE or DJANGO_SUPERUSER_PASSWORD."
            )
        users.create_superuser(name, env.read("DJANGO_SUPERUSER_EMAIL"), password)
        self.stdout.write(f"Administrator {name} created.")
