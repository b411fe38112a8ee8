"""Rows of the application: copies, and the trace that the scheduler leaves."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


def random_path(_copy: Any, _file_name: str) -> str:
    """Return a path that tells nothing and cannot be guessed; the given name is kept in the row."""
    return f"copies/{timezone.now():%Y/%m}/{uuid.uuid4().hex}.pdf"


class CopyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions that are asked about copies."""

    def visible_to(self, user: Any) -> "CopyQuerySet":
        """Return the copies that a user may see: their own, or all with the permission to."""
        if user.has_perm("exams.view_copy"):
            return self
        return self.filter(uploaded_by=user)

    def waiting_too_long(self, seconds: int) -> "CopyQuerySet":
        """Return pending copies whose task was queued longer ago than that, or never."""
        limit = timezone.now() - timedelta(seconds=seconds)
        return self.filter(status=Copy.Status.PENDING).filter(
            models.Q(queued_at__isnull=True) | models.Q(queued_at__lt=limit)
        )


class Copy(models.Model):
    """One pupil's exam copy and its mark."""

    class Status(models.TextChoices):
        """How far the grading is."""

        PENDING = "pending", "En attente"
        GRADED = "graded", "Notée"
        FAILED = "failed", "En échec"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("épreuve", max_length=120)
    pupil = models.CharField("élève", max_length=120)
    file = models.FileField("fichier", upload_to=random_path, max_length=200)
    file_name = models.CharField("nom du fichier", max_length=255)
    size = models.PositiveBigIntegerField("taille en octets")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="copies",
        verbose_name="déposée par",
    )
    uploaded_at = models.DateTimeField("déposée le", auto_now_add=True)
    queued_at = models.DateTimeField("mise en file le", null=True, editable=False)
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.PENDING)
    pages = models.PositiveIntegerField("pages", null=True, editable=False)
    mark = models.DecimalField("note", max_digits=3, decimal_places=1, null=True, editable=False)
    graded_at = models.DateTimeField("notée le", null=True, editable=False)
    # How often a worker did the whole work: more than once is a waste that tests look for.
    grading_runs = models.PositiveIntegerField("passages de notation", null=True, editable=False)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = "copie"
        verbose_name_plural = "copies"
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["status", "uploaded_at"], name="copy_by_status")]

    def __str__(self) -> str:
        return f"{self.title} – {self.pupil}"

    def get_absolute_url(self) -> str:
        """Return the address that downloads the copy."""
        return reverse("copy-file", args=[self.pk])


class SchedulerRun(models.Model):
    """The last run of the periodic task: one row, so that a page can tell when it was."""

    ran_at = models.DateTimeField()
    pending = models.PositiveIntegerField()
    graded = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    requeued = models.PositiveIntegerField()

    ONLY = 1

    class Meta:
        verbose_name = "passage du planificateur"
        verbose_name_plural = "passages du planificateur"

    @property
    def late(self) -> bool:
        """Tell whether three runs in a row were missed."""
        age = timezone.now() - self.ran_at
        return age > timedelta(seconds=3 * settings.BEAT_INTERVAL_SECONDS)
