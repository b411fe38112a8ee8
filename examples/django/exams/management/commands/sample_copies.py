"""Uploads copies that are made up, to show the application or to load it."""

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exams.models import Copy
from exams.tasks import enqueue

TITLE = "Copies d’exemple"


class Command(BaseCommand):
    """Stores copies as an upload does, and queues each of them once."""

    help = (
        "Uploads COUNT sample copies in the name of the first administrator and queues their "
        'grading. Prints {"uploaded": …, "queued": …}; grading_report tells how far they are.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of copies, and a title that tells one set from another."""
        parser.add_argument("count", type=int)
        parser.add_argument("--title", default=TITLE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Store and queue one copy after the other."""
        owner = get_user_model().objects.filter(is_superuser=True).order_by("pk").first()
        if owner is None:
            raise CommandError("There is no administrator; run ensure_admin first.")
        copies = [_store(owner, options["title"], number) for number in range(options["count"])]
        queued = sum(enqueue(copy) for copy in copies)
        self.stdout.write(json.dumps({"uploaded": len(copies), "queued": queued}))


def _store(owner: Any, title: str, number: int) -> Copy:
    content = f"%PDF-1.4\n<< /Type /Page >>\n% {title}, {number}\n%%EOF\n".encode()
    return Copy.objects.create(
        title=title,
        pupil=f"Élève {number + 1}",
        file=ContentFile(content, name="exemple.pdf"),
        file_name="exemple.pdf",
        size=len(content),
        uploaded_by=owner,
    )
