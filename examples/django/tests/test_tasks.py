"""Grading and the periodic task."""

from datetime import timedelta
from decimal import Decimal

from django.core import mail
from django.test import override_settings
from django.utils import timezone

from exams.models import Copy, SchedulerRun
from exams.tasks import grade_copy, look_after_copies
from tests.base import PDF, CopyTestCase


class GradingTest(CopyTestCase):
    """One copy."""

    def test_pages_and_mark_come_from_the_content_alone(self):
        first, second = self.stored(), self.stored()
        other = self.stored(content=PDF + b"more")
        for copy in (first, second, other):
            grade_copy(str(copy.pk))
            copy.refresh_from_db()
        self.assertEqual((first.status, first.pages), ("graded", 2))
        self.assertTrue(Decimal(0) <= first.mark <= Decimal(20))
        self.assertEqual(first.mark, second.mark)
        self.assertNotEqual(first.mark, other.mark)

    def test_a_second_run_changes_nothing(self):
        copy = self.stored()
        grade_copy(str(copy.pk))
        before = Copy.objects.values().get(pk=copy.pk)
        grade_copy(str(copy.pk))
        self.assertEqual(Copy.objects.values().get(pk=copy.pk), before)
        self.assertEqual(len(mail.outbox), 1)
        self.assertEqual(mail.outbox[0].to, ["prof@example.test"])

    def test_a_missing_file_is_a_failure_that_shows(self):
        copy = self.stored()
        copy.file.storage.delete(copy.file.name)
        with self.assertLogs("exams.tasks", "ERROR"):
            grade_copy(str(copy.pk))
        copy.refresh_from_db()
        self.assertEqual((copy.status, copy.mark), ("failed", None))
        self.assertContains(self.get("/"), "En échec")

    def test_an_unknown_copy_is_no_error(self):
        grade_copy("00000000-0000-4000-8000-000000000000")


@override_settings(REQUEUE_AFTER_SECONDS=600)
class LookAfterTest(CopyTestCase):
    """All copies."""

    def test_only_copies_that_wait_too_long_are_queued_again(self):
        now = timezone.now()
        never = self.stored()
        lost = self.stored(queued_at=now - timedelta(seconds=700))
        self.stored(queued_at=now - timedelta(seconds=500))
        self.stored(queued_at=now - timedelta(seconds=700), status=Copy.Status.GRADED)
        look_after_copies()
        queued = {call.args[0] for call in self.delay.call_args_list}
        self.assertEqual(queued, {str(never.pk), str(lost.pk)})
        run = SchedulerRun.objects.get()
        self.assertEqual((run.pending, run.graded, run.failed, run.requeued), (3, 1, 0, 2))

    def test_the_page_tells_when_it_ran(self):
        self.assertContains(self.get("/"), "Le planificateur n’est pas encore passé.")
        look_after_copies()
        look_after_copies()
        self.assertContains(self.get("/"), "Dernier passage du planificateur")
        SchedulerRun.objects.update(ran_at=timezone.now() - timedelta(hours=1))
        self.assertContains(self.get("/"), "Planificateur en retard")
