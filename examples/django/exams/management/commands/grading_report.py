"""Tells how far the grading is, and whether a copy was graded twice."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from exams.models import Copy


class Command(BaseCommand):
    """Prints one JSON object."""

    help = (
        'Prints {"enqueued": …, "done": …, "failed": …, "executions": …}: copies, those with a '
        "mark, those that cannot be read, and how often workers did the whole work for them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the title of the copies to count, all of them when left out, and how long to wait for them."""
        parser.add_argument("--title")
        parser.add_argument(
            "--wait", type=float, default=0, help="seconds within which all should have a mark"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, again and again until all have a mark or the time is over."""
        end = time.monotonic() + options["wait"]
        report = self.count(options["title"])
        while report["done"] < report["enqueued"] and time.monotonic() < end:
            time.sleep(0.25)
            report = self.count(options["title"])
        self.stdout.write(json.dumps(report))

    def count(self, title: str | None) -> dict[str, int]:
        """Count in one query."""
        copies = Copy.objects.all()
        if title is not None:
            copies = copies.filter(title=title)
        return copies.aggregate(
            enqueued=Count("pk"),
            done=Count("pk", filter=Q(status=Copy.Status.GRADED)),
            failed=Count("pk", filter=Q(status=Copy.Status.FAILED)),
            executions=Coalesce(Sum("grading_runs"), 0),
        )
