"""Commands of the release: first administrator, migrations there and back."""

import os
from io import StringIO
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from exams.models import Copy

ADMIN = {
    "DJANGO_SUPERUSER_USERNAME": "directrice",
    "DJANGO_SUPERUSER_EMAIL": "directrice@example.test",
    "DJANGO_SUPERUSER_PASSWORD": "un-secret-très-long",
}


class EnsureAdminTest(TestCase):
    """The first administrator."""

    def run_with(self, **changes):
        """Run the command with the environment and return what it printed."""
        output = StringIO()
        with mock.patch.dict(os.environ, {**ADMIN, **changes}):
            os.environ.pop("DJANGO_SUPERUSER_PASSWORD_FILE", None)
            call_command("ensure_admin", stdout=output)
        return output.getvalue()

    def test_creates_once_and_then_leaves_alone(self):
        first = self.run_with()
        self.run_with(DJANGO_SUPERUSER_PASSWORD="un-autre-secret")
        user = get_user_model().objects.get()
        self.assertTrue(
            user.is_superuser and user.check_password(ADMIN["DJANGO_SUPERUSER_PASSWORD"])
        )
        self.assertNotIn(ADMIN["DJANGO_SUPERUSER_PASSWORD"], first)

    def test_refuses_to_create_one_without_password(self):
        self.assertRaises(CommandError, self.run_with, DJANGO_SUPERUSER_PASSWORD="")
        self.assertEqual(get_user_model().objects.count(), 0)


class MigrationTest(TransactionTestCase):
    """Forward, backward, forward: with rows in the tables."""

    def test_there_and_back_keeps_the_copies(self):
        user = get_user_model().objects.create_user("prof")
        row = {"title": "T", "pupil": "P", "file": "x.pdf", "file_name": "x.pdf", "size": 1}
        copy = Copy.objects.create(uploaded_by=user, queued_at=timezone.now(), **row)
        call_command("migrate", "exams", "0002", verbosity=0)
        call_command("migrate", "exams", verbosity=0)
        again = Copy.objects.get(pk=copy.pk)
        self.assertEqual(again.queued_at, again.uploaded_at)

    def test_models_and_migrations_agree(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_migrations_may_take_longer_than_requests(self):
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            self.assertEqual(cursor.fetchone(), ("0",))
            cursor.execute("SHOW lock_timeout")
            self.assertNotEqual(cursor.fetchone(), ("0",))
        connection.close()
