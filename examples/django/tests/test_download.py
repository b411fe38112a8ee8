"""Files leave the application only through a permission check."""

from django.contrib.auth.models import Permission
from django.test import Client, override_settings

from tests.base import CopyTestCase


class DownloadTest(CopyTestCase):
    """Who gets a file, and how."""

    def test_the_proxy_is_told_which_file_to_send(self):
        copy = self.stored()
        response = self.get(copy.get_absolute_url())
        self.assertEqual(response["X-Accel-Redirect"], f"/protected-media/{copy.file.name}")
        self.assertEqual(response["Content-Type"], "application/pdf")
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertIn("filename*=UTF-8''copie%20%C3%A9lise.pdf", response["Content-Disposition"])
        self.assertEqual(response.content, b"")

    @override_settings(MEDIA_ACCEL_PREFIX="/internal/copies/")
    def test_the_prefix_is_configured(self):
        copy = self.stored()
        response = self.get(copy.get_absolute_url())
        self.assertEqual(response["X-Accel-Redirect"], f"/internal/copies/{copy.file.name}")

    def test_a_foreign_copy_is_not_found(self):
        response = self.get(self.stored(owner=self.user("autre")).get_absolute_url())
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("X-Accel-Redirect", response)

    def test_the_permission_opens_foreign_copies(self):
        self.teacher.user_permissions.add(Permission.objects.get(codename="view_copy"))
        response = self.get(self.stored(owner=self.user("autre")).get_absolute_url())
        self.assertIn("X-Accel-Redirect", response)

    def test_nobody_gets_a_file_without_signing_in(self):
        response = Client().get(self.stored().get_absolute_url(), secure=True)
        self.assertEqual(response.status_code, 302)
        self.assertNotIn("X-Accel-Redirect", response)

    def test_there_is_no_public_way_to_media(self):
        self.assertEqual(self.get(f"/media/{self.stored().file.name}").status_code, 404)
