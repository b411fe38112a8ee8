"""What workers do: grade one copy, and look after all of them once per interval."""

import logging
import time
from pathlib import Path
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from exams.grading import grade_file
from exams.models import Copy, SchedulerRun

logger = logging.getLogger(__name__)

# At most so many copies are queued again per run, so that a backlog does not flood the broker.
REQUEUE_LIMIT = 200


def enqueue(copy: Copy) -> bool:
    """Queue the grading of a copy; tell whether the broker took it.

    Without a broker the copy stays pending, and `look_after_copies` queues it later.
    """
    try:
        grade_copy.delay(str(copy.pk))
    except BrokerError as error:
        logger.warning(
            "broker away, copy left pending",
            extra={"fields": {"copy": str(copy.pk), "error": type(error).__name__}},
        )
        return False
    Copy.objects.filter(pk=copy.pk).update(queued_at=timezone.now())
    return True


@shared_task(
    name="exams.tasks.grade_copy",
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    max_retries=5,
)
def grade_copy(copy_id: str) -> None:
    """Grade a pending copy; run twice, or late, it changes nothing."""
    copy = Copy.objects.filter(pk=copy_id, status=Copy.Status.PENDING).first()
    if copy is None:
        logger.info("nothing to grade", extra={"fields": {"copy": copy_id}})
        return
    started = time.monotonic()
    try:
        grade = grade_file(Path(copy.file.path))
    except (OSError, ValueError) as error:  # the file is gone, unreadable, or empty
        _finish(copy_id, status=Copy.Status.FAILED)
        logger.error(
            "copy cannot be read",
            extra={"fields": {"copy": copy_id, "error": type(error).__name__}},
        )
        return
    # Stands for the work of a real marker, so that releases meet tasks in progress.
    time.sleep(settings.GRADING_SECONDS)
    if _finish(copy_id, status=Copy.Status.GRADED, pages=grade.pages, mark=grade.mark):
        seconds = round(time.monotonic() - started, 3)
        logger.info("copy graded", extra={"fields": {"copy": copy_id, "seconds": seconds}})
        _tell_uploader(copy)


@shared_task(name="exams.tasks.look_after_copies")
def look_after_copies() -> None:
    """Queue again what waits too long, and leave a trace of the run with the numbers."""
    overdue = Copy.objects.waiting_too_long(settings.REQUEUE_AFTER_SECONDS)
    requeued = sum(enqueue(copy) for copy in overdue.order_by("uploaded_at")[:REQUEUE_LIMIT])
    counts = Copy.objects.aggregate(
        pending=Count("pk", filter=Q(status=Copy.Status.PENDING)),
        graded=Count("pk", filter=Q(status=Copy.Status.GRADED)),
        failed=Count("pk", filter=Q(status=Copy.Status.FAILED)),
    )
    SchedulerRun.objects.update_or_create(
        pk=SchedulerRun.ONLY,
        defaults={"ran_at": timezone.now(), "requeued": requeued, **counts},
    )
    logger.info("looked after copies", extra={"fields": {"requeued": requeued, **counts}})


def _finish(copy_id: str, **values: Any) -> bool:
    """Count the run, and write the outcome unless another run was faster."""
    copy = Copy.objects.filter(pk=copy_id)
    with transaction.atomic():
        copy.update(grading_runs=Coalesce(F("grading_runs"), 0) + 1)
        changed = copy.filter(status=Copy.Status.PENDING).update(
            graded_at=timezone.now(), **values
        )
    return changed == 1


def _tell_uploader(copy: Copy) -> None:
    address = copy.uploaded_by.email
    if not address:
        return
    try:
        send_mail("Copie notée", f"La copie « {copy.title} » est notée.", None, [address])
    except OSError as error:  # SMTP errors are OSErrors; the mark stands without the message
        logger.warning(
            "message not sent",
            extra={"fields": {"copy": str(copy.pk), "error": type(error).__name__}},
        )
