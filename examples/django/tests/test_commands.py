"""Commands of the release: first administrator, migrations there and back."""

import json
import os
import re
from io import StringIO
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from core.connections import database
from core.database_lock import database_lock
from exams.models import Copy
from exams.tasks import grade_copy
from tests.base import CopyTestCase

ADMIN = {
    "DJANGO_SUPERUSER_USERNAME": "directrice",
    "DJANGO_SUPERUSER_EMAIL": "directrice@example.test",
    "DJANGO_SUPERUSER_PASSWORD": "un-secret-très-long",
}


LIMITS = {
    "postgresql": ("current_setting('statement_timeout')", "current_setting('lock_timeout')"),
    "mysql": ("@@max_statement_time", "@@lock_wait_timeout"),
}


def shown(setting):
    """Return the number in front of a setting of the connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {setting}")
        return float(re.match(r"[0-9.]+", str(cursor.fetchone()[0])).group())


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
        self.addCleanup(connection.close)
        connection.close()
        # Another test of this process may have migrated before.
        connection.settings_dict["OPTIONS"] = database()["OPTIONS"]
        statement, lock = LIMITS[connection.vendor]
        self.assertGreater(shown(statement), 0)
        call_command("migrate", verbosity=0)
        self.assertEqual(shown(statement), 0)
        self.assertGreater(shown(lock), 0)

    def test_only_one_migrates(self):
        other = connections.create_connection("default")
        self.addCleanup(other.close)
        self.addCleanup(connection.close)
        with mock.patch.dict(os.environ, {"DB_LOCK_TIMEOUT_MS": "1000"}):
            with database_lock(other, "migrate"):
                self.assertRaises(CommandError, call_command, "migrate", verbosity=0)
                call_command("migrate", check_unapplied=True, verbosity=0)
            call_command("migrate", verbosity=0)


class SampleCopiesTest(CopyTestCase):
    """Sample copies and the report about their grading."""

    def run_command(self, *arguments, **options):
        """Run a command and return the object that it printed."""
        output = StringIO()
        call_command(*arguments, stdout=output, **options)
        return json.loads(output.getvalue())

    def test_every_sample_is_queued_once_and_the_report_counts_the_runs(self):
        self.assertRaises(CommandError, call_command, "sample_copies", 1)
        self.user("directrice", is_superuser=True)
        made = self.run_command("sample_copies", 3, title="Essai")
        self.assertEqual(made, {"uploaded": 3, "queued": 3})
        self.stored()
        expected = {"enqueued": 3, "done": 0, "failed": 0, "executions": 0}
        self.assertEqual(self.run_command("grading_report", title="Essai"), expected)
        self.assertEqual(self.run_command("grading_report", title="Essai", wait=0.3), expected)
        for call in self.delay.call_args_list:
            grade_copy(*call.args)
        expected = {"enqueued": 3, "done": 3, "failed": 0, "executions": 3}
        self.assertEqual(self.run_command("grading_report", title="Essai"), expected)
        self.assertEqual(self.run_command("grading_report")["enqueued"], 4)

    def test_a_copy_that_two_workers_graded_shows(self):
        copy = self.stored(title="Essai")

        def meanwhile(_seconds):
            sleep.side_effect = None
            grade_copy(str(copy.pk))

        with mock.patch("exams.tasks.time.sleep", side_effect=meanwhile) as sleep:
            grade_copy(str(copy.pk))
        expected = {"enqueued": 1, "done": 1, "failed": 0, "executions": 2}
        self.assertEqual(self.run_command("grading_report"), expected)
