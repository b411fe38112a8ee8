"""Uploading and listing, by page and by API."""

import os

from django.conf import settings
from django.test import Client, override_settings
from kombu.exceptions import OperationalError as BrokerError

from exams.models import Copy
from tests.base import PDF, CopyTestCase, upload


class UploadTest(CopyTestCase):
    """What is taken, what is refused, and what happens then."""

    def send(self, **changes):
        """Send the API's upload form."""
        return self.post(
            "/api/copies/", **{"title": "T", "pupil": "P", "file": upload(), **changes}
        )

    def test_a_pdf_is_stored_under_a_name_that_tells_nothing(self):
        response = self.send(file=upload("jean dupont.pdf"))
        self.assertEqual(response.status_code, 201)
        copy = Copy.objects.get(pk=response.json()["id"])
        self.assertEqual(copy.uploaded_by, self.teacher)
        self.assertEqual((copy.status, copy.size), ("pending", len(PDF)))
        self.assertEqual(copy.file_name, "jean dupont.pdf")
        self.assertRegex(copy.file.name, r"^copies/\d{4}/\d{2}/[0-9a-f]{32}\.pdf$")
        with open(os.path.join(settings.MEDIA_ROOT, copy.file.name), "rb") as file:
            self.assertEqual(file.read(), PDF)

    def test_grading_is_queued_after_the_commit(self):
        copy_id = self.send().json()["id"]
        self.delay.assert_called_once_with(copy_id)
        self.assertIsNotNone(Copy.objects.get(pk=copy_id).queued_at)

    def test_an_upload_survives_a_missing_broker(self):
        self.delay.side_effect = BrokerError("away")
        response = self.send()
        self.assertEqual(response.status_code, 201)
        self.assertIsNone(Copy.objects.get(pk=response.json()["id"]).queued_at)

    def test_what_is_not_a_pdf_is_refused(self):
        for name, content, kind in [
            ("copie.txt", PDF, "application/pdf"),
            ("copie.pdf", PDF, "text/html"),
            ("copie.pdf", b"<html>%PDF-", "application/pdf"),
        ]:
            with self.subTest(name=name, kind=kind):
                response = self.send(file=upload(name, content, kind))
                self.assertEqual(response.status_code, 400)
                self.assertEqual(
                    response.json()["errors"]["file"], ["Ce fichier n’est pas un PDF."]
                )
        self.assertEqual(Copy.objects.count(), 0)
        self.assertEqual(os.listdir(settings.MEDIA_ROOT), [])

    @override_settings(MAX_UPLOAD_MB=1)
    def test_a_file_over_the_limit_is_refused(self):
        response = self.send(file=upload(content=PDF + b"x" * 1024 * 1024))
        self.assertEqual(response.json()["errors"]["file"], ["Le fichier dépasse 1 Mo."])

    def test_the_page_says_in_french_what_is_missing(self):
        response = self.post("/", title="", pupil="P")
        self.assertContains(response, "Indiquez l’épreuve.", status_code=400)
        self.assertContains(response, "Choisissez un fichier PDF.", status_code=400)

    def test_the_page_takes_a_copy_and_lists_it(self):
        self.assertContains(self.get("/"), "Aucune copie pour l’instant.")
        response = self.post("/", title="Latin", pupil="<b>Zoé</b>", file=upload())
        self.assertRedirects(response, "/", fetch_redirect_response=False)
        page = self.get("/")
        self.assertContains(page, "Latin")
        self.assertContains(page, "&lt;b&gt;Zoé&lt;/b&gt;")
        self.assertContains(page, '<span class="badge pending">En attente</span>', html=True)

    def test_a_teacher_sees_only_their_own_copies(self):
        foreign = self.stored(owner=self.user("autre"))
        own = self.stored()
        listed = self.get("/api/copies/").json()
        self.assertEqual([copy["id"] for copy in listed["copies"]], [str(own.pk)])
        self.assertEqual(self.get(f"/api/copies/{foreign.pk}/").status_code, 404)
        self.assertEqual(self.get(f"/api/copies/{own.pk}/").json()["status"], "pending")

    def test_nobody_gets_in_without_signing_in(self):
        anonymous = Client()
        self.assertEqual(anonymous.get("/api/copies/", secure=True).status_code, 401)
        self.assertEqual(anonymous.post("/api/copies/", {}, secure=True).status_code, 401)
        page = anonymous.get("/", secure=True)
        self.assertRedirects(page, "/connexion/?next=/", fetch_redirect_response=False)

    def test_a_form_from_elsewhere_is_refused(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.teacher)
        answer = strict.post(
            "/api/copies/", {"title": "T", "pupil": "P", "file": upload()}, secure=True
        )
        self.assertEqual(answer.status_code, 403)
