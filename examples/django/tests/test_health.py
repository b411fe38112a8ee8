"""Health, version, sign-in and the redirect to HTTPS."""

import json
import logging
import os
from unittest import mock

from django.conf import settings
from django.db import connection
from django.test import Client

from core.logs import JsonFormatter
from tests.base import CopyTestCase


class HealthTest(CopyTestCase):
    """What probes and people see."""

    def test_probes_are_answered_for_any_host_without_a_redirect(self):
        for path in ("/api/health/live", "/api/health/ready", "/api/health/live/"):
            with self.subTest(path=path):
                response = Client().get(path, HTTP_HOST="127.0.0.1:8000")
                self.assertEqual(response.status_code, 200)
                self.assertEqual(response.json()["version"], settings.APP_VERSION)
                self.assertEqual(response["X-App-Version"], settings.APP_VERSION)

    def test_readiness_names_the_part_that_fails_and_nothing_else(self):
        with self.settings(MEDIA_ROOT="/nowhere/secret-place"):
            response = Client().get("/api/health/ready")
        self.assertEqual(response.status_code, 503)
        expected = {"database": "ok", "cache": "ok", "media": "failed"}
        self.assertEqual(response.json()["checks"], expected)
        self.assertNotIn("secret-place", response.content.decode())

    def test_readiness_leaves_nothing_in_media(self):
        before = os.stat(settings.MEDIA_ROOT).st_mtime_ns
        self.assertEqual(Client().get("/api/health/ready").status_code, 200)
        self.assertEqual(list(os.scandir(settings.MEDIA_ROOT)), [])
        # Not even for a moment: a restore point that saves the folder would stumble over it.
        self.assertEqual(os.stat(settings.MEDIA_ROOT).st_mtime_ns, before)

    def test_a_full_disk_is_not_ready(self):
        with mock.patch("core.health.tempfile.TemporaryFile", side_effect=OSError("disk full")):
            self.assertEqual(Client().get("/api/health/ready").status_code, 503)

    def test_a_dead_database_connection_is_replaced(self):
        with mock.patch.object(connection, "is_usable", return_value=False):
            with mock.patch.object(connection, "close") as close:
                self.assertEqual(self.get("/").status_code, 200)
        close.assert_called_once_with()

    def test_everything_else_is_redirected_to_https(self):
        response = self.client.get("/")
        self.assertEqual(response.status_code, 301)
        self.assertTrue(response["Location"].startswith("https://"))

    def test_a_foreign_host_is_refused(self):
        with self.assertLogs("django.security.DisallowedHost", "ERROR"):
            response = self.client.get("/", HTTP_HOST="evil.test", secure=True)
        self.assertEqual(response.status_code, 400)

    def test_the_page_shows_the_version(self):
        self.assertContains(self.get("/"), f"Version {settings.APP_VERSION}")

    def test_signing_in_and_out(self):
        self.user("elise", password="une-longue-phrase")
        visitor = Client()
        wrong = visitor.post("/connexion/", {"username": "elise", "password": "non"}, secure=True)
        self.assertContains(wrong, "Identifiant ou mot de passe incorrect")
        form = {"username": "elise", "password": "une-longue-phrase"}
        answer = visitor.post("/connexion/", form, secure=True)
        self.assertTrue(answer.cookies["sessionid"]["secure"])
        self.assertEqual(visitor.get("/deconnexion/", secure=True).status_code, 405)
        visitor.post("/deconnexion/", secure=True)
        self.assertEqual(visitor.get("/api/copies/", secure=True).status_code, 401)

    def test_pages_carry_nothing_inline(self):
        self.stored()
        for page in (
            self.get("/"),
            self.get("/nulle-part"),
            Client().get("/connexion/", secure=True),
        ):
            text = page.content.decode()
            self.assertNotRegex(text, r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)")

    def test_the_admin_shows_copies(self):
        self.client.force_login(self.user("chef", is_staff=True, is_superuser=True))
        copy = self.stored()
        self.assertContains(self.get("/admin/exams/copy/"), copy.title)
        page = self.get(f"/admin/exams/copy/{copy.pk}/change/")
        self.assertContains(page, copy.get_absolute_url())


class LogTest(CopyTestCase):
    """Log lines."""

    def test_a_line_is_one_json_object(self):
        record = logging.makeLogRecord(
            {"name": "n", "levelname": "INFO", "msg": "a\nb %s", "args": ("é",), "fields": {"k": 1}}
        )
        line = JsonFormatter().format(record)
        self.assertNotIn("\n", line)
        self.assertEqual(json.loads(line)["message"], "a\nb é")
        self.assertEqual(json.loads(line)["k"], 1)
