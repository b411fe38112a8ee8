"""Tells how far the grading is, and whether a copy was graded twice."""

import json
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
        """Take the title of the copies to count; all of them when left out."""
        parser.add_argument("--title")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count in one query."""
        copies = Copy.objects.all()
        if options["title"] is not None:
            copies = copies.filter(title=options["title"])
        report = copies.aggregate(
            enqueued=Count("pk"),
            done=Count("pk", filter=Q(status=Copy.Status.GRADED)),
            failed=Count("pk", filter=Q(status=Copy.Status.FAILED)),
            executions=Coalesce(Sum("grading_runs"), 0),
        )
        self.stdout.write(json.dumps(report))
