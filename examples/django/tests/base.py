"""What the tests share: a signed-in teacher, a media folder of their own, and PDF files."""

import shutil
import tempfile
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from exams.models import Copy

PDF = b"%PDF-1.4\n<< /Type /Pages /Count 2 >>\n<</Type/Page>>\n<< /Type /Page /Parent 1 0 R >>\n%%EOF\n"


def upload(name: str = "copie.pdf", content: bytes = PDF, kind: str = "application/pdf") -> Any:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=kind)


class CopyTestCase(TestCase):
    """A test with a teacher who is signed in, and without a worker."""

    def setUp(self) -> None:
        """Prepare media, broker and user."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        settings = self.settings(MEDIA_ROOT=folder, FILE_UPLOAD_TEMP_DIR=folder, GRADING_SECONDS=0)
        settings.enable()
        self.addCleanup(settings.disable)
        delay = mock.patch("exams.tasks.grade_copy.delay")
        self.delay = delay.start()
        self.addCleanup(delay.stop)
        self.teacher = self.user("prof")
        self.client.force_login(self.teacher)

    def user(self, name: str, **fields: Any) -> Any:
        """Create a user."""
        return get_user_model().objects.create_user(name, f"{name}@example.test", **fields)

    def get(self, path: str) -> Any:
        """Request a page as the proxy does."""
        return self.client.get(path, secure=True)

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form as the proxy does, and run what waits for the commit."""
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(path, fields, secure=True)

    def stored(self, owner: Any = None, content: bytes = PDF, **fields: Any) -> Copy:
        """Create a copy without the upload form."""
        file = ContentFile(content, name="x.pdf")
        return Copy.objects.create(
            pupil="Élise",
            file=file,
            file_name="copie élise.pdf",
            size=len(content),
            uploaded_by=owner or self.teacher,
            **{"title": "Philosophie", **fields},
        )
